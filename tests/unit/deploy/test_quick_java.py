"""A platform starts, whether or not Java can write its cache."""

from pathlib import Path

from deploy.embedded.quick_java import keep_cache


def test_what_java_learnt_is_kept(tmp_path: Path) -> None:
    learnt, cache = tmp_path / "learnt.aot", tmp_path / "cache.aot"
    learnt.write_bytes(b"classes")

    keep_cache(learnt, cache, tmp_path / "kafka.log", print)

    assert cache.read_bytes() == b"classes"


def test_without_a_cache_the_end_of_the_log_says_why(tmp_path: Path) -> None:
    cache, log = tmp_path / "cache.aot", tmp_path / "kafka.log"
    log.write_text("started\nout of memory\n")
    sentences: list[str] = []

    keep_cache(tmp_path / "learnt.aot", cache, log, sentences.append)

    assert not cache.exists()
    assert "out of memory" in sentences[0]
