"""The body of a request, part by part."""

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
