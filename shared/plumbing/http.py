"""The HTTP door: problem details (RFC 9457), correlation, and answers to commands."""

import re
from collections.abc import Collection
from typing import Annotated, Any

import structlog
from fastapi import FastAPI, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars, get_contextvars
from uuid_utils.compat import uuid7

from shared.plumbing.aggregate import Applied
from shared.plumbing.asked import fingerprint, remember_asked
from shared.plumbing.body_limit import MOST_BYTES, TOO_LARGE, BodyLimit
from shared.plumbing.failures import STALE, Invalid, Refused, Retryable
from shared.plumbing.traces import well_formed

log = structlog.get_logger()
PROBLEM = "application/problem+json"
ETAG = re.compile(r'(?:W/)?"([0-9]{1,18})"')


class ProblemDetails(BaseModel):
    """An answer that is not a success (RFC 9457)."""

    type: str
    """`urn:sentra:problem:<code>`."""
    title: str
    """The code."""
    status: int
    detail: str
    errors: list[dict[str, str]] | None = None
    """Where the request is not well formed: field and problem."""
    message_en: str | None = None
    """Where `detail` is in Indonesian, because an officer reads it."""


PROBLEMS = {
    "description": "A problem, in words and as a code.",
    "content": {PROBLEM: {"schema": ProblemDetails.model_json_schema()}},
}


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """An answer that is not a success; raised anywhere behind the HTTP door."""

    def __init__(self, status: int, code: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.more = status, code, detail, more


IdempotencyKey = Annotated[
    str | None, Header(alias="idempotency-key", max_length=120, pattern="^[ -~]+$")
]


async def cause_of_request(request: Request, key: IdempotencyKey = None) -> str:
    """Name the request: the same `Idempotency-Key` is the same command, applied once.

    The same key with another body is refused (409).
    """
    if key is None:
        return f"http/{uuid7()}"
    heed_key(request, key, await request.body())
    return f"http/{key}"


def heed_key(request: Request, key: str | None, content: bytes) -> None:
    """Let nothing else be asked under this key; also where the content names the cause."""
    if key is not None:
        remember_asked(request, key, fingerprint(content))


def expected_version(
    if_match: Annotated[str | None, Header(max_length=200)] = None,
) -> int | None:
    """Read the version that an edit is meant for from `If-Match`; None: whichever there is."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = ETAG.fullmatch(if_match.strip())
    if found is None:
        raise Problem(412, STALE, f"If-Match must be the ETag of an answer, not {if_match}.")
    return int(found.group(1))


def etag(version: int) -> str:
    return f'"{version}"'


def accepted(applied: Applied) -> Applied:
    """Pass an applied command on, or raise the refusal as a problem."""
    if applied.refused:
        raise refusal(applied.refused)
    return applied


def refusal(refused: Refused) -> Problem:
    if refused.code == STALE:
        return Problem(412, STALE, refused.detail)
    return Problem(404 if refused.missing else 409, refused.code, refused.detail)


def build_app(
    title: str, description: str, uploads: Collection[str] = (), **kwargs: Any
) -> FastAPI:
    """Every service answers in the same way; paths that end in `uploads` take large bodies."""
    told: dict[int | str, dict[str, Any]] = {"default": PROBLEMS}
    app = FastAPI(title=title, description=description, version="1", responses=told, **kwargs)
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Invalid, _invalid)
    app.add_exception_handler(Retryable, _away)
    app.add_middleware(Correlated)
    too_large = _answer(TOO_LARGE, f"http-{TOO_LARGE}", f"A body has at most {MOST_BYTES:,} bytes.")
    app.add_middleware(BodyLimit, uploads=uploads, problem=too_large)
    return app


def correlation() -> str | None:
    """The id under which everything that follows from the present request is found."""
    return get_contextvars().get("correlation")


def trace() -> str | None:
    """The trace that the present request belongs to (W3C trace context)."""
    return get_contextvars().get("traceparent")


class Correlated:
    """Around every request: an id under which what follows is found, and an answer to our bugs.

    Plain ASGI: Starlette's own base for it hides from a long poll that its client has gone.
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
                MutableHeaders(scope=message)["x-correlation-id"] = known["correlation"]
            await send(message)

        with bound_contextvars(**known):
            try:
                await self._app(scope, receive, stamped)
            except ClientDisconnect:  # a phone has lost its signal
                log.info("request.cut-off", path=scope["path"])
                if not begun:
                    await _cut_off()(scope, receive, stamped)
            except Exception as error:
                if begun:
                    raise
                await _bug(scope["path"], error)(scope, receive, stamped)


def _context_of(headers: Headers) -> dict[str, str]:
    given = headers.get("x-correlation-id", "")[:100]
    correlation = given if given.isascii() and given.isprintable() and given else str(uuid7())
    known = {"correlation": correlation}
    if trace := well_formed(headers.get("traceparent")):
        known["traceparent"] = trace
    return known


def _answer(status: int, code: str, detail: str, **more: Any) -> JSONResponse:
    body = {"type": f"urn:sentra:problem:{code}", "title": code, "status": status}
    return JSONResponse(body | {"detail": detail} | more, status, media_type=PROBLEM)


async def _problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - what it was registered for
    return _answer(error.status, error.code, error.detail, **error.more)


async def _validation(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what it was registered for
    problems = [
        {"field": ".".join(str(part) for part in each["loc"]), "problem": each["msg"]}
        for each in error.errors()
    ]
    return _answer(422, "invalid", "The request is not well formed.", errors=problems)


async def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - what it was registered for
    response = _answer(error.status_code, f"http-{error.status_code}", str(error.detail))
    response.headers.update(error.headers or {})
    return response


async def _invalid(_request: Request, error: Exception) -> Response:
    return _answer(422, "invalid", str(error))


async def _away(_request: Request, error: Exception) -> Response:
    response = _answer(503, "try-again", str(error))
    response.headers["retry-after"] = "5"
    return response


def _cut_off() -> Response:
    return _answer(400, "cut-off", "The request ended before its body was complete.")


def _bug(path: str, error: Exception) -> Response:
    log.error("request.bug", path=path, exc_info=error)
    return _answer(500, "bug", "Something went wrong on our side; it was written to the log.")
