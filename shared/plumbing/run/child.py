"""Child processes that work on files of others. A crash ends the child only."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from shared.plumbing.core.failures import Retryable

log = structlog.get_logger()
ROOT = Path(__file__).parents[3]
PIPE, NOWHERE, OUR_OWN = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL, None
_PIPE_BYTES = 1024 * 1024
_TOLD_TO_STOP = frozenset({-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP})


@asynccontextmanager
async def running(
    module: str, *words: str, stdin: int = NOWHERE, errors: int | None = NOWHERE
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run one of our modules in a child. It ends with this block at the latest.

    Its stderr is dropped, because a traceback could hold the content of a file. Use `errors` only
    for public content. The module sets its own limits.
    """
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *words),
        stdin=stdin,
        stdout=PIPE,
        stderr=errors,
        limit=_PIPE_BYTES,
        cwd=ROOT,
        # A signal to the service group would kill the child, and the file would look bad.
        # When the service is killed, the child ends at the closed pipe.
        start_new_session=True,
        # Without our settings: they hold passwords and the identity key.
        env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
    )
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


async def answer(
    module: str, *words: str, stdin: bytes = b"", within: float, errors: int | None = NOWHERE
) -> bytes | None:
    """Return the output of one of our modules. None if it fails or takes longer.

    Raises Retryable if it was told to stop.
    """
    async with running(module, *words, stdin=PIPE, errors=errors) as child:
        try:
            async with asyncio.timeout(within):
                output, _ = await child.communicate(stdin)
        except TimeoutError:
            log.warning("child.silent", module=module, seconds=within)
            return None
        return None if await has_failed(child, module) else output


async def has_failed(child: asyncio.subprocess.Process, module: str) -> bool:
    """Wait for its end. Raises Retryable if it was told to stop."""
    code = await child.wait()
    if code:
        log.warning("child.died", module=module, code=code)
    if code in _TOLD_TO_STOP:  # the machine stops; the file is not to blame
        raise Retryable("a process was told to stop") from None
    return bool(code)
