"""One agency floods its topic: others are served while its votes wait."""

import sys
from collections.abc import AsyncIterator
from dataclasses import replace

import orjson
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.topics import ensure_topics
from shared.plumbing.core.kafka_server import KafkaServer
from tests.integration.endorsement.hall import Hall, Replica
from tests.integration.endorsement.messages import a_vote, votes_of
from tests.support.engines import EmbeddedEngines
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(400)]
FLOOD = 100_000
UMKM = 5_000


@pytest.fixture
async def flooded() -> AsyncIterator[Hall]:
    """On engines of its own, because later tests should not read all these votes."""
    engines = EmbeddedEngines()
    await engines.start()
    try:
        await ensure_topics(KafkaServer(engines.kafka_bootstrap))
        async with Hall.open(engines, batch_size=1000) as hall:
            await flood(hall)
            yield hall
    finally:
        await engines.stop()


async def flood(hall: Hall) -> None:
    ids = hall.umkm("flood", UMKM)
    whole = orjson.loads(a_vote(ids[0], "disperindag").value or b"")
    for n in range(FLOOD):
        umkm = ids[n % UMKM]
        whole |= {"id": f"flood-{n}", "subject": umkm}
        whole["data"]["umkm_id"] = umkm
        sent = replace(a_vote(umkm, "disperindag"), value=orjson.dumps(whole))
        await hall.producer.send(sent.topic, sent.value, key=sent.key)
    await hall.producer.flush()


async def test_others_are_answered_while_a_hundred_thousand_votes_of_one_agency_wait(
    flooded: Hall,
) -> None:
    assert await waiting(flooded, "disperindag") == FLOOD
    replica = await flooded.replica()

    async def begun() -> bool:
        return await waiting(flooded, "disperindag") < FLOOD

    await until("the replica has begun with the flood", begun)
    ahead = await waiting(flooded, "disperindag")
    [umkm] = flooded.umkm("other")
    await flooded.send(a_vote(umkm, "bi"))
    await until("the vote of the other agency counts", lambda: is_counted(replica, umkm))
    left = await waiting(flooded, "disperindag")

    sys.stdout.write(
        f"{ahead - left:,} votes of the flood were dealt with before it, {left:,} were left\n"
    )
    assert left > FLOOD / 2


async def is_counted(replica: Replica, umkm: str) -> bool:
    answer = await replica.door.get(f"/ballots/{umkm}")
    return answer.is_success and "bi" in answer.json()["votes"]


async def waiting(hall: Hall, agency: str) -> int:
    """How many votes of this agency the group has not dealt with."""
    topic = votes_of(agency)
    where = [TopicPartition(topic, n) for n in await hall.producer.partitions_for(topic)]
    consumer = AIOKafkaConsumer(
        bootstrap_servers=hall.engines.kafka_bootstrap,
        group_id=hall.group,
        enable_auto_commit=False,
    )
    async with consumer:
        ends = await consumer.end_offsets(where)
        return sum([ends[each] - (await consumer.committed(each) or 0) for each in where])
