"""A token of an OpenID provider opens doors only if all of it is right."""

import base64
import hmac
from collections.abc import Callable
from typing import Any

import pytest
from joserfc.jwk import ECKey

from shared.plumbing.access.callers import Role, RoleGrant
from shared.plumbing.access.refusals import TokenRefused
from shared.plumbing.access.tokens import ASK_AGAIN_SECONDS, LEEWAY_SECONDS
from shared.plumbing.core.failures import Retryable
from tests.support.tokens import NOW, Provider

KEYCLOAK = {"claims": {"roles": "realm_access.roles", "name": "preferred_username"}}
ZITADEL_ROLES = "urn:zitadel:iam:org:project:roles"


@pytest.fixture
def provider() -> Provider:
    return Provider()


async def test_a_token_names_its_caller_with_the_roles_and_their_reach(provider: Provider) -> None:
    caller = await provider.tokens().caller_of(provider.sign())

    assert (caller.id, caller.name) == ("province/s-1", "Rina")
    assert caller.grants == {RoleGrant(Role.DISTRICT, "12.01")}


@pytest.mark.parametrize(
    ("settings", "claims"),
    [
        (KEYCLOAK, {"realm_access": {"roles": ["district", "offline_access"]}, "typ": "Bearer"}),
        (
            {"claims": {"roles": ZITADEL_ROLES}},
            {ZITADEL_ROLES: {"district": {"1": "sumut.example"}}},
        ),
        ({}, {"roles": "district other"}),
    ],
    ids=["keycloak", "zitadel", "words"],
)
async def test_the_claims_of_usual_providers_are_read(
    provider: Provider, settings: dict[str, Any], claims: dict[str, Any]
) -> None:
    token = provider.sign(**{"roles": None} | claims)

    caller = await provider.tokens(**settings).caller_of(token)

    assert caller.grants == {RoleGrant(Role.DISTRICT, "12.01")}


@pytest.mark.parametrize(
    "claims",
    [
        {"roles": ["root"]},
        {"roles": []},
        {"roles": None},
        {"roles": 5},
        {"district": None},
        {"district": {}},
        {"roles": ["auditor"]},
    ],
    ids=["unknown", "none", "missing", "number", "no-reach", "empty-reach", "not-of-this-issuer"],
)
async def test_a_role_that_the_issuer_may_not_give_opens_nothing(
    provider: Provider, claims: dict[str, Any]
) -> None:
    caller = await provider.tokens().caller_of(provider.sign(**claims))

    assert not caller.grants


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"exp": None},
        {"exp": "soon"},
        {"exp": NOW - LEEWAY_SECONDS - 5},
        {"nbf": NOW + LEEWAY_SECONDS + 5},
        {"iat": NOW + LEEWAY_SECONDS + 5},
        {"sub": None},
        {"sub": 5},
        {"sub": "s" * 300},
        {"typ": "ID"},
        {"typ": "Refresh"},
        {"nonce": "n-1"},
    ],
    ids=str,
)
async def test_a_wrong_claim_opens_nothing(provider: Provider, claims: dict[str, Any]) -> None:
    with pytest.raises(TokenRefused):
        await provider.tokens().caller_of(provider.sign(**claims))


@pytest.mark.parametrize("header", [{"typ": "dpop+jwt"}, {"kid": None}, {"kid": "k9"}], ids=str)
async def test_a_wrong_header_opens_nothing(provider: Provider, header: dict[str, Any]) -> None:
    with pytest.raises(TokenRefused):
        await provider.tokens().caller_of(provider.sign(header))


def unsigned(provider: Provider) -> str:
    """`alg: none`, without a signature."""
    payload = provider.sign().split(".")[1]
    header = base64.urlsafe_b64encode(b'{"alg":"none","kid":"k1"}').decode().rstrip("=")
    return f"{header}.{payload}."


def signed_with_the_public_key(provider: Provider) -> str:
    """As if the public key were a shared secret."""
    payload = provider.sign().split(".")[1]
    header = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"k1"}').decode().rstrip("=")
    secret = provider.key.as_pem(private=False)
    signature = hmac.digest(secret, f"{header}.{payload}".encode(), "sha256")
    return f"{header}.{payload}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def signed_by_another(_: Provider) -> str:
    """Signed with a key that the token brings along."""
    other = ECKey.generate_key("P-256", {"kid": "k1"})
    header = {"jwk": other.as_dict(private=False), "jku": "https://evil.example/keys"}
    return Provider(key=other).sign(header)


def tampered(provider: Provider) -> str:
    head, _, signature = provider.sign().split(".")
    return ".".join((head, provider.sign(roles=["province"]).split(".")[1], signature))


def of_another_algorithm(provider: Provider) -> str:
    provider.key = ECKey.generate_key("P-384", {"kid": "k1"})
    return provider.sign({"alg": "ES384"})


@pytest.mark.parametrize(
    "forged",
    [
        unsigned,
        signed_with_the_public_key,
        signed_by_another,
        tampered,
        of_another_algorithm,
        lambda provider: provider.sign() + "A",
        lambda provider: provider.sign()[:-9],
        lambda _: "",
        lambda _: "a.b.c",
        lambda _: "ä.b.c",
        lambda provider: provider.sign(more="x" * 9_000),
    ],
)
async def test_a_forged_token_opens_nothing(
    provider: Provider, forged: Callable[[Provider], str]
) -> None:
    tokens = provider.tokens()
    await tokens.caller_of(provider.sign())

    with pytest.raises(TokenRefused):
        await tokens.caller_of(forged(provider))


async def test_the_keys_of_a_provider_are_fetched_once(provider: Provider) -> None:
    tokens = provider.tokens()

    for _ in range(3):
        await tokens.caller_of(provider.sign())

    assert len(provider.fetched) == 2


async def test_a_new_key_is_fetched_but_not_at_every_forged_token(provider: Provider) -> None:
    tokens = provider.tokens()
    await tokens.caller_of(provider.sign())
    provider.key = ECKey.generate_key("P-256", {"kid": "k2"})
    token = provider.sign({"kid": "k2"})

    for _ in range(3):
        with pytest.raises(TokenRefused):
            await tokens.caller_of(token)
    fetched_before = len(provider.fetched)
    provider.now += ASK_AGAIN_SECONDS

    assert (await tokens.caller_of(token)).is_known
    assert fetched_before == 2


async def test_a_provider_that_is_away_stops_nobody_whose_key_is_known(provider: Provider) -> None:
    tokens = provider.tokens()
    await tokens.caller_of(provider.sign())
    provider.away = True
    provider.now += ASK_AGAIN_SECONDS

    with pytest.raises(TokenRefused):
        await tokens.caller_of(provider.sign({"kid": "k9"}))

    assert (await tokens.caller_of(provider.sign())).is_known


async def test_while_no_key_is_known_everybody_is_asked_to_try_again(provider: Provider) -> None:
    provider.away = True
    tokens = provider.tokens()

    for _ in range(2):
        with pytest.raises(Retryable):
            await tokens.caller_of(provider.sign())

    assert len(provider.fetched) == 1
