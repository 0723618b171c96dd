"""A command asks with the account of this machine's platform, or with the one of a file."""

from pathlib import Path

import httpx
import pytest
import respx

from cli.accounts import Authorization, tokens_for
from cli.running import NothingRuns
from cli.token import token
from deploy.embedded.errors import PlatformError
from shared.plumbing.access import Role

URL = "http://intake:8001/rounds"


@respx.mock
def sent_with(account: httpx.Auth) -> str | None:
    route = respx.get(URL).respond(json=[])
    with httpx.Client(auth=account) as client:
        client.get(URL)
    header: str | None = route.calls.last.request.headers.get("authorization")
    return header


def test_the_token_of_the_file_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "token"
    file.write_text("t-1\n")
    monkeypatch.setenv("SENTRA_TOKEN_FILE", str(file))
    account = Authorization(tokens_for(tmp_path, outside=True), Role.PROVINCE)

    first, _, second = sent_with(account), file.write_text("t-2"), sent_with(account)

    assert (first, second) == ("Bearer t-1", "Bearer t-2")


def test_a_file_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTRA_TOKEN_FILE", str(tmp_path / "token"))

    with pytest.raises(PlatformError, match="SENTRA_TOKEN_FILE"):
        sent_with(Authorization(tokens_for(tmp_path), Role.PROVINCE))


def test_a_platform_elsewhere_is_sent_no_token_of_this_machine(tmp_path: Path) -> None:
    account = Authorization(tokens_for(tmp_path, outside=True), Role.PROVINCE)

    assert sent_with(account) is None


def test_without_a_platform_there_is_no_token(tmp_path: Path) -> None:
    with pytest.raises(NothingRuns):
        token(Role.PROVINCE, data=tmp_path)


@pytest.mark.parametrize(
    ("role", "reach", "needs"),
    [
        (Role.DISTRICT, {}, "needs --district"),
        (Role.DISTRICT, {"agency": "bi"}, "needs --district"),
        (Role.OWNER, {}, "needs --umkm"),
        (Role.PROVINCE, {"district": "12.01"}, "needs no reach"),
    ],
)
def test_a_role_gets_the_reach_that_it_has(
    role: Role, reach: dict[str, str], needs: str, tmp_path: Path
) -> None:
    with pytest.raises(PlatformError, match=needs):
        token(role, data=tmp_path, **reach)
