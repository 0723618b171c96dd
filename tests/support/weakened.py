"""The protocol with one part left out at a time, to show that the exploration would notice."""

import asyncio
from dataclasses import fields
from datetime import datetime
from typing import Any

from shared.plumbing.core.aggregate import Change, Input, Outgoing, Snapshot
from shared.plumbing.core.published import PublishedMarks, S
from shared.plumbing.kafka.publisher import KafkaPublisher, append
from tests.support.counting import Counted
from tests.support.design import Design, ShortRunner
from tests.support.engine import Document, MemoryHistories


class TrustingMarks(PublishedMarks):
    """Take every older entry for published."""

    def floor(self, change: Change[S]) -> int:
        return change.before.version


class TrustingRunner(ShortRunner):
    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.published = TrustingMarks(1000)


class DeafPublisher(KafkaPublisher):
    """Does not look at the acknowledgements."""

    async def _judge(self, _producer: Any, _sent: Any) -> None:
        return


class HastyPublisher(KafkaPublisher):
    """Sends all record batches of a partition at once."""

    async def _send_portion(
        self, producer: Any, where: tuple[str, int], events: list[Outgoing]
    ) -> None:
        batches = [producer.create_batch()]
        for event in events:
            if not append(batches[-1], event):
                batches.append(producer.create_batch())
                append(batches[-1], event)
        await asyncio.gather(*(self._send_batch(producer, where, batch) for batch in batches))


class UnguardedHistories(MemoryHistories[Counted]):
    """Saves whatever others saved meanwhile."""

    def _lost_race(self, _change: Change[Counted], _held: Document | None) -> bool:
        return False


class ThriftyHistories(MemoryHistories[Counted]):
    """Sets no pending mark where the writer remembers one; a relay may just have cleared it."""

    def _save(self, change: Change[Counted], held: Document | None) -> None:
        super()._save(change, held)
        if change.before.pending and held and held.pending is None:
            self.disk.documents[change.key].pending = None


class ForgetfulSnapshot(Snapshot[Counted]):
    """Knows no cause."""

    def version_of(self, _cause: str) -> int | None:
        return None


class ForgetfulRunner(ShortRunner):
    """Has no inbox."""

    def _decide(
        self,
        key: str,
        before: Snapshot[Counted],
        messages: list[Input],
        now: datetime,
        pending: bool,
    ) -> Change[Counted]:
        known = {field.name: getattr(before, field.name) for field in fields(before)}
        return super()._decide(key, ForgetfulSnapshot(**known), messages, now, pending)


class ShortSightedRunner(ShortRunner):
    """Does not look into the archive for old causes."""

    async def _with_archived_causes(
        self, _todo: dict[str, list[Input]], loaded: dict[str, Snapshot[Counted]]
    ) -> dict[str, Snapshot[Counted]]:
        return loaded


WEAKENED = {
    "older entries are taken for published": Design(runner=TrustingRunner),
    "acknowledgements are not judged": Design(publisher=DeafPublisher),
    "there is no relay": Design(relay=False),
    "batches of a partition are sent at once": Design(publisher=HastyPublisher),
    "the version is not guarded": Design(histories=UnguardedHistories),
    "a pending mark is taken from memory": Design(histories=ThriftyHistories),
    "offsets are committed before publishing": Design(commit_first=True),
    "there is no inbox": Design(runner=ForgetfulRunner),
    "the archive is not searched": Design(runner=ShortSightedRunner),
}
