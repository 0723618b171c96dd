"""Commands on one aggregate wait for each other, so that they do not race within a process."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from shared.plumbing.core.aggregate import Applied, Input
from shared.plumbing.core.failures import HeldByAnother, Retryable

MOST_WAITING = 1_000
"""Commands on one aggregate. One more is put off."""
MOST_AT_ONCE = 250
Save = Callable[[Sequence[Input]], Awaitable[list[Applied]]]
Waiting = list[tuple[Input, "asyncio.Future[Applied]"]]


class CommandQueue:
    """While one write is on its way, later commands gather, and the next write takes them all.

    Two replicas still race for the write; the guard in the database decides.
    """

    def __init__(self, save: Save) -> None:
        self._save = save
        self._waiting: dict[str, Waiting] = {}
        self._work: set[asyncio.Task[None]] = set()

    async def put(self, message: Input) -> Applied:
        """Returns the receipt. Raises Retryable if too many wait, or as saving does."""
        if (waiting := self._waiting.get(message.key)) is None:
            waiting = self._waiting[message.key] = []
            work = asyncio.create_task(self._work_off(message.key, waiting))
            self._work.add(work)
            work.add_done_callback(self._work.discard)
        if len(waiting) >= MOST_WAITING:
            raise Retryable(f"{MOST_WAITING} requests wait for {message.key}")
        receipt: asyncio.Future[Applied] = asyncio.get_running_loop().create_future()
        waiting.append((message, receipt))
        return await receipt

    async def _work_off(self, key: str, waiting: Waiting) -> None:
        """A task of its own: a client that leaves takes no other one's answer with it."""
        try:
            while waiting:
                together = waiting[:MOST_AT_ONCE]
                del waiting[:MOST_AT_ONCE]
                await self._answer(together)
        finally:
            del self._waiting[key]

    async def _answer(self, together: Waiting) -> None:
        try:
            receipts = await self._save([message for message, _ in together])
        except Exception as error:  # noqa: BLE001 - it belongs to the requests
            is_of_one = not isinstance(error, Retryable) or isinstance(error, HeldByAnother)
            if is_of_one and len(together) > 1:
                for one in together:
                    await self._answer([one])
                return
            for _, receipt in together:
                if not receipt.done():  # else its client left
                    receipt.set_exception(error)
        else:
            for (_, receipt), answer in zip(together, receipts, strict=True):
                if not receipt.done():
                    receipt.set_result(answer)
