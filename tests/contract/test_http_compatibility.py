"""A client that was written for the last release still works: each break is named."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.docs import HTTP_DOCUMENTS
from tests.contract.http_compatibility import breaking_changes

RELEASED = sorted((Path(__file__).parent / "released" / "http").glob("*.json"))
WEIGHT = "#/components/schemas/Weight"
Document = dict[str, Any]
Change = Callable[[Document], object]


def a_document() -> Document:
    """What was released: a parcel is sent, and its receipt comes back."""
    parcel = {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 200},
            "weight": {"$ref": WEIGHT},
            "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "kind": {"enum": ["box", "bag"], "type": "string"},
        },
    }
    receipt = {
        "type": "object",
        "required": ["number"],
        "properties": {
            "number": {"type": "integer"},
            "state": {"enum": ["kept", "sent"], "type": "string"},
        },
    }
    operation = {
        "parameters": [{"in": "query", "name": "limit", "schema": {"type": "integer"}}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": parcel}}},
        "responses": {
            "200": {"content": {"application/json": {"schema": receipt}}},
            "409": {"description": "It is there already."},
        },
    }
    weight = {"type": "object", "properties": {"kg": {"type": "number", "maximum": 30}}}
    return {
        "paths": {"/parcels": {"post": operation}},
        "components": {"schemas": {"Weight": weight}},
    }


def operation(document: Document) -> Any:
    return document["paths"]["/parcels"]["post"]


def body(document: Document) -> Any:
    return operation(document)["requestBody"]["content"]["application/json"]["schema"]


def answer(document: Document) -> Any:
    return operation(document)["responses"]["200"]["content"]["application/json"]["schema"]


def changed(change: Change) -> Document:
    document = copy.deepcopy(a_document())
    change(document)
    return document


@pytest.mark.parametrize(
    "change",
    [
        lambda new: new["paths"].update({"/letters": {}}),
        lambda new: operation(new)["parameters"].append(
            {"in": "query", "name": "after", "schema": {}}
        ),
        lambda new: operation(new)["responses"].update({"410": {}}),
        lambda new: body(new)["properties"].update(colour={"type": "string"}),
        lambda new: body(new)["properties"]["name"].update(maxLength=400),
        lambda new: body(new)["properties"]["name"].update(description="In other words."),
        lambda new: body(new)["properties"]["kind"]["enum"].append("barrel"),
        lambda new: body(new)["required"].clear(),
        lambda new: answer(new)["properties"].update(sent_at={"type": "string"}),
        lambda new: answer(new)["required"].append("state"),
        lambda new: answer(new)["properties"]["state"]["enum"].remove("kept"),
    ],
)
def test_more_that_is_taken_or_answered_is_no_break(change: Change) -> None:
    assert breaking_changes(a_document(), changed(change)) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda new: new["paths"].clear(), "POST /parcels: removed"),
        (lambda new: operation(new)["parameters"].clear(), "POST /parcels query limit: removed"),
        (
            lambda new: operation(new)["parameters"][0].update(required=True),
            "POST /parcels query limit: became required",
        ),
        (
            lambda new: operation(new)["parameters"].append(
                {"in": "header", "name": "key", "required": True, "schema": {}}
            ),
            "POST /parcels header key: new, and required",
        ),
        (
            lambda new: operation(new)["parameters"][0]["schema"].update(maximum=50),
            "POST /parcels query limit: maximum None became 50",
        ),
        (lambda new: operation(new)["responses"].pop("409"), "POST /parcels 409: removed"),
        (
            lambda new: body(new)["properties"].pop("note"),
            "POST /parcels body note: removed",
        ),
        (
            lambda new: body(new).update(required=["name", "weight"]),
            "POST /parcels body weight: became required",
        ),
        (
            lambda new: body(new).update(required=["name", "colour"]),
            "POST /parcels body colour: new, and required",
        ),
        (
            lambda new: body(new)["properties"]["name"].update(maxLength=100),
            "POST /parcels body name: maxLength 200 became 100",
        ),
        (
            lambda new: body(new)["properties"]["name"].update(pattern=r"\S"),
            "POST /parcels body name: pattern None became '\\\\S'",
        ),
        (
            lambda new: body(new)["properties"].update(note={"type": "string"}),
            "POST /parcels body note: type 'null' became 'string'",
        ),
        (
            lambda new: body(new)["properties"]["kind"]["enum"].remove("bag"),
            "POST /parcels body kind: only ['box'] is taken, not 'bag'",
        ),
        (
            lambda new: new["components"]["schemas"]["Weight"]["properties"]["kg"].update(
                maximum=20
            ),
            "POST /parcels body weight kg: maximum 30 became 20",
        ),
        (
            lambda new: answer(new)["properties"].pop("state"),
            "POST /parcels 200 state: removed",
        ),
        (
            lambda new: answer(new)["required"].clear(),
            "POST /parcels 200 number: no longer required",
        ),
        (
            lambda new: answer(new)["properties"].update(number={"type": "string"}),
            "POST /parcels 200 number: type 'integer' became 'string'",
        ),
        (
            lambda new: answer(new)["properties"]["state"]["enum"].append("lost"),
            "POST /parcels 200 state: 'lost' is no value of ['kept', 'sent']",
        ),
    ],
)
def test_each_break_is_named(change: Change, sentence: str) -> None:
    assert breaking_changes(a_document(), changed(change)) == [sentence]


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_a_client_of_the_last_release_still_works(path: Path) -> None:
    new = HTTP_DOCUMENTS / path.name

    assert new.exists(), f"the service {path.stem} was released and is gone"
    assert breaking_changes(json.loads(path.read_text()), json.loads(new.read_text())) == []


def test_every_service_was_released() -> None:
    assert [path.name for path in RELEASED] == sorted(
        each.name for each in HTTP_DOCUMENTS.iterdir()
    )
