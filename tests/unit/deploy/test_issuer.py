"""The issuer of an embedded platform gives tokens as any OpenID provider does."""

import base64
import hashlib
import subprocess
import sys
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from joserfc.jwk import ECKey

from deploy.embedded.accounts import AUDIENCE, PROGRAM
from deploy.embedded.oidc import KEY_ID, PORTAL, EmbeddedIssuer
from deploy.embedded.places import ROOT
from shared.plumbing.access import Role, RoleGrant
from shared.plumbing.access.issuers import Issuer
from shared.plumbing.access.refusals import TokenRefused
from shared.plumbing.access.tokens import Tokens

ADDRESS = "http://127.0.0.1:8090"
SECRET = "a secret of the tests"  # noqa: S105
USERS = {"province": "Petugas provinsi", "district 12.01": "Dinas <Tapanuli Tengah>"}
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode()[:43]
BACK = "http://127.0.0.1:8000/login/back"
LOGIN = {"response_type": "code", "client_id": PORTAL, "redirect_uri": BACK, "state": "s-1"}
LOGIN |= {"code_challenge": CHALLENGE, "code_challenge_method": "S256", "nonce": "n-1"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def client() -> httpx.AsyncClient:
    key = ECKey.generate_key("P-256", {"kid": KEY_ID})
    issuer = EmbeddedIssuer(ADDRESS, key, SECRET, USERS)
    return httpx.AsyncClient(transport=httpx.ASGITransport(issuer.app()), base_url=ADDRESS)


async def send(client: httpx.AsyncClient, path: str, **form: str) -> httpx.Response:
    return await client.post(path, content=urlencode(form), headers=FORM)


async def verified(client: httpx.AsyncClient, token: str) -> Any:
    async def fetch(address: str) -> dict[str, Any]:
        return dict((await client.get(address)).json())

    issuer = Issuer(
        name="embedded",
        issuer=ADDRESS,
        audience=AUDIENCE,
        algorithms=["ES256"],
        roles={str(role): role for role in Role},
    )
    return await Tokens({ADDRESS: issuer}, fetch).caller_of(token)


async def code_of(client: httpx.AsyncClient, **changes: str) -> str:
    agreed = await send(client, "/authorize", user="district 12.01", **LOGIN | changes)
    return parse_qs(urlsplit(agreed.headers["location"]).query)["code"][0]


async def exchanged(client: httpx.AsyncClient, code: str, **changes: str) -> httpx.Response:
    form = {"grant_type": "authorization_code", "code": code, "code_verifier": VERIFIER}
    form |= {"client_id": PORTAL, "redirect_uri": BACK}
    return await send(client, "/token", **form | changes)


def a_program(scope: str, **changes: str) -> dict[str, str]:
    form = {"grant_type": "client_credentials", "client_id": PROGRAM, "client_secret": SECRET}
    return form | {"scope": scope} | changes


async def test_a_person_chooses_an_account_and_the_portal_gets_its_token(
    client: httpx.AsyncClient,
) -> None:
    page = await client.get("/authorize", params=LOGIN)
    agreed = await send(client, "/authorize", user="district 12.01", **LOGIN)
    back = urlsplit(agreed.headers["location"])
    tokens = (await exchanged(client, parse_qs(back.query)["code"][0])).json()

    caller = await verified(client, tokens["access_token"])

    assert "Dinas &lt;Tapanuli Tengah&gt;" in page.text
    assert (agreed.status_code, back.path) == (303, "/login/back")
    assert parse_qs(back.query)["state"] == ["s-1"]
    assert caller.grants == {RoleGrant(Role.DISTRICT, "12.01")}
    assert caller.name == USERS["district 12.01"]


async def test_an_id_token_opens_no_door(client: httpx.AsyncClient) -> None:
    tokens = (await exchanged(client, await code_of(client))).json()

    with pytest.raises(TokenRefused):
        await verified(client, tokens["id_token"])


async def test_a_code_is_good_once_and_for_its_own_request(client: httpx.AsyncClient) -> None:
    used = await code_of(client)
    first = await exchanged(client, used)
    refused = [
        await exchanged(client, used),
        await exchanged(client, "nothing"),
        await exchanged(client, await code_of(client), code_verifier="x" * 43),
        await exchanged(client, await code_of(client), code_verifier="ä"),
        await exchanged(client, await code_of(client), redirect_uri=BACK + "2"),
        await exchanged(client, await code_of(client), client_id="another"),
    ]

    assert first.status_code == 200
    assert {(each.status_code, each.json()["error"]) for each in refused} == {
        (400, "invalid_grant")
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": "http://127.0.0.1.evil.example/"},
        {"redirect_uri": "javascript:alert(1)"},
        {"code_challenge": ""},
        {"code_challenge_method": "plain"},
        {"client_id": "another"},
        {"response_type": "token"},
    ],
    ids=str,
)
async def test_a_code_goes_to_this_machine_alone_and_with_a_challenge(
    client: httpx.AsyncClient, changes: dict[str, str]
) -> None:
    page = await client.get("/authorize", params=LOGIN | changes)
    agreed = await send(client, "/authorize", user="province", **LOGIN | changes)

    assert (page.status_code, agreed.status_code) == (400, 400)


async def test_nobody_becomes_a_user_who_is_not_there(client: httpx.AsyncClient) -> None:
    agreed = await send(client, "/authorize", user="district 99.99", **LOGIN)

    assert agreed.json()["error"] == "access_denied"


@pytest.mark.parametrize(
    ("scope", "grant"),
    [
        ("province", RoleGrant(Role.PROVINCE)),
        ("mentor rina", RoleGrant(Role.MENTOR, "rina")),
        ("owner u-1", RoleGrant(Role.OWNER, "u-1")),
    ],
)
async def test_a_program_with_the_secret_gets_the_role_it_asks_for(
    client: httpx.AsyncClient, scope: str, grant: RoleGrant
) -> None:
    answer = (await send(client, "/token", **a_program(scope))).json()

    assert (await verified(client, answer["access_token"])).grants == {grant}


@pytest.mark.parametrize(
    ("form", "error"),
    [
        (a_program("province") | {"client_secret": "another"}, "invalid_client"),
        (a_program("province") | {"client_secret": "ä"}, "invalid_client"),
        (a_program("province", client_id=PORTAL), "invalid_client"),
        (a_program("district"), "invalid_scope"),
        (a_program("province 12.01"), "invalid_scope"),
        (a_program("king"), "invalid_scope"),
        (a_program(""), "invalid_scope"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "x" * 20_000}, "invalid_request"),
    ],
)
async def test_what_is_not_a_request_for_a_token_is_refused(
    client: httpx.AsyncClient, form: dict[str, str], error: str
) -> None:
    answer = await send(client, "/token", **form)

    assert answer.json()["error"] == error
    assert answer.is_client_error


async def test_a_page_of_another_site_gets_nothing(client: httpx.AsyncClient) -> None:
    rebound = await client.get("/keys", headers={"host": "evil.example:8090"})
    foreign = await client.post("/token", headers={"origin": "https://evil.example"})

    assert (rebound.status_code, foreign.status_code) == (421, 403)


def test_it_runs_for_an_embedded_platform_alone() -> None:
    command = [sys.executable, "-P", "-m", "deploy.embedded.issuer", "--port=1", "--data=/tmp"]

    ended = subprocess.run(
        command, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert "SENTRA_ENV=embedded" in ended.stderr
