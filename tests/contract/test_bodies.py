"""What the schema of a body says and what its door takes agree."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import pytest
import yaml
from fastapi.routing import APIRoute
from pydantic import Field, TypeAdapter, ValidationError

from cli.docs import HTTP_DOCUMENTS
from cli.events.sources import a_service
from services.endorsement.api.votes_in_bulk import MOST_VOTES, VoteEntry
from shared.province.serving import serving
from tests.contract.bodies import changed, validator
from tests.support.provinces import SUMUT

EXAMPLES: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("bodies.yaml").read_text(encoding="utf-8")
)
VOTES: TypeAdapter[list[VoteEntry]] = TypeAdapter(
    Annotated[list[VoteEntry], Field(min_length=1, max_length=MOST_VOTES)]
)
DOCUMENTS = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in HTTP_DOCUMENTS.glob("*")
}
JSON = "application/json"
BEYOND_SCHEMAS = {
    "agencies.0.id": "requirements name agencies of the policy",
    "requirements.0.agency": "requirements name agencies of the policy",
    "deadline_days": "a reminder comes before the deadline",
    "closes_at": "a round closes after it opens",
    "business_name": "a name has no long number, which may be a NIK",
    "owner_name": "a name has no long number, which may be a NIK",
    "products.0.hs6": "the table of commodities decides",
    "issued_on": "evidence expires after it is issued",
    "expires_on": "evidence expires after it is issued",
}
"""Rules that compare fields or look into a table. JSON Schema cannot say them."""


@pytest.fixture(autouse=True)
def _sumut() -> Iterator[None]:
    with serving(SUMUT):
        yield


class Operation(NamedTuple):
    service: str
    name: str

    @property
    def schema(self) -> Any:
        method, _, path = self.name.partition(" ")
        body = DOCUMENTS[self.service]["paths"][path][method.lower()]["requestBody"]
        return validator(body["content"][JSON]["schema"], DOCUMENTS[self.service])

    @property
    def example(self) -> Any:
        return EXAMPLES[self.service][self.name]

    def takes(self, body: Any) -> bool:
        field = routes_of(self.service)[self.name].body_field
        if field:
            return not field.validate(body, loc=("body",))[1]
        try:  # a batch answers for each vote by itself
            VOTES.validate_python(body)
        except ValidationError:
            return False
        return True


@cache
def routes_of(service: str) -> dict[str, APIRoute]:
    return {
        f"{method} {route.path}": route
        for doors, _ in a_service(service).doors
        for route in doors.router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }


OPERATIONS = [Operation(service, name) for service in EXAMPLES for name in EXAMPLES[service]]
every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)


def test_each_operation_with_a_body_has_an_example() -> None:
    with_a_body = {
        (service, f"{method.upper()} {path}")
        for service, document in DOCUMENTS.items()
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if JSON in operation.get("requestBody", {}).get("content", {})
    }

    assert with_a_body == set(OPERATIONS)


@every_operation
def test_a_door_takes_the_example_that_its_schema_allows(operation: Operation) -> None:
    faults = [error.message for error in operation.schema.iter_errors(operation.example)]

    assert faults == []
    assert operation.takes(operation.example)


@cache
def changes(operation: Operation, *, allowed: bool) -> list[tuple[str, Any]]:
    """The example with one change each, where the schema still allows it, or does not."""
    schema = operation.schema
    return [
        (place, body)
        for place, body in changed(operation.example)
        if schema.is_valid(body) is allowed
    ]


@every_operation
def test_a_door_refuses_what_its_schema_forbids(operation: Operation) -> None:
    forbidden = changes(operation, allowed=False)

    taken = {f"{place}: {body}"[:300] for place, body in forbidden if operation.takes(body)}

    assert forbidden
    assert taken == set()


@every_operation
def test_a_door_refuses_what_its_schema_allows_only_by_a_rule_that_is_listed(
    operation: Operation,
) -> None:
    allowed = changes(operation, allowed=True)

    refused = {place for place, body in allowed if not operation.takes(body)}

    assert refused <= BEYOND_SCHEMAS.keys()
