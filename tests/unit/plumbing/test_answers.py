"""The sender of a dead letter gets an answer, at whatever step the message fails."""

from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import ConsumerRecord

from shared.contracts.endorsement import VoteWithdrawn
from shared.plumbing.core.aggregate import Input
from shared.plumbing.core.failures import Invalid, Retryable
from shared.plumbing.kafka.consumer import Inbox, Incoming, Subscription, Task
from tests.support.running import BALLOTS
from tests.support.viewing import an_event

ANSWER = "answer: too long"


class Sink:
    """Refuses these causes, and keeps the others."""

    kind: Any = SimpleNamespace(name="ballot")

    def __init__(self, *invalid: str) -> None:
        self._invalid = invalid
        self.applied: list[str] = []
        self.is_away = False

    async def apply(self, messages: Sequence[Input]) -> None:
        causes = [message.cause for message in messages]
        if any(cause in self._invalid for cause in causes):
            raise Invalid("too long")
        if self.is_away and ANSWER in causes:
            raise Retryable("MongoDB is away")
        self.applied += causes


class DeadLetters:
    def __init__(self) -> None:
        self.reasons: list[str] = []

    async def bury(self, _record: ConsumerRecord, reason: str, _attempts: int) -> None:
        self.reasons.append(reason)


def an_inbox(sink: Sink, dead_letters: DeadLetters) -> Inbox:
    def route(incoming: Incoming) -> Iterable[Task]:
        yield sink, Input("u1", incoming.envelope.id, incoming.data)

    def answer(_topic: str, _value: bytes, why: str) -> Iterable[Task]:
        yield sink, Input("u1", f"answer: {why}", None)

    subscription = Subscription(
        "voting", {VoteWithdrawn: "counts it"}, route, [BALLOTS], answer=answer
    )
    return Inbox(subscription, dead_letters)


def a_record(event_id: str) -> ConsumerRecord:
    raw = an_event(event_id).model_dump_json().encode()
    return ConsumerRecord(BALLOTS, 0, 3, 0, 0, b"u1", raw, None, 2, len(raw), ())


async def test_a_message_that_turns_out_invalid_when_it_is_applied_is_answered() -> None:
    sink, dead_letters = Sink("ballot/u1:1:0"), DeadLetters()

    await an_inbox(sink, dead_letters).take([a_record("ballot/u1:1:0"), a_record("ballot/u1:2:0")])

    assert dead_letters.reasons == ["too long"]
    assert sink.applied == [ANSWER, "ballot/u1:2:0"]


async def test_an_answer_that_is_invalid_itself_stops_nothing() -> None:
    sink, dead_letters = Sink("ballot/u1:1:0", ANSWER), DeadLetters()

    await an_inbox(sink, dead_letters).take([a_record("ballot/u1:1:0"), a_record("ballot/u1:2:0")])

    assert dead_letters.reasons == ["too long"]
    assert sink.applied == ["ballot/u1:2:0"]


async def test_while_the_database_is_away_the_answer_waits_and_nothing_is_buried_twice() -> None:
    sink, dead_letters = Sink("ballot/u1:1:0"), DeadLetters()
    inbox, batch = an_inbox(sink, dead_letters), [a_record("ballot/u1:1:0")]
    sink.is_away = True
    with pytest.raises(Retryable):
        await inbox.take(batch)

    sink.is_away = False
    await inbox.take(batch)

    assert dead_letters.reasons == ["too long"]
    assert sink.applied == [ANSWER]
