"""The pages for an agency's programmers work, word by word."""

import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.node import find_node, install_client
from tests.support.pages import Step, Terminal, steps_of

ROOT = Path(__file__).parents[2]
FIRST_VOTE, WITHOUT_KAFKA = ROOT / "docs" / "first-vote.md", ROOT / "docs" / "feed.md"
USUAL = {"VOTES": "127.0.0.1:8002", "EVENTS": "127.0.0.1:8005"}
IN_NODE = re.compile(r"\b(npm|node)\b")
pytestmark = [
    *(pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(600)),
    pytest.mark.filterwarnings("default:no node here"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the repository that has installed already: a test of the start is elsewhere."""
    copy = tmp_path / "sentra"
    kept = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, kept.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    (copy / ".sentra").mkdir()
    (ROOT / ".sentra" / "engines").mkdir(parents=True, exist_ok=True)
    (copy / ".sentra" / "engines").symlink_to(ROOT / ".sentra" / "engines")
    return copy


async def with_node(tmp_path: Path) -> str | None:
    """Return a PATH on which `node` and `npm` are, as on the machine of a Node programmer."""
    node = find_node()
    if node is None:
        return None
    if why := await install_client(node, tmp_path / "tried"):
        warnings.warn(f"no node here that can install: {why}", stacklevel=1)
        return None
    commands = tmp_path / "bin"
    commands.mkdir()
    (commands / "node").symlink_to(node.node)
    (commands / "npm").write_text(f'#!/bin/sh\nexec {" ".join(node.npm)} "$@"\n')
    (commands / "npm").chmod(0o755)
    return f"{commands}{os.pathsep}{os.environ['PATH']}"


async def test_the_first_vote_takes_what_the_page_says(copy: Path, tmp_path: Path) -> None:
    steps = list(steps_of(FIRST_VOTE))
    path = await with_node(tmp_path)
    assert next(step.command for step in steps) == "./sentra up"
    if path is None:
        warnings.warn("no node here: the page is run without its part in Node", stacklevel=1)
        steps = [step for step in steps if not IN_NODE.search(step.command)]
    await run_all(steps, copy, {"PATH": path or os.environ["PATH"]})


async def test_an_agency_without_kafka_hears_and_votes_as_the_page_says(copy: Path) -> None:
    await run_all(list(steps_of(WITHOUT_KAFKA)), copy, {"PATH": os.environ["PATH"]})


async def run_all(steps: Sequence[Step], folder: Path, environment: dict[str, str]) -> None:
    async with AsyncExitStack() as stays:
        for step in steps:
            command = step.command
            for name, usual in USUAL.items():
                command = command.replace(
                    usual, environment.get(name, usual).removeprefix("http://")
                )
            terminal = await run(replace(step, command=command), folder, environment, stays)
            if step.stays:
                environment |= addresses(terminal.printed)


async def run(
    step: Step, folder: Path, environment: dict[str, str], stays: AsyncExitStack
) -> Terminal:
    terminal = await Terminal.open(step, folder, environment)
    if step.stays:
        stays.push_async_callback(terminal.end)
    try:
        await terminal.agreed()
    finally:
        if not step.stays:
            await terminal.end()
    return terminal


def addresses(printed: str) -> dict[str, str]:
    """As the page says: where another program had the usual ports."""
    [kafka] = re.findall(r"Kafka +(\d\S+)", printed)
    [intake] = re.findall(r"intake +(http://[^/]+)", printed)
    [votes] = re.findall(r"endorsement +(http://[^/]+)", printed)
    [events] = re.findall(r"subscriptions +(http://[^/]+)", printed)
    return {"KAFKA": kafka, "INTAKE": intake, "VOTES": votes, "EVENTS": events}


def test_an_address_and_the_dots_are_all_that_may_differ() -> None:
    step = Step("x", ("at 127.0.0.1:9092", "…", "voted  U… endorse"), stays=False)

    assert step.agrees("at 127.0.0.1:20123\nvoted  U7 endorse\n")
    assert step.agrees("at 127.0.0.1:9092\nfurther\nwords\nvoted  U7 endorse\n")
    assert not step.agrees("at 127.0.0.1:9092\nvoted  U7 reject\n")
    assert not step.agrees("at 10.0.0.1:9092\nvoted  U7 endorse\n")
