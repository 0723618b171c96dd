"""`./sentra rebuild` waits until the new views are live."""

import json

import httpx
import pytest
import respx

from cli.rebuild import rebuild

PORTAL = "http://portal:8000"


@respx.mock
def test_the_command_ends_when_the_new_views_are_live(capsys: pytest.CaptureFixture[str]) -> None:
    respx.post(f"{PORTAL}/rebuild").respond(json={"umkm": {"live": 1, "next": 2}})
    status = respx.get(f"{PORTAL}/status").mock(
        side_effect=[
            httpx.Response(200, json={"views": None}),
            httpx.Response(200, json={"views": {"umkm": {"live": 2, "next": None}}}),
        ]
    )

    code = rebuild(url=(PORTAL,), json=True)

    assert (code, status.call_count) == (0, 2)
    assert json.loads(capsys.readouterr().out) == {PORTAL: {"views": {"umkm": 2}}}


@respx.mock
def test_a_service_without_views_has_nothing_to_build(capsys: pytest.CaptureFixture[str]) -> None:
    respx.post(f"{PORTAL}/rebuild").respond(json={})

    code = rebuild(url=(PORTAL,), json=True)

    assert code == 0
    assert json.loads(capsys.readouterr().out) == {PORTAL: {"views": {}}}


@respx.mock
def test_a_service_that_does_not_answer_fails_the_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    respx.post(f"{PORTAL}/rebuild").respond(503)

    code = rebuild(url=(PORTAL,))

    assert code == 1
    assert "503" in capsys.readouterr().out
