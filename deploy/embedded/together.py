"""Starts several things at once. The first failure stops the others and is reported."""

import asyncio
from collections.abc import Coroutine

from deploy.embedded.errors import PlatformError


async def together(*starting: Coroutine[None, None, None]) -> None:
    failures: list[PlatformError] = []
    try:
        async with asyncio.TaskGroup() as group:
            for each in starting:
                group.create_task(each)
    except* PlatformError as failed:
        failures.extend(each for each in failed.exceptions if isinstance(each, PlatformError))
    if failures:
        raise failures[0]
