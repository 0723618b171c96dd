"""The gate before all doors: it knows the caller before a body is read."""

from collections.abc import Collection
from urllib.parse import parse_qs

import structlog
from fastapi import Response
from starlette.datastructures import Headers
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from shared.plumbing.access.authenticating import Authenticate
from shared.plumbing.access.callers import Caller, admit, enter, present_caller
from shared.plumbing.access.refusals import TokenRefused
from shared.plumbing.core.failures import Retryable
from shared.plumbing.http.doors import Door
from shared.plumbing.http.problems import rendered
from shared.plumbing.http.reach import forbidden

log = structlog.get_logger()


class Doorkeeper:
    """Authenticates and authorises. A caller without an account may still do everything."""

    def __init__(self, app: ASGIApp, doors: Collection[Door], authenticate: Authenticate) -> None:
        self._app, self._authenticate = app, authenticate
        self._doors = [(door, compile_path(door.path)[0]) for door in doors]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = await self._judged(scope)
        if isinstance(answer, Response):
            await answer(scope, receive, send)
            return
        if answer:
            send = _checked(answer, scope["path"], send)
        with bound_contextvars(actor=present_caller().id or None):
            await self._app(scope, receive, send)

    async def _judged(self, scope: Scope) -> "Response | Caller | None":
        """A refusal, or the caller who must be asked for the reach, or None."""
        enter(Caller(""))
        if (met := self._door_of(scope)) is None:
            return None  # the app knows no such address or method
        door, of_path = met
        token = _bearer(Headers(scope=scope).get("authorization"))
        if token is None or door.shows_all_alike:
            return None
        try:
            caller = await self._authenticate(token)
        except TokenRefused as refused:
            return _unknown(refused.code)
        except Retryable:
            return _away()
        if not admit(caller, door.to, _parameters(scope, of_path)):
            return None if door.is_open else _forbidden(door)
        enter(caller)
        return caller if caller.is_limited else None

    def _door_of(self, scope: Scope) -> tuple[Door, dict[str, str]] | None:
        for door, pattern in self._doors:
            if door.method == scope["method"] and (match := pattern.match(scope["path"])):
                return door, match.groupdict()
        return None


def _checked(caller: Caller, path: str, send: Send) -> Send:
    """Hold back an answer for which nobody asked whether the caller reaches it."""
    is_held = False

    async def checking(message: Message) -> None:
        nonlocal is_held
        if message["type"] == "http.response.start":
            is_held = message["status"] < 400 and not caller.has_asked  # noqa: PLR2004 - HTTP
            if is_held:
                log.error("door.did-not-ask", path=path)
                await _bug()({"type": "http"}, _nothing, send)
                return
        if not is_held:
            await send(message)

    return checking


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def _bearer(header: str | None) -> str | None:
    """The token of a request. Another scheme is no token, so it opens nothing."""
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _parameters(scope: Scope, of_path: dict[str, str]) -> dict[str, list[str]]:
    query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    return query | {name: [value] for name, value in of_path.items()}


def _unknown(code: str) -> Response:
    words = {
        "expired": ("Masa berlaku token ini sudah habis; masuk lagi.", "This token has expired."),
        "unknown-key": ("Kunci API ini tidak dikenal.", "This API key is not known."),
    }
    indonesian, english = words.get(
        code, ("Token ini tidak berlaku di sini.", "This token is not valid here.")
    )
    response = rendered(401, code, indonesian, message_en=english)
    response.headers["www-authenticate"] = 'Bearer error="invalid_token"'
    return response


def _forbidden(door: Door) -> Response:
    audiences = ", ".join(sorted({str(each.role) for each in door.to}))
    problem = forbidden(f"This door is for: {audiences}, each within its own reach.")
    return rendered(problem.status, problem.code, problem.detail, **problem.more)


def _away() -> Response:
    english = "The provider of the token cannot be asked now; try again."
    response = rendered(
        503, "try-again", "Penyedia akun sedang tidak terjangkau; coba lagi.", message_en=english
    )
    response.headers["retry-after"] = "5"
    return response


def _bug() -> Response:
    english = "The service did not check who may see this; it was written to the log."
    indonesian = "Layanan tidak memeriksa siapa yang boleh melihat ini; hal ini sudah dicatat."
    return rendered(500, "unchecked", indonesian, message_en=english)
