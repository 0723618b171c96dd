"""The offset moves when all is done for good, and never before."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest
from aiokafka.errors import KafkaTimeoutError

from shared.plumbing.kafka.bus import Member
from tests.integration.endorsement.gate import put_a_gate
from tests.integration.endorsement.hall import Hall, Replica
from tests.integration.endorsement.messages import BALLOTS, Sent, a_vote, votes_of
from tests.support.engines import Engines
from tests.support.waiting import until, until_true

pytestmark = [pytest.mark.engines, pytest.mark.timeout(120)]
BATCH = 20
LONGEST_POLL_SECONDS = 3.0


@dataclass
class Trouble:
    """Lets everything pass until a test makes it fail."""

    error: Exception | None = None
    topic: str = ""
    met: list[float] = field(default_factory=list)

    def meet(self, topic: str) -> None:
        if self.error and self.topic in topic:
            self.met.append(time.monotonic())
            raise self.error

    def begin(self, topic: str, error: Exception) -> None:
        self.topic, self.error, self.met = topic, error, []

    def end(self) -> None:
        self.error = None


@pytest.fixture(scope="module")
async def hall(engines: Engines) -> AsyncIterator[Hall]:
    settings = {
        "retry_in_place_seconds": 0.5,
        "max_poll_interval_ms": int(LONGEST_POLL_SECONDS * 1000),
        "batch_size": BATCH,
    }
    async with Hall.open(engines, **settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def trouble() -> Trouble:
    return Trouble()


@pytest.fixture(scope="module")
async def replica(hall: Hall, trouble: Trouble) -> Replica:
    opened = await hall.replica(lambda service: put_a_gate(service, trouble.meet))

    async def nothing_waits() -> bool:
        return bool((await opened.door.get("/status")).json()["lag"] == 0)

    await until("older messages are dealt with", nothing_waits)
    return opened


@pytest.fixture
def member(replica: Replica) -> Member:
    assert replica.service.member
    return replica.service.member


def malformed(vote: Sent) -> Sent:
    return replace(vote, value=b"{")


@pytest.mark.parametrize(
    ("error", "words"),
    [(KafkaTimeoutError(), "Kafka did not acknowledge"), (ValueError("a bug"), "bug: ValueError")],
    ids=["the broker does not answer", "a bug of ours"],
)
async def test_while_a_message_cannot_be_put_aside_its_offset_does_not_move(
    hall: Hall, replica: Replica, trouble: Trouble, error: Exception, words: str
) -> None:
    [umkm] = hall.umkm("stuck")
    trouble.begin(".dlq", error)
    await hall.send(malformed(a_vote(umkm)), a_vote(umkm))
    await until_true("it was tried several times", lambda: len(trouble.met) > 3)
    health = await replica.health()
    [bad, good] = [r for r in await hall.records(votes_of("bi")) if r.key == umkm.encode()]
    committed = await hall.committed(bad.topic, bad.partition)
    facts_before = await hall.facts([umkm])

    trouble.end()

    await hall.answered([umkm], f"bi/{umkm}")
    await hall.committed_past(good.topic, good.partition, good.offset)
    assert (committed, facts_before) == (bad.offset, [])
    assert (health["healthy"], words in health["waits_for"]) == (False, True)
    letters = [each for each in await hall.letters(bad.topic) if each.key == umkm.encode()]
    assert [(letter.offset, letter.value) for letter in letters] == [(bad.offset, b"{")]
    assert (await replica.health())["healthy"]


async def test_in_a_long_outage_the_consumer_pauses_stays_in_its_group_and_takes_nothing_in(
    hall: Hall, replica: Replica, member: Member, trouble: Trouble
) -> None:
    umkm = hall.umkm("long", 10 * BATCH)
    assigned = member.consumer.assignment()
    trouble.begin(BALLOTS, KafkaTimeoutError())
    await hall.send(*(a_vote(each) for each in umkm))
    await until_true("it pauses", member.consumer.paused)
    paused = member.consumer.paused()
    held_back = await _not_taken(member)

    def is_long() -> bool:
        return bool(trouble.met) and trouble.met[-1] - trouble.met[0] > 2 * LONGEST_POLL_SECONDS

    await until_true("it has lasted longer than the longest poll", is_long)
    batches = member.batches
    trouble.end()

    await hall.answered(umkm, *(f"bi/{each}" for each in umkm))
    assert (paused, member.consumer.assignment()) == (assigned, assigned)
    assert held_back == len(umkm), "it went back to the first of each partition"
    assert not [each for each in await hall.letters(votes_of("bi")) if "long" in str(each.key)]
    assert member.batches >= batches + len(umkm) // BATCH, "no batch was larger for it"
    assert (await replica.health())["healthy"]


async def _not_taken(member: Member) -> int:
    """How many votes of one agency lie before the consumer."""
    mine = [tp for tp in member.consumer.assignment() if tp.topic == votes_of("bi")]
    ends = await member.consumer.end_offsets(mine)
    return sum([ends[tp] - await member.consumer.position(tp) for tp in mine])
