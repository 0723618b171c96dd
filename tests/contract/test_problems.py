"""What a service refuses before it looks at the content is a problem, at every operation."""

import json
from collections.abc import Iterator
from typing import NamedTuple

import httpx
import pytest

from cli.events.sources import a_service
from deploy.services import service_names
from shared.plumbing.http.body_limit import MOST_BYTES, MOST_COMMAS
from shared.plumbing.http.problems import PROBLEM
from tests.contract.test_bodies import DOCUMENTS, EXAMPLES

JSON = "application/json"
PATHS = {"{number}": "1", "{place}": "0", "{version}": "1", "{district}": "12.11"}


class Operation(NamedTuple):
    method: str
    path: str
    takes: frozenset[str]
    """The media types of its body."""


def operations(service: str) -> Iterator[Operation]:
    for template, methods in DOCUMENTS[service]["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {})
            yield Operation(method.upper(), filled_in(template), frozenset(body))


def filled_in(template: str) -> str:
    parts = template.split("/")
    return "/".join(PATHS.get(part, "bi") if part[:1] == "{" else part for part in parts)


@pytest.fixture(params=service_names())
def service(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def client(service: str) -> httpx.AsyncClient:
    """Of a service that believes itself ready. It has no database."""
    built = a_service(service)
    built.ready = True
    transport = httpx.ASGITransport(built.app())
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")


async def test_an_address_that_does_not_exist_is_a_problem(client: httpx.AsyncClient) -> None:
    answer = await client.get("/no/such/address")

    assert problem_of(answer) == (404, "http-404")


async def test_a_method_that_an_address_does_not_take_is_a_problem(
    client: httpx.AsyncClient, service: str
) -> None:
    paths = {operation.path for operation in operations(service)}

    answers = [await client.request("PATCH", path) for path in paths]

    assert {problem_of(answer) for answer in answers} == {(405, "http-405")}
    assert all(answer.headers["allow"] for answer in answers)


async def test_a_body_that_is_too_large_is_a_problem(
    client: httpx.AsyncClient, service: str
) -> None:
    headers = {"content-type": JSON, "content-length": str(MOST_BYTES + 1)}

    answers = [
        await client.request(each.method, each.path, headers=headers)
        for each in operations(service)
        if JSON in each.takes or each.method == "GET"
    ]

    assert {problem_of(answer) for answer in answers} == {(413, "http-413")}


@pytest.mark.parametrize("service", sorted(EXAMPLES))
@pytest.mark.parametrize(
    ("media", "content", "statuses"),
    [
        ("text/plain", b"{}", {415}),
        (JSON, b"{", {422}),
        (JSON, b"0", {422}),
        (JSON, b"[" * 100_000, {400, 422}),
        (JSON, b"9" * 100_000, {400, 422}),
        (JSON, b"[" + b"[]," * MOST_COMMAS + b"[],0]", {413}),
    ],
    ids=["no-json", "broken", "another-kind", "deep", "long-number", "many-values"],
)
async def test_a_body_of_another_form_is_a_problem(
    client: httpx.AsyncClient, service: str, media: str, content: bytes, statuses: set[int]
) -> None:
    headers = {"content-type": media}

    answers = [
        await client.request(each.method, each.path, content=content, headers=headers)
        for each in operations(service)
        if JSON in each.takes
    ]

    assert answers
    assert {problem_of(answer)[0] for answer in answers} <= statuses


def problem_of(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == PROBLEM
    return answer.status_code, json.loads(answer.content)["title"]
