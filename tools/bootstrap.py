"""Makes `.venv`, installs the locked packages once, and starts the command line."""

import contextlib
import errno
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from tools import mirrors

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
PIP = ROOT / "tools" / "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"

DEV_COMMANDS = frozenset({"check", "test", "bench", "lock"})
# Groups that an installation satisfies: the dev lock contains the embedded lock.
COVERS = {"embedded": ("embedded",), "dev": ("embedded", "dev")}


def run(arguments: list[str]) -> NoReturn:
    """Install what the command needs, then become it."""
    command = next((word for word in arguments if not word.startswith("-")), "")
    group = "dev" if command in DEV_COMMANDS else "embedded"
    try:
        if not is_ready(group):
            with one_at_a_time():
                if not is_ready(group):
                    install(group)
    except OSError as failure:
        sys.exit(explain(failure))
    hand_over(arguments)


def hand_over(arguments: list[str]) -> NoReturn:
    """Start the command in the caller's folder. Our packages are found by path."""
    inherited = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(ROOT), inherited] if inherited else [str(ROOT)])
    environment = os.environ | {"PYTHONPATH": path}
    os.execve(PYTHON, [str(PYTHON), "-P", "-m", "cli", *arguments], environment)  # noqa: S606 - no shell is wanted


def lock_of(group: str) -> Path:
    return REQUIREMENTS / f"{group}.txt"


def marker_of(group: str) -> Path:
    """The mark of a whole environment. It is written last."""
    return VENV / f"sentra-{group}.sha256"


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def is_ready(group: str) -> bool:
    marker = marker_of(group)
    return PYTHON.exists() and marker.exists() and marker.read_text() == sha256(lock_of(group))


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Lock, so that two first runs do not disturb each other."""
    folder = ROOT / ".sentra"
    folder.mkdir(exist_ok=True)
    with (folder / "install.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another ./sentra is installing here: waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install(group: str) -> None:
    was_whole = any(marker_of(each).exists() for each in COVERS)
    # From here to the end the environment counts as not whole.
    for each in COVERS:
        marker_of(each).unlink(missing_ok=True)
    say(f"Installing the packages of {lock_of(group).name} (only now, and when that file changes).")
    make_environment()
    settings = os.environ | mirrors.for_uv(PYTHON, PIP)
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--python", str(PYTHON)]
    # Packages of a broken installation are installed again, fast from uv's cache.
    repair = [] if was_whole else ["--reinstall"]
    # Compile once, for faster starts, also if the folder is read-only later.
    options = [*repair, "--compile-bytecode", "--require-hashes"]
    call([*uv, *options, "-r", str(lock_of(group))], settings)
    for each in COVERS[group]:
        marker_of(each).write_text(sha256(lock_of(each)))


def make_environment() -> None:
    if sha256(PIP) != PIP_SHA256:
        sys.exit(f"{PIP.name} is damaged: restore it with `git checkout -- tools`, then run again.")
    try:
        import venv  # noqa: PLC0415 - some distributions leave it out, and that deserves a sentence
    except ImportError:
        sys.exit(
            "This Python lacks its venv module: install it (Debian, Ubuntu: "
            "`apt-get install python3-venv`) and run the command again."
        )
    # Without pip, because a plain Debian has no ensurepip.
    venv.create(VENV, with_pip=False, symlinks=True, clear=VENV.exists() and not works(PYTHON))
    pip = [str(PYTHON), str(PIP / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    call([*pip, "--require-hashes", "-r", str(lock_of("uv"))], dict(os.environ))


def works(python: Path) -> bool:
    """True if the interpreter of an old environment exists and is new enough."""
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    return python.exists() and subprocess.run([python, "-c", check], check=False).returncode == 0


def call(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(explain_output(done.stderr or done.stdout))


def explain(failure: OSError) -> str:
    if failure.errno == errno.ENOSPC:
        return f"The disk of {ROOT} is full: about 1 GB is needed; free some and run again."
    if failure.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return (
            f"{failure.filename or ROOT} cannot be written to: clone Sentra into a folder "
            "of your own and run the command there."
        )
    return f"Sentra could not prepare itself: {failure}."


def explain_output(output: str) -> str:
    """Turn output of pip or uv into one sentence that says what to do."""
    text = output.lower()
    if "no space left" in text or "disk quota" in text:
        return explain(OSError(errno.ENOSPC, "full"))
    if "read-only file system" in text or "permission denied" in text:
        return explain(OSError(errno.EACCES, "refused", str(VENV))) + "\n" + output.strip()
    if any(sign in text for sign in mirrors.SIGNS_OF_NO_NETWORK):
        return (
            "The package index cannot be reached: check the network (a proxy, mirror or CA of "
            "your office is taken from pip's usual settings) and run again.\n" + output.strip()
        )
    return "The packages could not be installed; the installer says:\n" + output.strip()


def say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def uv_path() -> str | None:
    """Return the uv of our environment, for `./sentra lock`."""
    return shutil.which("uv", path=str(VENV / "bin"))
