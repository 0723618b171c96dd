"""The one door prepares itself once, notices changes, and says what is missing."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from tools import bootstrap, mirrors

LOCKS = ("embedded", "dev")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose installer only writes down what it was asked for."""
    for name in LOCKS:
        (tmp_path / f"{name}.txt").write_text(f"{name} 1")
    monkeypatch.setattr(bootstrap, "REQUIREMENTS", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    return tmp_path


@pytest.fixture
def installs(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    calls: list[list[str]] = []

    def make() -> None:
        python = checkout / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True, exist_ok=True)
        python.write_text("an interpreter")

    monkeypatch.setattr(bootstrap, "make_environment", make)
    monkeypatch.setattr(mirrors, "for_uv", lambda *_: {})
    monkeypatch.setattr(bootstrap, "call", lambda command, _: calls.append(command))
    return calls


def test_a_new_checkout_is_not_ready_and_an_installed_one_is(installs: list[list[str]]) -> None:
    assert not bootstrap.is_ready("embedded")

    bootstrap.install("embedded")

    assert bootstrap.is_ready("embedded")
    assert not bootstrap.is_ready("dev")
    assert "--require-hashes" in installs[0]


@pytest.mark.usefixtures("installs")
def test_the_packages_of_the_tests_include_those_of_the_platform() -> None:
    bootstrap.install("dev")

    assert bootstrap.is_ready("embedded")
    assert bootstrap.is_ready("dev")


@pytest.mark.usefixtures("installs")
def test_a_changed_lock_is_installed_again(checkout: Path) -> None:
    bootstrap.install("dev")

    (checkout / "embedded.txt").write_text("embedded 2")

    assert not bootstrap.is_ready("embedded")
    assert bootstrap.is_ready("dev")


@pytest.mark.usefixtures("installs")
def test_an_older_lock_installed_over_the_tests_takes_their_readiness_away(checkout: Path) -> None:
    bootstrap.install("dev")
    (checkout / "embedded.txt").write_text("embedded 0")

    bootstrap.install("embedded")

    assert not bootstrap.is_ready("dev")


def test_a_half_made_environment_is_laid_anew(
    installs: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(bootstrap, "call", _network_is_down)
        with pytest.raises(SystemExit):
            bootstrap.install("embedded")
    assert not bootstrap.is_ready("embedded")

    bootstrap.install("embedded")

    assert "--reinstall" in installs[0]
    assert bootstrap.is_ready("embedded")


def test_a_renewed_lock_does_not_lay_everything_anew(
    installs: list[list[str]], checkout: Path
) -> None:
    bootstrap.install("embedded")
    (checkout / "embedded.txt").write_text("embedded 2")

    bootstrap.install("embedded")

    assert "--reinstall" not in installs[-1]


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("error: No space left on device (os error 28)", "disk"),
        ("error: failed to open file: Read-only file system", "cannot be written to"),
        ("error: Failed to fetch: dns error", "check the network"),
        ("error: hash mismatch", "the installer says"),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(output: str, advice: str) -> None:
    assert advice in bootstrap.explain_output(output).splitlines()[0]


@pytest.mark.parametrize(
    ("number", "advice"),
    [(errno.ENOSPC, "full"), (errno.EROFS, "cannot be written to"), (errno.EACCES, "cannot be")],
)
def test_a_disk_that_refuses_is_explained(number: int, advice: str) -> None:
    assert advice in bootstrap.explain(OSError(number, "refused", "/somewhere"))


def test_the_vendored_pip_is_the_one_that_was_checked() -> None:
    assert bootstrap.sha256(bootstrap.PIP) == bootstrap.PIP_SHA256


def test_locked_requirements_name_hashes_and_no_address() -> None:
    for name in (*LOCKS, "services", "uv"):
        text = (bootstrap.ROOT / "requirements" / f"{name}.txt").read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "index" not in text


def test_versions_are_the_same_in_all_locked_requirements() -> None:
    dev = _versions("dev")

    assert _versions("embedded").items() <= dev.items()
    assert _versions("services").items() <= dev.items()


def test_an_old_python_is_told_what_to_do() -> None:
    door = bootstrap.ROOT / "sentra"
    pretend = (
        "import sys, runpy; sys.version_info = (3, 9, 2, 'final', 0); import shutil;"
        f"shutil.which = lambda name: None; runpy.run_path({str(door)!r}, run_name='__main__')"
    )

    done = subprocess.run(
        [sys.executable, "-c", pretend], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "needs Python 3.11 or newer, and this is Python 3.9" in done.stderr


def _versions(name: str) -> dict[str, str]:
    lines = (bootstrap.ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    pinned = (line.split("==", 1) for line in lines if "==" in line and not line.startswith(" "))
    return {package: rest.split()[0] for package, rest in pinned}


def _network_is_down(_command: list[str], _environment: dict[str, str]) -> None:
    raise SystemExit("The package index cannot be reached")
