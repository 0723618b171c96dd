"""Finds the codes with which the services refuse, in their source."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
PLACES = {
    "Refused": 0,
    "CellProblemError": 0,
    "Problem": 1,
    "problem_in_words": 1,
    "rendered": 1,
}
"""By function: which of its arguments is the code."""
_CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class Raised(NamedTuple):
    """`code` is None where it is known only when the program runs."""

    place: str
    code: str | None
    text: str


@cache
def raised_in(folder: str) -> tuple[Raised, ...]:
    """Every refusal in the modules of this folder."""
    return tuple(one for path in sorted((ROOT / folder).rglob("*.py")) for one in _of(path))


def _of(path: Path) -> Iterator[Raised]:
    place = path.relative_to(ROOT).as_posix()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and (at := PLACES.get(_name(node.func))) is not None:
            arguments = [*node.args, *(each.value for each in node.keywords if each.arg == "code")]
            if len(arguments) > at:
                yield from (
                    Raised(place, code, ast.unparse(arguments[at]))
                    for code in _codes(arguments[at], place)
                )


def _codes(argument: ast.expr, place: str) -> list[str | None]:
    match argument:
        case ast.Constant(value=str(code)):
            return [code]
        case ast.IfExp(body=first, orelse=second):
            return [*_codes(first, place), *_codes(second, place)]
        case ast.Name() | ast.Attribute():
            return [_value(argument, place)]
    return [None]


def _value(argument: ast.expr, place: str) -> str | None:
    """The value of a constant or of a member of an enumeration."""
    first, *rest = ast.unparse(argument).split(".")
    value: Any = getattr(import_module(place.removesuffix(".py").replace("/", ".")), first, None)
    for name in rest:
        value = getattr(value, name, None)
    code = value.value if isinstance(value, StrEnum) else value
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
