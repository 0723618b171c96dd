"""`./sentra replay` asks each service once and says what came of it."""

import json
from pathlib import Path

import httpx
import pytest
import respx

from cli.replay import replay
from deploy.embedded.errors import PlatformError

INTAKE, NOTIFY = "http://intake:8000", "http://notify:8000/"


@respx.mock
def test_what_was_published_again_is_told_by_service(capsys: pytest.CaptureFixture[str]) -> None:
    respx.post("http://intake:8000/replay").respond(json={"nomination": 3300, "round": 46})
    respx.post("http://notify:8000/replay").respond(json={"notice": 12})

    code = replay(url=(INTAKE, NOTIFY), json=True)

    assert code == 0
    assert json.loads(capsys.readouterr().out) == {
        INTAKE: {"events": {"nomination": 3300, "round": 46}},
        NOTIFY: {"events": {"notice": 12}},
    }


@respx.mock
def test_contacts_are_published_again_where_they_are_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    route = respx.post("http://intake:8000/replay?erasable=true").respond(json={"nomination": 9})

    code = replay(url=(INTAKE,), contacts=True)

    assert (code, route.called) == (0, True), capsys.readouterr().out


@respx.mock
def test_a_service_that_does_not_answer_is_named_and_fails_the_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    respx.post("http://intake:8000/replay").respond(503)
    respx.post("http://notify:8000/replay").mock(side_effect=httpx.ConnectError("refused"))

    code = replay(url=(INTAKE, NOTIFY))

    shown = capsys.readouterr().out
    assert code == 1
    assert "it answered 503" in shown
    assert "refused" in shown


def test_nothing_that_runs_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlatformError, match="Nothing runs on"):
        replay(data=tmp_path)


def test_names_and_addresses_do_not_go_together() -> None:
    with pytest.raises(PlatformError, match="not both"):
        replay("intake", url=(INTAKE,))
