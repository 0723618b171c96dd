"""Requests to services on this machine, without proxies and without a client library."""

import asyncio
import contextlib
import json
from http.client import HTTPConnection, HTTPException
from typing import Any

HOST = "127.0.0.1"


async def ask(
    port: int, path: str, *, method: str = "GET", within: float = 2.0, token: str | None = None
) -> tuple[int, Any]:
    """Return the status and the JSON, or None. Raises OSError if away."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return await asyncio.to_thread(_ask, port, path, method, within, headers)


async def is_ready(port: int) -> bool:
    try:
        status, _ = await ask(port, "/ready")
    except OSError:
        return False
    return status == 200  # noqa: PLR2004 - HTTP's own number


async def accepts_connections(port: int) -> bool:
    """True if a program listens on the port."""
    try:
        _, writer = await asyncio.open_connection(HOST, port)
    except OSError:
        return False
    writer.close()
    with contextlib.suppress(OSError):  # it listens, even if it closes the connection
        await writer.wait_closed()
    return True


def _ask(
    port: int, path: str, method: str, within: float, headers: dict[str, str]
) -> tuple[int, Any]:
    connection = HTTPConnection(HOST, port, timeout=within)
    try:
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        body = response.read()
    except HTTPException as failure:
        raise OSError(f"not an HTTP answer: {failure!r}") from failure
    finally:
        connection.close()
    try:
        return response.status, json.loads(body)
    except ValueError:
        return response.status, None
