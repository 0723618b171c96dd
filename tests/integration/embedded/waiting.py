"""Wait for a condition, with a deadline instead of a sleep."""

import asyncio
import time
from collections.abc import Callable


async def until(condition: Callable[[], bool], *, within: float = 30.0) -> None:
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not true within {within:g} s")
        await asyncio.sleep(0.02)
