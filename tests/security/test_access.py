"""Each door opens to the roles of a table that was written by hand, and to nobody else."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import httpx
import pytest
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from cli.events.sources import a_service
from deploy.services import service_names
from shared.plumbing.access import Caller, DoorAudience, Role, RoleGrant
from shared.plumbing.http.doors import Door
from shared.plumbing.http.gate import Doorkeeper
from shared.plumbing.run.operations import router as operations
from shared.yaml_files import read_yaml

TABLE = read_yaml(Path(__file__).with_name("access.yaml"))
OWN = {Role.DISTRICT: "12.01", Role.AGENCY: "bi", Role.MENTOR: "rina", Role.OWNER: "u-1"}
OTHER = {Role.DISTRICT: "12.02", Role.AGENCY: "bbkp", Role.MENTOR: "budi", Role.OWNER: "u-2"}
NAMED_IN = {"district": Role.DISTRICT, "agency": Role.AGENCY, "umkm_id": Role.OWNER}
"""The parameters that name a reach."""
OPENS, SHUT, UNCHECKED = 204, 403, 500
ANSWERS = {"A": (OPENS, OPENS), "O": (OPENS, SHUT), "H": (UNCHECKED, UNCHECKED), ".": (SHUT, SHUT)}
"""What a role gets with its own reach, and with another's. Nobody here asks for an object."""


@cache
def doors_of(service: str) -> tuple[Door, ...]:
    built = a_service(service)
    own = (door for doors, _ in built.doors for door in doors.doors)
    return (*operations(built).doors, *own)


def rows_of(service: str) -> dict[str, dict[Role, str]]:
    listed = TABLE["every service"] | TABLE[service]
    return {name: dict(zip(Role, row.split(), strict=True)) for name, row in listed.items()}


async def authenticate(token: str) -> Caller:
    """A token of these tests is a role and its reach."""
    role, _, reach = token.partition("@")
    return Caller(f"key/{token}", grants=frozenset({RoleGrant(Role(role), reach or None)}))


async def opens(scope: Scope, receive: Receive, send: Send) -> None:
    await Response(status_code=OPENS)(scope, receive, send)


def request_of(door: Door, role: Role, reaches: dict[Role, str]) -> tuple[str, str]:
    """A token of the role, and the address with everything of `OWN` in its blanks."""
    blanks = {name: OWN[reach] for name, reach in NAMED_IN.items()}
    path = re.sub(r"\{([a-z_]+)(:path)?\}", lambda blank: blanks.get(blank[1], "1"), door.path)
    token = f"{role}@{reaches[role]}" if role in reaches else str(role)
    return token, f"{path}?district={OWN[Role.DISTRICT]}"


async def wrong_answers(service: str, gate: Callable[..., ASGIApp]) -> list[str]:
    """Where the gate does not do what the table says."""
    doors, rows, wrong = doors_of(service), rows_of(service), []
    app = gate(opens, doors, authenticate)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gate") as client:
        for door in doors:
            row = rows[f"{door.method} {door.path}"]
            for role, letter in row.items():
                for reaches, expected in zip((OWN, OTHER), ANSWERS[letter], strict=True):
                    token, url = request_of(door, role, reaches)
                    headers = {"authorization": f"Bearer {token}"}
                    status = (await client.request(door.method, url, headers=headers)).status_code
                    if status != expected:
                        wrong.append(f"{door.method} {url} as {token}: {status}, not {expected}")
    return wrong


@pytest.mark.parametrize("service", service_names())
async def test_each_door_opens_to_its_roles_within_their_reach(service: str) -> None:
    assert await wrong_answers(service, Doorkeeper) == []


@pytest.mark.parametrize("service", service_names())
def test_the_table_has_each_door_and_each_role(service: str) -> None:
    listed = TABLE["every service"] | TABLE[service]

    assert {f"{door.method} {door.path}" for door in doors_of(service)} == listed.keys()
    assert all(len(row.split()) == len(Role) for row in listed.values())


@pytest.mark.parametrize("service", service_names())
def test_each_operation_of_the_document_is_a_door(service: str) -> None:
    document = a_service(service).app().openapi()
    operations = {
        f"{method.upper()} {path}"
        for path, methods in document["paths"].items()
        for method in methods
    }

    assert operations == {
        f"{door.method} {door.path}".replace(":path}", "}") for door in doors_of(service)
    }


class OpenToEverybody(Doorkeeper):
    """Knows nobody."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await opens(scope, receive, send)


def changed(change: Callable[[DoorAudience], DoorAudience]) -> Callable[..., ASGIApp]:
    """A gate whose doors have these audiences."""

    def gate(app: ASGIApp, doors: tuple[Door, ...], known: Callable[..., object]) -> ASGIApp:
        weaker = [Door(each.method, each.path, tuple(map(change, each.to))) for each in doors]
        return Doorkeeper(app, weaker, known)  # type: ignore[arg-type]

    return gate


WEAKENED = {
    "knows nobody": OpenToEverybody,
    "does not compare the reach": changed(lambda each: DoorAudience(each.role, asks=each.asks)),
    "does not insist on asking": changed(lambda each: DoorAudience(each.role, each.parameter)),
}


@pytest.mark.parametrize("weakness", WEAKENED)
async def test_a_weakened_gate_is_noticed(weakness: str) -> None:
    assert await wrong_answers("intake", WEAKENED[weakness])
