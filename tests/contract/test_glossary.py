"""Every public class has a word of the glossary in its name, and every word a class."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
CODE = ("shared", "services", "deploy", "folder", "cli", "story", "bench", "examples", "tools")
SHARED_NAMES = {"Settings": "each service has one, in its room `settings.py`"}
"""Names that several classes may have, with the reason."""
NAME_IN_CAMEL_CASE = re.compile(r"[A-Z]+(?=[A-Z][a-z]|\b)|[A-Z][a-z0-9]*|[a-z0-9]+")


class Line(NamedTuple):
    """One word of the glossary."""

    word: str
    indonesian: str
    classes: tuple[str, ...]
    meaning: str


def lines() -> list[Line]:
    rows = [line for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [
        Line(word, indonesian, tuple(re.findall(r"`(\w+)`", classes)), meaning)
        for word, indonesian, classes, meaning in cells
        if word != "word"
    ]


def models() -> list[Path]:
    services = (ROOT / "services").glob("*/model")
    return [path for room in (ROOT / "shared", *services) for path in sorted(room.rglob("*.py"))]


def public_classes(paths: Iterable[Path]) -> list[str]:
    nodes = (node for path in paths for node in ast.parse(path.read_text("utf-8")).body)
    names = [node.name for node in nodes if isinstance(node, ast.ClassDef)]
    return [name for name in names if not name.startswith("_")]


def types() -> Iterator[str]:
    """Names of classes, and of types that are made of others, such as `UmkmId`."""
    yield from public_classes(models())
    for path in models():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.Assign):
                yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def parts(name: str) -> str:
    """`DeadLetters` and `dead letter` become the same: ` dead letter `."""
    singular = (part.lower().removesuffix("s") for part in NAME_IN_CAMEL_CASE.findall(name))
    return f" {' '.join(singular)} "


def test_every_line_has_a_word_its_counterpart_a_class_and_a_meaning() -> None:
    incomplete = [line for line in lines() if not all(line)]

    assert len(lines()) > 100
    assert incomplete == []


def test_no_word_has_two_lines() -> None:
    counted = Counter(line.word.lower() for line in lines())

    assert [word for word, count in counted.items() if count > 1] == []


def test_every_class_of_the_glossary_exists() -> None:
    named = {name for line in lines() for name in line.classes}

    assert named - set(types()) == set()


def test_every_public_class_has_a_word_of_the_glossary_in_its_name() -> None:
    known = {parts(word) for line in lines() for word in (line.word, *line.classes)}

    unknown = {
        name for name in public_classes(models()) if not any(word in parts(name) for word in known)
    }

    assert unknown == set(), "write a line in docs/glossary.md, or use a word that it has"


def test_no_two_classes_share_a_name() -> None:
    paths = (path for folder in CODE for path in (ROOT / folder).rglob("*.py"))
    counted = Counter(public_classes(paths))

    assert {name for name, count in counted.items() if count > 1} == SHARED_NAMES.keys()
