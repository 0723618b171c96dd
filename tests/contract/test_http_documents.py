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


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            yield from references(value)
    elif isinstance(node, list):
        for each in node:
            yield from references(each)


def leads_somewhere(reference: str, document: Any) -> bool:
    for name in reference.removeprefix("#/").split("/"):
        document = document.get(name, {})
    return bool(document)


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

    lost = {each for each in references(document) if not leads_somewhere(each, document)}

    assert lost == set()


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
