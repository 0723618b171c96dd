"""A policy is judged by its service, and the running service simulates it."""

import json
from pathlib import Path

import httpx
import pytest
import respx

from cli.policy import check, simulate
from deploy.embedded.errors import PlatformError

URL = "http://endorsement.example"
SHIPPED = Path(__file__).parents[3] / "services" / "endorsement" / "policies" / "2.yaml"


def test_a_policy_that_was_shipped_can_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    check(SHIPPED)

    assert capsys.readouterr().out == f"{SHIPPED} is version 2, with 3 agencies.\n"


def test_a_file_that_is_no_policy_is_refused_with_its_faults(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    path.write_text("version: 3\n")

    with pytest.raises(PlatformError, match=r"(?s)is no policy:.*quorum: Field required"):
        check(path)


@respx.mock
def test_the_service_simulates_the_policy_of_a_file() -> None:
    answer = {"ballots": 0, "changed": 0, "counts": {}, "changes": []}
    door = respx.post(f"{URL}/policies/simulation").respond(json=answer)

    simulate(policy=SHIPPED, url=URL)

    assert json.loads(door.calls.last.request.content)["version"] == 2


@respx.mock
def test_a_refusal_of_the_service_is_shown() -> None:
    problem = {"title": "try-again", "detail": "MongoDB is away."}
    respx.post(f"{URL}/policies/simulation").mock(httpx.Response(503, json=problem))

    with pytest.raises(PlatformError, match="MongoDB is away"):
        simulate(policy=SHIPPED, url=URL)
