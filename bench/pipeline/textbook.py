"""The textbook FastStream service: one message, one model, one write, one publish, one commit."""

import asyncio
from datetime import UTC, datetime

from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.annotations import KafkaMessage

from bench.pipeline.bare import OUT
from bench.pipeline.votes import vote_topics
from shared.contracts.endorsement import CastVote, VoteCast
from shared.contracts.envelope import CloudEvent, envelope_of
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.mongo import connect


async def run(settings: ServiceSettings, votes: int) -> float:
    """Seconds from the first message to the acknowledgement of the last."""
    client, database = connect(
        settings.mongo_url, f"textbook{settings.namespace}", retry_writes=True
    )
    broker = KafkaBroker(
        settings.kafka_bootstrap,
        acks="all",
        enable_idempotence=settings.kafka_idempotence,
        logger=None,
    )
    loop = asyncio.get_running_loop()
    began, done, enough = 0.0, 0, asyncio.Event()

    @broker.subscriber(
        *vote_topics(),
        group_id=f"textbook{settings.namespace}",
        auto_offset_reset="earliest",
        ack_policy=AckPolicy.NACK_ON_ERROR,
    )
    async def cast(vote: CloudEvent[CastVote], message: KafkaMessage) -> None:
        nonlocal began, done
        began = began or loop.time()
        agency = message.raw_message.topic.split(".")[2]  # type: ignore[union-attr] # not a batch
        data = vote.data
        kept = {"vote_id": vote.id, "choice": data.choice, "score": data.score}
        await database.ballots.update_one(
            {"_id": data.umkm_id},
            {"$set": {f"state.votes.{agency}": kept}, "$inc": {"version": 1}},
            upsert=True,
        )
        event = VoteCast(umkm_id=data.umkm_id, agency=agency, vote_id=vote.id, choice=data.choice)
        answer = envelope_of(VoteCast)(
            id=f"textbook/{vote.id}",
            source="/textbook",
            type=VoteCast.type,
            subject=data.umkm_id,
            time=datetime.now(UTC),
            data=event,
        )
        await broker.publish(answer, OUT, key=data.umkm_id.encode())
        done += 1
        if done >= votes:
            enough.set()

    async with broker:
        await broker.start()
        await enough.wait()
        took = loop.time() - began
    await client.drop_database(database.name)
    client.close()
    return took
