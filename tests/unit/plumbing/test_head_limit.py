"""A request that the HTTP server cannot read is answered with a problem, and costs no memory."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import Request
from uvicorn.config import Config
from uvicorn.server import ServerState

from shared.plumbing.http import HeadLimit, build_app
from shared.plumbing.http.head_limit import LONGEST_ADDRESS, MOST_BYTES
from shared.plumbing.http.problems import PROBLEM

MEGABYTE = b"x" * 1024 * 1024
CHUNKED = b"POST /count HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n0\r\n"


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """Of a server that counts the bytes of a body."""
    app = build_app("counting", "Counts.")

    @app.post("/count")
    async def count(request: Request) -> int:
        return len(await request.body())

    config, state = Config(app, log_config=None), ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: HeadLimit(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    async with server:
        yield server.sockets[0].getsockname()[1]


async def answer_to(request: bytes, port: int) -> bytes:
    """Send bytes that may be no request, and read the problem that comes back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.readuntil(b"}")
    writer.close()
    return answer


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET /%s HTTP/1.1\r\nhost: a\r\n\r\n" % (b"x" * LONGEST_ADDRESS), 414),
        (b"GET /?a=%s HTTP/1.1\r\nhost: a\r\n\r\n" % MEGABYTE, 414),
        (b"GET / HTTP/1.1\r\nhost: a\r\nx: %s\r\n\r\n" % MEGABYTE, 431),
        (b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * MOST_BYTES, 431),
        (CHUNKED + b"x: " + MEGABYTE, 431),
        (b"nothing like it\r\n\r\n", 400),
    ],
    ids=["address", "endless-address", "header", "headers", "trailer", "no-http"],
)
async def test_what_cannot_be_read_is_a_problem(
    port: int, request_bytes: bytes, status: int
) -> None:
    answer = await answer_to(request_bytes, port)

    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert PROBLEM.encode() in answer
    assert b'"urn:sentra:problem:http-%d"' % status in answer


async def test_a_long_address_and_a_large_body_are_read(port: int) -> None:
    url = f"http://127.0.0.1:{port}/count?reason={'x' * (LONGEST_ADDRESS - 100)}"

    async with httpx.AsyncClient() as client:
        answers = [await client.post(url, content=MEGABYTE) for _ in range(2)]

    assert [answer.json() for answer in answers] == [len(MEGABYTE)] * 2
