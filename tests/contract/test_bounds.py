"""Every text, list and map of a body has a largest length, so one request is bounded work."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.docs import HTTP_DOCUMENTS

BOUNDS_A_TEXT = frozenset({"maxLength", "pattern", "format", "enum", "const"})


def unbounded(schema: Any, document: Any, place: str, seen: frozenset[str]) -> Iterator[str]:
    """Places of this schema without a largest length."""
    if reference := schema.get("$ref"):
        if reference not in seen:
            named = document["components"]["schemas"][reference.rpartition("/")[2]]
            yield from unbounded(named, document, place, seen | {reference})
        return
    kind, items = schema.get("type"), schema.get("items", {})
    if kind == "string" and BOUNDS_A_TEXT.isdisjoint(schema):
        yield place
    if kind == "array" and "maxItems" not in schema:
        yield place
    values = schema.get("additionalProperties")
    if kind == "object" and isinstance(values, dict) and "maxProperties" not in schema:
        yield place
    inner = {f"{place}.{name}": each for name, each in schema.get("properties", {}).items()}
    for keyword in ("anyOf", "oneOf", "allOf"):
        inner |= {f"{place}/{n}": each for n, each in enumerate(schema.get(keyword, ()))}
    for where, each in (inner | ({f"{place}[]": items} if items else {})).items():
        yield from unbounded(each, document, where, seen)


@pytest.mark.parametrize("path", sorted(HTTP_DOCUMENTS.glob("*.json")), ids=lambda path: path.stem)
def test_every_part_of_a_body_has_a_largest_length(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    bodies = [
        (f"{method.upper()} {where}", content["schema"])
        for where, methods in document["paths"].items()
        for method, operation in methods.items()
        for kind, content in operation.get("requestBody", {}).get("content", {}).items()
        if kind == "application/json"
    ]

    without = [
        place for label, body in bodies for place in unbounded(body, document, label, frozenset())
    ]

    assert not without


def test_a_text_without_a_largest_length_would_be_noticed() -> None:
    body = {"type": "object", "properties": {"reason": {"type": "string"}}}

    assert list(unbounded(body, {}, "POST /x", frozenset())) == ["POST /x.reason"]
