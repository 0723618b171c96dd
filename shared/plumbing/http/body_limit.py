"""Limits how much of a body is read into memory, with or without a Content-Length."""

from collections.abc import Collection

from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 3 * 1024 * 1024
"""Enough for a thousand votes with the longest reasons. To read more JSON at once would hold up
all other requests for too long.
"""
MOST_COMMAS = 100_000
"""Reading JSON takes time for each value, and there is a comma before each. In 3 MB there can be a
million empty lists, which take 0.4 s. A thousand votes with reasons have a tenth of the commas.
"""
TOO_LARGE = 413


class BodyLimit:
    """The first middleware. Routes that stream uploads to disk have limits of their own."""

    def __init__(self, app: ASGIApp, uploads: Collection[str], problem: JSONResponse) -> None:
        """`uploads`: their paths, such as `/rounds/{round_id}/imports`. They are posted."""
        self._app, self._problem = app, problem
        self._uploads = [compile_path(path)[0] for path in uploads]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._is_upload(scope):
            await self._app(scope, receive, send)
        elif announced_bytes(scope) > MOST_BYTES:
            await self._problem(scope, receive, send)
        else:
            await self._limited(scope, receive, send)

    def _is_upload(self, scope: Scope) -> bool:
        path, is_posted = scope["path"], scope["method"] == "POST"
        return is_posted and any(upload.match(path) for upload in self._uploads)

    async def _limited(self, scope: Scope, receive: Receive, send: Send) -> None:
        came, commas = 0, 0

        def is_too_large() -> bool:
            return came > MOST_BYTES or commas > MOST_COMMAS

        async def counting() -> Message:
            nonlocal came, commas
            message = await receive()
            part = message.get("body", b"")
            came += len(part)
            commas += part.count(b",")
            if is_too_large():
                raise ClientDisconnect  # the app reads no more
            return message

        async def answering(message: Message) -> None:
            if not is_too_large():
                await send(message)
            elif message["type"] == "http.response.start":
                await self._problem(scope, receive, send)

        await self._app(scope, counting, answering)


def announced_bytes(scope: Scope) -> int:
    """The Content-Length of a request, or 0."""
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0
