"""Something that goes on for a while, told as server-sent events."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from fastapi.responses import StreamingResponse

TOLD_EVERY_SECONDS = 0.5
Look = Callable[[], Awaitable[tuple[bytes, bool]]]
"""How it is now, as JSON, and whether nothing more is to be told."""


def told_as_events(look: Look) -> StreamingResponse:
    """Send an event whenever something has changed, until nothing more is to be told."""
    return StreamingResponse(_events(look), media_type="text/event-stream")


async def _events(look: Look) -> AsyncIterator[bytes]:
    before = b""
    is_over = False
    while not is_over:
        now, is_over = await look()
        if now != before:
            before = now
            yield b"event: progress\ndata: " + now + b"\n\n"
        if not is_over:
            await asyncio.sleep(TOLD_EVERY_SECONDS)
