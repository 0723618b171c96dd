"""Gives every request a correlation id, and an answer if it breaks off."""

import structlog
from fastapi import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars
from uuid_utils.compat import uuid7

from shared.plumbing.core.requests import present_request, remember_request
from shared.plumbing.core.traces import well_formed
from shared.plumbing.http.problems import rendered

log = structlog.get_logger()


class Correlated:
    """Attaches the correlation id to everything that a request causes. A bug becomes a 500.

    Plain ASGI: with Starlette's base class a long poll does not notice that its client left.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, begun = Headers(scope=scope), False
        known = _context_of(headers)

        async def stamped(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                own = MutableHeaders(scope=message)
                own["x-correlation-id"] = known["correlation"]
                if (request := present_request()) and request.replayed:
                    own["idempotent-replayed"] = "true"
            await send(message)

        remember_request(None)
        with bound_contextvars(**known):
            try:
                await self._app(scope, receive, stamped)
            except ClientDisconnect:  # a phone lost its signal
                log.info("request.cut-off", path=scope["path"])
                if not begun:
                    await _cut_off()(scope, receive, stamped)
            except Exception as error:
                if begun:
                    raise
                await _bug(scope["path"], error)(scope, receive, stamped)


def _context_of(headers: Headers) -> dict[str, str]:
    proposed = headers.get("x-correlation-id", "")[:100]
    correlation = (
        proposed if proposed.isascii() and proposed.isprintable() and proposed else str(uuid7())
    )
    known = {"correlation": correlation}
    if trace := well_formed(headers.get("traceparent")):
        known["traceparent"] = trace
    return known


def _cut_off() -> Response:
    english = "The request ended before its body was complete."
    return rendered(400, "cut-off", "Permintaan ini terputus; kirim lagi.", message_en=english)


def _bug(path: str, error: Exception) -> Response:
    log.error("request.bug", path=path, exc_info=error)
    indonesian = "Ada kesalahan di sistem kami; kesalahannya sudah dicatat. Beri tahu provinsi."
    english = "Something went wrong on our side; it was written to the log."
    return rendered(500, "bug", indonesian, message_en=english)
