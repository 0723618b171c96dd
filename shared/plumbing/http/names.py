"""Refuses what a foreign web page sends through the browser of somebody who may reach us."""

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

_ONLY_READS = frozenset({"GET", "HEAD", "OPTIONS"})


class OwnNames:
    """Checks the headers `Host` and `Origin` before anything else is read.

    A page can point a name of its own at our address (DNS rebinding); then it may read what we
    answer. It cannot do so with an address, nor with a name without a dot, such as `localhost` or
    `intake`. So only other names have to be known.
    """

    def __init__(
        self, app: ASGIApp, names: Collection[str], unknown_name: Response, foreign: Response
    ) -> None:
        self._app, self._names = app, frozenset(names)
        self._unknown_name, self._foreign = unknown_name, foreign

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app: ASGIApp = self._app
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            if not self._is_ours(headers.get("host", "")):
                app = self._unknown_name
            elif scope["method"] not in _ONLY_READS and self._is_foreign(headers):
                app = self._foreign
        await app(scope, receive, send)

    def _is_ours(self, host: str) -> bool:
        name = _name_in(f"//{host}")
        return "." not in name or name in self._names or _is_address(name)

    def _is_foreign(self, headers: Headers) -> bool:
        """Whether a page of another site sends it, and not a program."""
        if (origin := headers.get("origin")) is None:
            return False
        is_same = origin.partition("://")[2] == headers.get("host")
        return not is_same and _name_in(origin) not in self._names


def _name_in(url: str) -> str:
    """The name of the host, without a port. Empty if there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:  # `[::1`
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
