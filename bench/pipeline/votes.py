"""The load: votes in random order over many UMKM, and the recommendations before them."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from aiokafka import AIOKafkaProducer

from shared.contracts.endorsement import CastVote, Choice
from shared.contracts.envelope import Message
from shared.contracts.ids import EventId
from shared.contracts.intake import OfferedProduct, SizeClass, UmkmRecommended
from shared.plumbing.core.wire import Origin, encode

AGENCIES = ("bi", "disperindag", "karantina")
NOMINATIONS = UmkmRecommended.topic
COFFEE = "090111"
REASON = "Dinilai dari mutu, jumlah dan kesinambungan."


def recommendation(umkm_id: str, hs6: str) -> UmkmRecommended:
    return UmkmRecommended(
        umkm_id=umkm_id,
        round_id="bench",
        business_name=f"Kopi {umkm_id}",
        district="12.16",
        recommended_by="12.16",
        products=(OfferedProduct(name="Kopi arabika", hs6=hs6, commodity="Kopi"),),
        size_class=SizeClass.MIKRO,
        reason="Sudah punya pembeli tetap di Medan dan produksi yang ajek.",
    )


async def write_load(bootstrap: str, votes: int, umkm: int, seed: int) -> None:
    """Recommend each UMKM, then cast so many votes: agency and UMKM at random."""
    rng = random.Random(seed)
    await recommend(bootstrap, {f"U{n}": COFFEE for n in range(umkm)})
    origin = Origin("/bench", datetime.now(UTC))
    async with writer(bootstrap) as producer:
        for n in range(votes):
            choice = rng.choice((Choice.ENDORSE, Choice.ENDORSE, Choice.REJECT, Choice.ABSTAIN))
            vote = CastVote(
                umkm_id=f"U{rng.randrange(umkm)}",
                choice=choice,
                score=rng.randrange(101),
                reason=REASON,
            )
            topic = CastVote.topic.format(agency=rng.choice(AGENCIES))
            await send(producer, topic, vote, f"vote/{n}", origin)


async def recommend(bootstrap: str, goods: Mapping[str, str]) -> None:
    """Recommend each UMKM with its HS code, as the first event of a nomination."""
    origin = Origin("/bench", datetime.now(UTC))
    async with writer(bootstrap) as producer:
        for umkm, hs6 in goods.items():
            event_id = str(EventId("nomination", umkm, 1, 0))
            await send(producer, NOMINATIONS, recommendation(umkm, hs6), event_id, origin)


def writer(bootstrap: str) -> AIOKafkaProducer:
    return AIOKafkaProducer(
        bootstrap_servers=bootstrap, acks="all", linger_ms=20, max_batch_size=262_144
    )


def vote_topics(agencies: Sequence[str] = AGENCIES) -> list[str]:
    return [CastVote.topic.format(agency=agency) for agency in agencies]


async def send(
    producer: AIOKafkaProducer, topic: str, message: Message, message_id: str, origin: Origin
) -> None:
    raw = encode(message, message_id, origin)
    await producer.send(topic, raw, key=message.subject().encode())
