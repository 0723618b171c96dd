"""All messages of one agency name it in the same way."""

import re
from pathlib import Path

import pytest

from cli.events.sources import Fact, facts
from deploy.topics import listed_topics

KIT = Path(__file__).parents[2] / "examples" / "agency"
SETS_SOURCE = re.compile(r"""\bsource\b["']?\s*[:=,].*?(/\w+/)""", re.IGNORECASE)
PROGRAMS = [
    path
    for ending in ("py", "mjs", "go", "java")
    for path in sorted(KIT.rglob(f"*.{ending}"))
    if "node_modules" not in path.parts and SETS_SOURCE.search(path.read_text())
]
COMMANDS = [fact for fact in facts() if fact.is_command]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda fact: fact.type)
def test_the_example_of_a_command_comes_from_a_listed_agency(command: Fact) -> None:
    agencies = [topic.name.split(".")[2] for topic in listed_topics() if ".votes." in topic.name]

    assert command.example()["source"] in [f"/agencies/{agency}" for agency in agencies]


def test_the_programs_of_the_kit_set_the_source_of_their_messages() -> None:
    assert {"agency.py", "client.py", "client.mjs"} <= {path.name for path in PROGRAMS}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_a_program_of_the_kit_names_its_agency_as_the_examples_do(program: Path) -> None:
    forms = SETS_SOURCE.findall(program.read_text())

    assert set(forms) == {"/agencies/"}
