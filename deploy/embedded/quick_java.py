"""Makes Java's cache of Kafka's classes: with it, a broker starts in half of the time."""

import fcntl
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from deploy.embedded.children import Child
from deploy.embedded.kafka import java_cache, kafka_program, prepare_kafka
from deploy.embedded.local_http import HOST
from deploy.embedded.places import ENGINES, Places
from deploy.topics import ensure_topics
from shared.plumbing.core.kafka_server import KafkaServer

LEARNT_WITHIN_SECONDS = 120.0
"""Java writes the cache when the broker stops."""


async def make_cache(port: int, controller: int, say: Callable[[str], None]) -> None:
    """Make the cache if it is missing. If another platform makes it, start without it."""
    if java_cache().exists():
        return
    with java_cache().with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        say("Preparing Apache Kafka for quick starts (only this once).")
        with tempfile.TemporaryDirectory(dir=ENGINES, prefix="cache-") as folder:
            await _learn(Places.of(Path(folder)), port, controller, say)


async def _learn(places: Places, port: int, controller: int, say: Callable[[str], None]) -> None:
    """Start and stop a broker that Java watches."""
    places.make()
    await prepare_kafka(places, port, controller, say)
    learnt = places.run / "learnt.aot"
    program = kafka_program(places, port, f"-XX:AOTCacheOutput={learnt}")
    broker = Child(
        replace(program, stop_within=LEARNT_WITHIN_SECONDS), places.logs, changed=lambda: None
    )
    await broker.start()
    await ensure_topics(KafkaServer(f"{HOST}:{port}"))
    await broker.stop()
    keep_cache(learnt, java_cache(), broker.log, say)


def keep_cache(learnt: Path, cache: Path, log: Path, say: Callable[[str], None]) -> None:
    """Keep what Java learnt. If Java wrote nothing, say why: Kafka starts without it too."""
    try:
        learnt.replace(cache)
    except FileNotFoundError:
        end = "\n  ".join(log.read_text(errors="replace").splitlines()[-3:])
        say(f"Java wrote no cache, so Kafka starts more slowly. Its log ends:\n  {end}")
