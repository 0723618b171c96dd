"""Waiting for what has to come, instead of sleeping."""

import asyncio
from collections.abc import Awaitable, Callable

PATIENCE_SECONDS = 60.0


async def until(
    what: str, check: Callable[[], Awaitable[bool]], within: float = PATIENCE_SECONDS
) -> None:
    """Wait for a condition; fail with its name when it does not come."""
    try:
        async with asyncio.timeout(within):
            while True:
                if await check():
                    return
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise AssertionError(f"it did not come: {what}") from None


async def until_true(
    what: str, check: Callable[[], object], within: float = PATIENCE_SECONDS
) -> None:
    """Wait for a condition that needs nobody to be asked."""

    async def is_true() -> bool:
        return bool(check())

    await until(what, is_true, within)
