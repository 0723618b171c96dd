"""Runs a child process that reads a file, and gives its frames to the service."""

import asyncio
from collections.abc import AsyncGenerator

import structlog

from shared.plumbing.run.child import has_failed, running
from shared.tables import limits
from shared.tables.frames import LENGTH_BYTES
from shared.tables.unreadable import Unreadable, UnreadableFileError

log = structlog.get_logger()
_UNCAUGHT = 1
"""The exit code of Python for an exception that nobody caught."""


async def frames_of(module: str, *words: str) -> AsyncGenerator[bytes]:
    """Run a module of ours and yield each frame that it writes.

    Raises UnreadableFileError when the child is killed, is silent or writes too much at once.
    Raises Retryable when the child was told to stop, RuntimeError when its own code failed.
    """
    async with running(module, *words) as child:
        while (raw := await _frame(child, module)) is not None:
            yield raw


async def _frame(child: asyncio.subprocess.Process, module: str) -> bytes | None:
    assert child.stdout  # noqa: S101 - it is a pipe
    try:
        async with asyncio.timeout(limits.FRAME_WALL_SECONDS):
            length = int.from_bytes(await child.stdout.readexactly(LENGTH_BYTES), "big")
            if length > limits.FRAME_BYTES:
                raise UnreadableFileError(Unreadable.TOO_HEAVY)
            return await child.stdout.readexactly(length) if length else None
    except TimeoutError:
        log.warning("files.child-silent", seconds=limits.FRAME_WALL_SECONDS)
    except asyncio.IncompleteReadError:
        await has_failed(child, module)
        if child.returncode == _UNCAUGHT:
            raise RuntimeError(f"{module} failed by a fault of ours") from None
    raise UnreadableFileError(Unreadable.TOO_HEAVY)
