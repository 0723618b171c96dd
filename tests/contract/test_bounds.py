"""Whatever a caller sends has a largest length, and the OpenAPI documents name it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.test_bodies import DOCUMENTS
from tests.contract.test_http_documents import nodes, resolved

BOUNDING = {
    "array": ("maxItems",),
    "string": ("maxLength", "enum", "const", "format"),
    "object": ("maxProperties",),
}
CHARACTER_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
WITHOUT_END = re.compile(r"(?<!\\)[*+]|,\}")


def sent(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each schema of a parameter or a body, with all schemas inside of it."""
    to_read = [
        operation[part]
        for methods in document["paths"].values()
        for operation in methods.values()
        for part in ("parameters", "requestBody")
        if part in operation
    ]
    known: set[str] = set()
    while to_read:
        for node in nodes(to_read.pop()):
            yield node
            if node.get("$ref", "") not in {"", *known}:
                known.add(node["$ref"])
                to_read.append(resolved(node, document))


def is_unbounded(schema: dict[str, Any]) -> bool:
    kind = schema.get("type")
    if not isinstance(kind, str) or kind not in BOUNDING:
        return False
    if kind == "object" and not schema.get("additionalProperties"):
        return False  # its keys are listed
    return schema.keys().isdisjoint(BOUNDING[kind]) and not is_short(schema.get("pattern", ""))


def is_short(pattern: str) -> bool:
    """Whether a text that matches has a largest length."""
    is_whole = pattern.startswith("^") and pattern.endswith("$")
    return is_whole and not WITHOUT_END.search(CHARACTER_CLASS.sub(".", pattern))


@pytest.mark.parametrize("service", sorted(DOCUMENTS))
def test_each_list_and_text_that_a_caller_sends_has_a_largest_length(service: str) -> None:
    schemas = list(sent(DOCUMENTS[service]))

    assert schemas
    assert [each for each in schemas if is_unbounded(each)] == []


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": {"type": "string"}},
        {"type": "string"},
        {"type": "string", "pattern": "^[a-z]+$"},
        {"type": "string", "pattern": r"\S"},
        {"type": "object", "additionalProperties": {"type": "integer"}},
    ],
)
def test_a_schema_without_an_end_is_noticed(schema: dict[str, Any]) -> None:
    assert is_unbounded(schema)
    assert not is_unbounded(schema | {"maxItems": 1, "maxLength": 1, "maxProperties": 1})


def test_a_pattern_of_a_whole_text_is_a_length() -> None:
    assert not is_unbounded({"type": "string", "pattern": "^[A-Z*+]{1,3}$"})
