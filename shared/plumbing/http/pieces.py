"""Bodies of requests and files, piece by piece."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import Request


async def parts_within(request: Request, seconds: float) -> AsyncIterator[bytes]:
    """Yield a body as it comes. Raises TimeoutError if it takes longer."""
    until = asyncio.get_running_loop().time() + seconds
    body = request.stream()
    while True:
        async with asyncio.timeout_at(until):
            part = await anext(body, None)
        if part is None:
            return
        yield part


async def pieces_of_size(parts: AsyncIterator[bytes], size: int) -> AsyncIterator[bytes]:
    """Cut a stream into pieces of one size. The last piece may be shorter."""
    waiting = bytearray()
    async for part in parts:
        waiting += part
        while len(waiting) >= size:
            yield bytes(waiting[:size])
            del waiting[:size]
    if waiting:
        yield bytes(waiting)
