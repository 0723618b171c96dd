"""Runs until Ctrl-C or SIGTERM, and ends cleanly."""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine
from typing import Any

ENDED_BY_USER = 130


def run_until_signal(main: Coroutine[Any, Any, int]) -> int:
    """Return what `main` returns; a signal cancels it and waits, a second one ends at once.

    The children die with us however we end, so the second one leaves nothing behind either.
    """
    return asyncio.run(_run(main))


async def _run(main: Coroutine[Any, Any, int]) -> int:
    task = asyncio.ensure_future(main)

    def stop() -> None:
        if task.cancelling():
            os._exit(ENDED_BY_USER)
        sys.stderr.write("\nStopping everything (a second Ctrl-C stops at once).\n")
        task.cancel()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop)
    try:
        return await task
    except asyncio.CancelledError:
        return ENDED_BY_USER
