"""The loop of an agency: a batch of recommendations in, votes out, then the offsets.

It has only what an outside agency has: the contract, the address of Kafka and its own topic.
A failure ends the process. A supervisor starts it again, and nothing is lost: offsets are
committed after the votes were acknowledged, and a vote sent twice has the same id, so it counts
once.
"""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord
from pydantic import ValidationError

from examples.agency.opinions import OPINIONS, opinion_of
from shared.contracts.endorsement import VOTES_TOPIC, CastVote
from shared.contracts.envelope import CONTENT_TYPE, CloudEvent, envelope_of
from shared.contracts.intake import UmkmRecommended

HEADERS = [("content-type", CONTENT_TYPE.encode())]
Recommendation = envelope_of(UmkmRecommended)
Vote = envelope_of(CastVote)


async def vote_for_ever(agency: str, kafka: str) -> None:
    """Vote on everything that is recommended, until cancelled."""
    consumer = AIOKafkaConsumer(
        UmkmRecommended.topic,
        bootstrap_servers=kafka,
        group_id=f"agency-{agency}",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all", linger_ms=5)
    async with consumer, producer:
        while True:
            batch = await consumer.getmany(timeout_ms=500, max_records=500)
            records = [record for portion in batch.values() for record in portion]
            votes = [build_vote(agency, each) for each in recommendations(records)]
            sent = [await _send(producer, agency, vote) for vote in votes]
            await asyncio.gather(*sent)
            if records:
                await consumer.commit()


def recommendations(records: Iterable[ConsumerRecord]) -> Iterable[CloudEvent[UmkmRecommended]]:
    """Pick those out that can be read; other types on the topic are none of our business."""
    for record in records:
        try:
            yield Recommendation.model_validate_json(record.value or b"")
        except ValidationError:
            continue


def build_vote(agency: str, recommended: CloudEvent[UmkmRecommended]) -> CloudEvent[CastVote]:
    """Answer one recommendation: the same event has the same vote id, a mended one its own."""
    about = recommended.data
    opinion = opinion_of(OPINIONS[agency], about, agency)
    vote_id = f"{agency}/{recommended.id}"
    return Vote(
        id=vote_id,
        source=f"/agencies/{agency}",
        type=CastVote.type,
        subject=about.umkm_id,
        time=datetime.now(UTC),
        correlationid=recommended.correlationid,
        causationid=recommended.id,
        data=CastVote(
            umkm_id=about.umkm_id,
            choice=opinion.choice,
            score=opinion.score,
            reason=opinion.reason,
            reference=vote_id[-100:],
        ),
    )


async def _send(
    producer: AIOKafkaProducer, agency: str, vote: CloudEvent[CastVote]
) -> asyncio.Future[object]:
    value = vote.model_dump_json(exclude_none=True).encode()
    sent: asyncio.Future[object] = await producer.send(
        VOTES_TOPIC.format(agency=agency), value, key=vote.subject.encode(), headers=HEADERS
    )
    return sent
