"""What endorsement reads from Kafka."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from services.endorsement.handlers.ballots import Ballots, receive, turned_away
from shared.contracts.endorsement import VOTES_TOPIC, CastVote, WithdrawVote
from shared.contracts.envelope import Message
from shared.contracts.intake import UmkmMerged, UmkmRecommended, UmkmReturned, UmkmWithdrawn
from shared.plumbing.core.aggregate import Input
from shared.plumbing.kafka.consumer import Incoming, Subscription, Task

AGENCY = r"([a-z0-9][a-z0-9-]*)"
VOTES = re.compile(re.escape(VOTES_TOPIC).replace(r"\{agency\}", AGENCY))
REACTIONS: Mapping[type[Message], str] = {
    UmkmRecommended: "opens a ballot; an open ballot goes on with the newer recommendation",
    UmkmReturned: "lets an open ballot wait for the mended recommendation",
    UmkmWithdrawn: "withdraws a ballot without a decision; a decision stays on record",
    UmkmMerged: "takes the vote on the UMKM that stays from each agency that nominated the other",
    CastVote: "counts the vote, holds it until the recommendation arrives, or refuses it",
    WithdrawVote: "removes the vote; refuses if the ballot is decided",
}


def subscription(handlers: Ballots) -> Subscription:
    """Read nominations, and the votes of every agency with a topic."""
    runner = handlers.desk.runner

    def route(incoming: Incoming) -> Iterable[Task]:
        envelope, data = incoming.envelope, incoming.data
        if isinstance(data, CastVote | WithdrawVote):
            agency = _agency(incoming.topic)
            vote = receive(agency, envelope.id, data, envelope.correlationid, envelope.time)
            yield runner, vote._replace(actor=f"agency-{agency}")
        elif isinstance(data, UmkmRecommended | UmkmReturned | UmkmWithdrawn):
            yield runner, Input(data.umkm_id, envelope.id, data, envelope.correlationid)
        elif isinstance(data, UmkmMerged) and data.nominators:
            yield runner, Input(data.merged_into, envelope.id, data, envelope.correlationid)

    def answer(topic: str, value: bytes, why: str) -> Iterable[Task]:
        message = turned_away(_agency(topic), value, why)
        return [(runner, message)] if message else []

    return Subscription(
        group="endorsement",
        pattern=rf"^({re.escape(UmkmRecommended.topic)}|{VOTES.pattern})$",
        reads=REACTIONS,
        route=route,
        strict=lambda topic: bool(_agency(topic)),
        answer=answer,
    )


@lru_cache  # called for each vote
def _agency(topic: str) -> str:
    """The agency that owns the topic. Only that agency can write there, so this is safe."""
    match = VOTES.fullmatch(topic)
    return match.group(1) if match else ""
