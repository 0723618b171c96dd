"""A consumer that measures from the first batch to the last commit."""

import asyncio
from collections.abc import Sequence

from aiokafka import ConsumerRecord

from shared.plumbing.kafka.bus import Member


class TimedMember(Member):
    """Knows when the last of so many messages is committed."""

    began, ended, committed, expected = 0.0, 0.0, 0, 0
    all_committed: asyncio.Event

    async def seconds_for(self, messages: int) -> float:
        """Consume so many messages."""
        self.expected, self.all_committed = messages, asyncio.Event()
        await self.start()
        await self.all_committed.wait()
        await self.stop()
        return self.ended - self.began

    async def _take(self, records: Sequence[ConsumerRecord]) -> None:
        self.began = self.began or asyncio.get_running_loop().time()
        await super()._take(records)

    async def _commit(self, records: Sequence[ConsumerRecord]) -> None:
        await super()._commit(records)
        self.committed += len(records)
        if self.committed >= self.expected:
            self.ended = asyncio.get_running_loop().time()
            self.all_committed.set()
