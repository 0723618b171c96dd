"""Names say what they hold: some words that could be anything are not names."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDERS = (
    *("services", "shared", "folder", "deploy", "cli", "story", "bench", "examples", "tools"),
    "tests",
)
BANNED = frozenset({"told", "said", "found", "given", "asked"})
GIVEN_WHEN_THEN = re.compile(r"^    def given\(self, state|^given = .+\.given$", re.MULTILINE)
"""The one use of `given` that tests may have: `given(...).when(...).then(...)`."""
STILL_THERE = Path(__file__).with_name("names_to_replace.yaml")


def names(tree: ast.AST) -> Iterator[str]:
    """Every name that a module gives: of variables, fields, parameters, functions and classes."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
            case ast.arg():
                yield node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr
            case ast.alias(asname=str(name)):
                yield name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name


def count_banned(source: str) -> int:
    present = sum(name.strip("_").lower() in BANNED for name in names(ast.parse(source)))
    return present - len(GIVEN_WHEN_THEN.findall(source))


def counted() -> dict[str, int]:
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    counts = {p.relative_to(ROOT).as_posix(): count_banned(p.read_text("utf-8")) for p in paths}
    return {path: count for path, count in counts.items() if count}


def test_no_module_has_more_of_these_names_and_the_list_follows_each_that_goes() -> None:
    listed: Counter[str] = Counter(yaml.safe_load(STILL_THERE.read_text("utf-8")))
    present = Counter(counted())

    assert present - listed == Counter(), "name the thing: answer, receipt, rows, request_hash"
    assert listed - present == Counter(), f"fewer than listed: lower them in {STILL_THERE.name}"


@pytest.mark.parametrize(
    "source",
    [
        "told = 1",
        "def found(): ...",
        "def f(*, given): ...",
        "class Ballot:\n    asked: int",
        "self._said = 1",
        "for found in []: ...",
        "import json as told",
        "match 1:\n    case given: ...",
        "ASKED = 1",
        "given = 1",
    ],
)
def test_every_way_to_give_such_a_name_counts(source: str) -> None:
    assert count_banned(source) == 1


def test_to_read_a_name_and_names_that_say_more_do_not_count() -> None:
    assert count_banned("given_up = answers(told, asked=1).found") == 0


def test_given_may_begin_given_when_then() -> None:
    assert count_banned("given = under(a_policy()).given") == 0
