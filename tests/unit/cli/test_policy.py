"""The service is asked what a policy would change; the file travels as it is."""

import json
from pathlib import Path

import httpx
import pytest
import respx

from cli.policy import simulate
from deploy.embedded.errors import PlatformError

URL = "http://endorsement.example"


def test_a_policy_file_is_sent_as_json_with_its_dates(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    path.write_text("version: 3\nagencies: [{id: bi, formerly: [{name: B, until: 2026-01-31}]}]\n")
    answer = {"ballots": 0, "changed": 0, "counts": {}, "changes": []}

    with respx.mock:
        door = respx.post(f"{URL}/policies/simulation").respond(json=answer)
        simulate(policy=path, url=URL)

    [agency] = json.loads(door.calls.last.request.content)["agencies"]
    assert agency == {"id": "bi", "formerly": [{"name": "B", "until": "2026-01-31"}]}


def test_the_faults_that_the_service_finds_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    path.write_text("version: 3\n")
    faults = [{"field": "body.quorum", "problem": "Field required"}]
    problem = {"title": "invalid", "detail": "The request is not well formed.", "errors": faults}

    with respx.mock:
        respx.post(f"{URL}/policies/simulation").mock(httpx.Response(422, json=problem))
        with pytest.raises(PlatformError, match=r"body\.quorum: Field required"):
            simulate(policy=path, url=URL)


@pytest.mark.parametrize(("name", "why"), [("absent", "cannot be read"), ("broken", "is not YAML")])
def test_a_file_that_is_no_yaml_is_not_sent(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "broken").write_text("version: [")

    with pytest.raises(PlatformError, match=why):
        simulate(policy=tmp_path / name, url=URL)
