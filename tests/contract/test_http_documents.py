"""The OpenAPI documents can be read by programs that know nothing of our classes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.docs import HTTP_DOCUMENTS
from shared.plumbing.http.problems import PROBLEM

DOCUMENTS = sorted(HTTP_DOCUMENTS.glob("*.json"))
OF_PROBLEMS = {"$ref": "#/components/schemas/ProblemDetails"}


def read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for each in node.values():
            yield from nodes(each)
    elif isinstance(node, list):
        for each in node:
            yield from nodes(each)


def resolved(node: dict[str, Any], document: Any) -> Any:
    """What a reference leads to; an empty document if it leads nowhere."""
    for name in node["$ref"].removeprefix("#/").split("/"):
        document = document.get(name, {})
    return document


def test_each_service_has_a_document() -> None:
    assert [path.stem for path in DOCUMENTS] == [
        "endorsement",
        "intake",
        "mentoring",
        "notify",
        "subscriptions",
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_each_reference_of_a_document_leads_somewhere(path: Path) -> None:
    document = read(path)

    references = [node for node in nodes(document) if "$ref" in node]

    assert references
    assert [each["$ref"] for each in references if not resolved(each, document)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_whatever_a_door_refuses_is_a_problem_of_one_shape(path: Path) -> None:
    refusals = [
        answer
        for methods in read(path)["paths"].values()
        for operation in methods.values()
        for status, answer in operation["responses"].items()
        if status == "default" or int(status) >= 400
    ]

    assert refusals
    assert all(answer["content"][PROBLEM]["schema"] == OF_PROBLEMS for answer in refusals)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_says_that_no_account_is_needed(path: Path) -> None:
    assert read(path)["security"] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_each_schema_of_a_choice_requires_the_property_that_chooses_it(path: Path) -> None:
    document = read(path)
    choices = [node for node in nodes(document) if "discriminator" in node]

    unclear = [
        each["$ref"]
        for choice in choices
        for each in choice["oneOf"]
        if choice["discriminator"]["propertyName"] not in resolved(each, document)["required"]
    ]

    assert unclear == []
