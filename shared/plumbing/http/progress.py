"""Progress of long work, as server-sent events."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from fastapi.responses import StreamingResponse

LOOK_EVERY_SECONDS = 0.5
Look = Callable[[], Awaitable[tuple[bytes, bool]]]
"""Returns the present state as JSON, and True at the end."""


def as_server_sent_events(look: Look) -> StreamingResponse:
    """Send an event for each change, until the end."""
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
            await asyncio.sleep(LOOK_EVERY_SECONDS)
