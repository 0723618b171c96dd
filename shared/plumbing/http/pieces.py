"""Bodies of requests and files, piece by piece."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import Request


async def parts_within(request: Request, seconds: float) -> AsyncIterator[bytes]:
    """Give a body as it comes; raises TimeoutError where it takes longer than that."""
    until = asyncio.get_running_loop().time() + seconds
    body = request.stream()
    while True:
        async with asyncio.timeout_at(until):
            part = await anext(body, None)
        if part is None:
            return
        yield part


async def pieces_of_size(parts: AsyncIterator[bytes], size: int) -> AsyncIterator[bytes]:
    """Cut what comes in into pieces of one size; the last piece may be shorter."""
    waiting = bytearray()
    async for part in parts:
        waiting += part
        while len(waiting) >= size:
            yield bytes(waiting[:size])
            del waiting[:size]
    if waiting:
        yield bytes(waiting)
