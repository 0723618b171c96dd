"""What a person had erased does not come back when a client or an operator repeats something."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from aiokafka import TopicPartition

from shared.contracts.endorsement import VoteWithdrawn
from shared.contracts.envelope import Event
from shared.contracts.intake import ContactChanged
from shared.plumbing.core.aggregate import Outgoing
from shared.plumbing.core.runner import Runner
from shared.plumbing.dead_letters.dead_letter import DeadLetter
from tests.support.counting import COUNTING, Count, Counted, TickingClock, a_message
from tests.support.engine import Disk, MemoryHistories


def decide(_state: Counted, command: Count, _now: datetime) -> Sequence[Event]:
    counted = VoteWithdrawn(umkm_id=command.key, agency="bi", vote_id=command.label)
    contact = ContactChanged(umkm_id=command.key, business_name="Kopi", owner_name="Tiurma")
    return [counted, contact]


class Published:
    def __init__(self) -> None:
        self.topics: list[str] = []

    async def publish(self, events: Sequence[Outgoing]) -> None:
        self.topics += [event.topic for event in events]


def a_runner(published: Published, disk: Disk) -> Runner[Counted]:
    kind = replace(COUNTING, decide=decide)
    return Runner(kind, MemoryHistories(kind, disk), published, TickingClock())


async def test_a_contact_that_was_published_does_not_go_out_again_with_a_repeated_request() -> None:
    published = Published()
    runner = a_runner(published, Disk())
    await runner.apply([a_message("a")])

    await runner.apply([a_message("a")])

    assert published.topics == [VoteWithdrawn.topic, ContactChanged.topic, VoteWithdrawn.topic]


async def test_a_contact_that_perhaps_never_went_out_does_go_out() -> None:
    disk, published = Disk(), Published()
    await a_runner(Published(), disk).save([a_message("a")], pending=True)  # then it dies

    await a_runner(published, disk).apply([a_message("a")])

    assert published.topics == [VoteWithdrawn.topic, ContactChanged.topic]


def a_dead_letter(topic: str, value: bytes | None) -> DeadLetter:
    return DeadLetter(
        topic=topic,
        partition=0,
        offset=3,
        at="2026-01-05T03:00:00Z",
        group="notify",
        reason="a bug",
        attempts=3,
        left_out=0,
        key=b"umkm-1",
        value=value,
        headers=(),
        where=TopicPartition(f"{topic}.dlq", 0),
        position=0,
    )


def test_the_dead_letter_of_a_contact_cannot_be_sent_again() -> None:
    with pytest.raises(ValueError, match=r"intake\.contact\.v1/0/0 may have been erased"):
        a_dead_letter(ContactChanged.topic, b"{}").require_redrivable()


@pytest.mark.parametrize(
    ("topic", "value"), [(ContactChanged.topic, None), (VoteWithdrawn.topic, b"{}")]
)
def test_an_erasure_and_an_event_that_stays_can_be_sent_again(
    topic: str, value: bytes | None
) -> None:
    a_dead_letter(topic, value).require_redrivable()
