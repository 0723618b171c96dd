"""OpenID Connect for an embedded platform: discovery, codes with PKCE, client credentials."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route
from starlette.types import ASGIApp

from deploy.embedded.accounts import AUDIENCE, PROGRAM
from deploy.embedded.login_page import login_page
from shared.plumbing.access import Role, RoleGrant
from shared.plumbing.access.callers import REACHES
from shared.plumbing.http.names import OwnNames

ALGORITHM, KEY_ID = "ES256", "embedded"
TOKEN_SECONDS = 15 * 60
CODE_SECONDS = 60.0
MOST_CODES = 1_000
MOST_BYTES = 16_384
ON_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
PORTAL = "sentra-portal"
KEPT = ("client_id", "redirect_uri", "state", "nonce", "code_challenge")


class OAuthRefusal(Exception):  # noqa: N818 - an answer of the protocol (RFC 6749, 5.2)
    def __init__(self, error: str, sentence: str) -> None:
        super().__init__(sentence)
        self.error, self.sentence = error, sentence


@dataclass(frozen=True)
class LoginCode:
    """What a person agreed to, until the portal fetches the token."""

    user: str
    request: Mapping[str, str]
    ends_at: float


@dataclass
class EmbeddedIssuer:
    address: str
    key: ECKey
    secret: str
    users: Mapping[str, str]
    """Names by `<role>` or `<role> <reach>`."""
    codes: dict[str, LoginCode] = field(default_factory=dict)

    def app(self) -> ASGIApp:
        routes = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.describe),
                Route("/keys", self.show_keys),
                Route("/authorize", self.choose, methods=["GET"]),
                Route("/authorize", self.agree, methods=["POST"]),
                Route("/token", self.give, methods=["POST"]),
            ],
            exception_handlers={OAuthRefusal: _refused},
        )
        unknown = PlainTextResponse("Use 127.0.0.1 or localhost.", 421)
        foreign = PlainTextResponse("A page of another site sent this.", 403)
        return OwnNames(routes, (), unknown, foreign)

    async def describe(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code", "client_credentials"],
                "code_challenge_methods_supported": ["S256"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": [ALGORITHM],
                "token_endpoint_auth_methods_supported": ["none", "client_secret_post"],
            }
        )

    async def show_keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def choose(self, request: Request) -> Response:
        """The page on which a person chooses who to be."""
        login = _checked(dict(request.query_params))
        return HTMLResponse(login_page(self.users, login), headers=_NOT_FRAMED)

    async def agree(self, request: Request) -> Response:
        form = await _form(request)
        login = _checked(form)
        if form.get("user") not in self.users:
            raise OAuthRefusal("access_denied", "there is no such user")
        code, now = secrets.token_urlsafe(32), time.monotonic()
        live = {name: each for name, each in self.codes.items() if each.ends_at > now}
        self.codes = dict(list(live.items())[-MOST_CODES:])
        self.codes[code] = LoginCode(form["user"], login, now + CODE_SECONDS)
        query = {"code": code} | ({"state": login["state"]} if "state" in login else {})
        joint = "&" if urlsplit(login["redirect_uri"]).query else "?"
        return RedirectResponse(f"{login['redirect_uri']}{joint}{urlencode(query)}", 303)

    async def give(self, request: Request) -> Response:
        form = await _form(request)
        match form.get("grant_type"):
            case "authorization_code":
                answer = self._for_person(form)
            case "client_credentials":
                answer = self._for_program(form)
            case _:
                raise OAuthRefusal("unsupported_grant_type", "use a code or a secret")
        return JSONResponse(answer, headers={"cache-control": "no-store"})

    def _for_person(self, form: Mapping[str, str]) -> dict[str, Any]:
        """Give the tokens for a code, once (RFC 7636)."""
        code = self.codes.pop(form.get("code", ""), None)
        if code is None or code.ends_at <= time.monotonic():
            raise OAuthRefusal("invalid_grant", "this code is not valid any more")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        is_same = all(
            form.get(each) == code.request[each] for each in ("client_id", "redirect_uri")
        )
        if not (is_same and hmac.compare_digest(challenge, code.request["code_challenge"])):
            raise OAuthRefusal("invalid_grant", "the code belongs to another request")
        answer = self._tokens(code.user)
        about_login = {"aud": code.request["client_id"]}
        if nonce := code.request.get("nonce"):
            about_login["nonce"] = nonce
        return answer | {"id_token": self._signed(code.user, "JWT", about_login)}

    def _for_program(self, form: Mapping[str, str]) -> dict[str, Any]:
        secret = form.get("client_secret", "").encode()
        is_right = hmac.compare_digest(secret, self.secret.encode())
        if form.get("client_id") != PROGRAM or not is_right:
            raise OAuthRefusal("invalid_client", "the secret is another one")
        return self._tokens(form.get("scope", ""))

    def _tokens(self, user: str) -> dict[str, Any]:
        token = self._signed(user, "at+jwt", {"aud": AUDIENCE})
        return {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}

    def _signed(self, user: str, kind: str, more: Mapping[str, str]) -> str:
        """Mentors and owners need no entry among the users."""
        role, _, reach = user.partition(" ")
        try:
            RoleGrant(Role(role), reach or None)
        except ValueError as error:
            raise OAuthRefusal("invalid_scope", str(error)) from error
        now = int(time.time())
        claims = {
            "iss": self.address,
            "sub": user.replace(" ", "/"),
            "name": self.users.get(user, user),
            "roles": [role],
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "jti": secrets.token_hex(8),
        }
        if reach:
            claims[REACHES[Role(role)]] = reach
        header = {"alg": ALGORITHM, "kid": KEY_ID, "typ": kind}
        return jwt.encode(header, {**claims, **more}, self.key)


_NOT_FRAMED = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'",
    "cache-control": "no-store",
}


def _checked(login: Mapping[str, str]) -> dict[str, str]:
    """A request for a code. It goes to this machine only, and with a challenge (PKCE)."""
    address = urlsplit(login.get("redirect_uri", ""))
    if login.get("client_id") != PORTAL:
        raise OAuthRefusal("unauthorized_client", "this client is not known")
    if address.scheme not in {"http", "https"} or address.hostname not in ON_THIS_MACHINE:
        raise OAuthRefusal("invalid_request", "redirect_uri is not on this machine")
    if login.get("response_type", "code") != "code":
        raise OAuthRefusal("unsupported_response_type", "ask for a code")
    if not login.get("code_challenge") or login.get("code_challenge_method", "S256") != "S256":
        raise OAuthRefusal("invalid_request", "code_challenge with S256 is needed")
    return {name: login[name] for name in KEPT if login.get(name)}


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise OAuthRefusal("invalid_request", "the form is too long")
    try:
        values = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=50)
    except ValueError:
        raise OAuthRefusal("invalid_request", "the form cannot be read") from None
    return {name: each[0] for name, each in values.items()}


async def _refused(_request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, OAuthRefusal)  # noqa: S101 - what it was registered for
    status = 401 if refusal.error == "invalid_client" else 400
    body = {"error": refusal.error, "error_description": refusal.sentence}
    return JSONResponse(body, status)
