"""What agencies and intake send, as bytes; and what follows, read back."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from aiokafka import ConsumerRecord

from shared.contracts.endorsement import VOTES_TOPIC, CastVote, Choice, WithdrawVote
from shared.contracts.envelope import Message
from shared.contracts.intake import UmkmMerged, UmkmRecommended, UmkmReturned, UmkmWithdrawn
from shared.plumbing.core.wire import Origin, encode

NOMINATIONS = UmkmRecommended.topic
BALLOTS = "endorsement.ballot.v1"
AGENCIES = ("disperindag", "bi", "karantina")
DISTRICT = "12.16"
Fact = dict[str, Any]
Headers = Sequence[tuple[str, bytes | None]]


@dataclass(frozen=True, slots=True)
class Sent:
    """One record to send; `key` and `value` are what a careless sender makes of them."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers = ()


def votes_of(agency: str) -> str:
    return VOTES_TOPIC.replace("{agency}", agency)


def a_vote(
    umkm: str, agency: str = "bi", vote_id: str = "", choice: Choice = Choice.ENDORSE
) -> Sent:
    reason = None if choice is Choice.ENDORSE else "mutu belum ajek"
    vote = CastVote(umkm_id=umkm, choice=choice, score=80, reason=reason)
    return _sent(votes_of(agency), vote, vote_id or f"{agency}/{umkm}")


def a_taking_back(umkm: str, agency: str = "bi", vote_id: str = "back") -> Sent:
    return _sent(votes_of(agency), WithdrawVote(umkm_id=umkm), vote_id)


def a_recommendation(
    umkm: str, by: str = DISTRICT, round_id: str = "r-1", name: str = "Kopi Lintong"
) -> Sent:
    recommended = UmkmRecommended(
        umkm_id=umkm,
        round_id=round_id,
        business_name=name,
        district=DISTRICT,
        recommended_by=by,
    )
    return _sent(NOMINATIONS, recommended, f"nomination/{umkm}:{round_id}:{name}")


def a_return(umkm: str, round_id: str = "r-1") -> Sent:
    returned = UmkmReturned(
        umkm_id=umkm, round_id=round_id, district=DISTRICT, reason_code="incomplete"
    )
    return _sent(NOMINATIONS, returned, f"return/{umkm}:{round_id}")


def a_withdrawal(umkm: str, round_id: str = "r-1") -> Sent:
    withdrawn = UmkmWithdrawn(umkm_id=umkm, round_id=round_id, district=DISTRICT)
    return _sent(NOMINATIONS, withdrawn, f"withdrawal/{umkm}:{round_id}")


def a_merger(umkm: str, into: str, *nominators: str, round_id: str = "r-1") -> Sent:
    merged = UmkmMerged(
        umkm_id=umkm, merged_into=into, round_id=round_id, nominators=tuple(nominators)
    )
    return _sent(NOMINATIONS, merged, f"merger/{umkm}:{into}")


def altered(sent: Sent, data: Fact | None = None, **envelope: Any) -> Sent:
    """Write other things into the envelope, or into its data."""
    message = orjson.loads(sent.value or b"")
    message["data"] |= data or {}
    return Sent(sent.topic, sent.key, orjson.dumps(message | envelope), sent.headers)


def in_binary_mode(sent: Sent) -> Sent:
    """Write the attributes into headers, as the libraries of CloudEvents may do by default."""
    attributes = orjson.loads(sent.value or b"")
    value = orjson.dumps(attributes.pop("data"))
    headers = [(f"ce_{name}", str(text).encode()) for name, text in attributes.items()]
    return Sent(sent.topic, sent.key, value, tuple(headers))


def without(sent: Sent, field: str) -> Sent:
    """Leave a field of the envelope out."""
    message = orjson.loads(sent.value or b"")
    del message[field]
    return Sent(sent.topic, sent.key, orjson.dumps(message), sent.headers)


def _sent(topic: str, message: Message, message_id: str) -> Sent:
    raw = encode(message, message_id, Origin("/test/sender", datetime.now(UTC)))
    return Sent(topic, message.subject().encode(), raw)


def first_occurrences(records: Iterable[ConsumerRecord]) -> list[Fact]:
    """Drop repeats as a reader does, and insist that a repeat is the same to the byte."""
    values: dict[str, bytes] = {}
    facts: dict[str, Fact] = {}
    for record in records:
        fact = orjson.loads(record.value)
        first = values.setdefault(fact["id"], record.value)
        assert first == record.value, "an event was rewritten"
        facts.setdefault(fact["id"], fact)
    return list(facts.values())


def out_of_order(facts: Iterable[Fact]) -> list[str]:
    """Ids of events that come after a later one of their aggregate."""
    latest: dict[str, tuple[int, int]] = {}
    wrong = []
    for fact in facts:
        aggregate, version, n = re.fullmatch(r"(.+):(\d+):(\d+)", fact["id"]).groups()  # type: ignore[union-attr] # else the test fails
        place = int(version), int(n)
        if place <= latest.get(aggregate, (0, 0)):
            wrong.append(fact["id"])
        latest[aggregate] = place
    return wrong


def answers(facts: Iterable[Fact]) -> Counter[str]:
    """How often each vote was answered, by vote id."""
    kinds = ("vote-cast", "vote-refused", "vote-withdrawn")
    return Counter(
        fact["data"]["vote_id"]
        for fact in facts
        if kind(fact) in kinds and str(fact.get("causationid")).startswith("vote/")
    )


def kind(fact: Fact) -> str:
    return str(fact["type"]).split(".")[1]
