"""What officers said of headings is listed with who and when, and can be forgotten."""

import json

import httpx
import pytest
import respx

from cli.headings import IntakeChoice, forget, list_
from deploy.embedded.errors import PlatformError

INTAKE = "http://intake:8000"
HERE = IntakeChoice(url=INTAKE)
KNOWN = {
    "district": "12.11",
    "fingerprint": "f1",
    "headings": ["No", "Nama [1]", ""],
    "fields": {"0": [], "1": ["owner_name"], "2": ["village", "subdistrict"]},
    "officer": "Ibu Sari",
    "confirmed_at": "2026-11-02T03:04:05Z",
}


@respx.mock
def test_headings_are_listed_with_their_fields_and_who_said_so_when(
    capsys: pytest.CaptureFixture[str],
) -> None:
    route = respx.get(f"{INTAKE}/headings").respond(json=[KNOWN])

    list_(district="12.11", where=HERE)

    shown = capsys.readouterr().out
    assert route.calls.last.request.url.params["district"] == "12.11"
    assert "12.11 f1  Ibu Sari, 2026-11-02 03:04 UTC" in shown
    assert "Nama [1] -> owner_name" in shown
    assert "No -> -" in shown
    assert "(no heading) -> village, subdistrict" in shown


@respx.mock
def test_headings_are_listed_for_programs_too(capsys: pytest.CaptureFixture[str]) -> None:
    respx.get(f"{INTAKE}/headings").respond(json=[KNOWN])

    list_(where=HERE, as_json=True)

    assert json.loads(capsys.readouterr().out) == [KNOWN]


@respx.mock
def test_a_list_without_entries_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    respx.get(f"{INTAKE}/headings").respond(json=[])

    list_(where=HERE)

    assert "Nothing is remembered" in capsys.readouterr().out


@respx.mock
def test_an_answer_is_forgotten_and_what_is_not_known_is_named() -> None:
    respx.delete(f"{INTAKE}/headings/12.11/f1").respond(204)
    problem = {"title": "no-headings", "detail": "12.11 said nothing of f2."}
    respx.delete(f"{INTAKE}/headings/12.11/f2").respond(404, json=problem)

    forget("12.11", "f1", where=HERE)

    with pytest.raises(PlatformError, match="said nothing of f2"):
        forget("12.11", "f2", where=HERE)


@respx.mock
def test_an_intake_that_does_not_answer_is_named() -> None:
    respx.get(f"{INTAKE}/headings").mock(side_effect=httpx.ConnectError("refused"))

    with pytest.raises(PlatformError, match="Intake did not answer"):
        list_(where=HERE)
