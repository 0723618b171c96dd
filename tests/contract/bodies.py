"""Request bodies with one change, made from an example. The schema says which it forbids."""

import copy
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped] # no types

Body = Any
Path = tuple[str | int, ...]
FORMATS = FormatChecker(formats=())
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
WRONG: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 1.5, 10**18, -0.001, [], {}, [[]], {"unknown": 1}),
    *("", " ", "  x", "yes", "1", "1.5", "\x00", "?", "no-such", "1700000000", "2026-12-01"),
    *("2026-12-01T00:00:00", "2026-13-01", "2026-12-01T00:00:00Z", "1700-01-01", "3000-01-01"),
    *("1700-01-01T00:00:00Z", "3000-01-01T00:00:00Z", "x" * 300, "x" * 3000, [1], ["?"]),
)
"""Each is right somewhere. The schema decides where it is wrong."""


@FORMATS.checks("date", raises=ValueError)  # type: ignore[untyped-decorator] # no types
def is_day(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return DAY.fullmatch(value) is not None and bool(date.fromisoformat(value))


@FORMATS.checks("date-time")  # type: ignore[untyped-decorator] # no types
def is_moment(value: object) -> bool:
    return not isinstance(value, str) or MOMENT.fullmatch(value) is not None


def validator(schema: Any, document: Any) -> Any:
    """References of the schema lead into the document."""
    whole = {**schema, "components": document["components"]}
    return Draft202012Validator(whole, format_checker=FORMATS)


def changed(example: Body) -> Iterator[tuple[str, Body]]:
    """The example with one change, and the place of the change."""
    for path, body in _changed(example):
        yield ".".join(map(str, path)) or "body", body


def _changed(example: Body) -> Iterator[tuple[Path, Body]]:
    for path, value in places(example):
        for wrong in WRONG:
            yield path, replaced(example, path, wrong)
        if isinstance(value, dict):
            yield (*path, "unknown"), replaced(example, path, value | {"unknown": 1})
            for name in value:
                rest = {key: each for key, each in value.items() if key != name}
                yield (*path, name), replaced(example, path, rest)
        if isinstance(value, list) and value:
            yield path, replaced(example, path, value * 1001)


def places(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The body and every value inside of it."""
    yield path, value
    inside = value.items() if isinstance(value, dict) else ()
    for key, each in enumerate(value) if isinstance(value, list) else inside:
        yield from places(each, (*path, key))


def replaced(body: Body, path: Path, value: Any) -> Body:
    if not path:
        return value
    result = copy.deepcopy(body)
    node = result
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return result
