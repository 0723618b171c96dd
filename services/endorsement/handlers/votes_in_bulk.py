"""Many votes of one agency at once: each has its own answer, and none spoils the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import orjson

from services.endorsement.handlers.ballots import Ballots, receive
from shared.contracts.endorsement import CastVote, VoteCast, WithdrawVote
from shared.plumbing.core.aggregate import Applied
from shared.plumbing.core.failures import Refused


class Result(StrEnum):
    CAST = "cast"
    HELD = "held"
    """It counts as soon as there is something to vote on."""
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class NamedVote:
    """One of many; its id names it for ever, at every door."""

    vote_id: str
    vote: CastVote | WithdrawVote


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one entry."""

    result: Result
    version: int | None = None
    """Of the ballot, after this vote."""
    refused: Refused | None = None


async def take_votes(ballots: Ballots, agency: str, entries: Sequence[NamedVote]) -> list[Answer]:
    """Through the same handler as a single vote; a repeated entry has its first answer.

    Under one vote id there is one vote on a UMKM: with another body it is refused.
    """
    messages = [receive(agency, entry.vote_id, entry.vote) for entry in entries]
    applied = await ballots.desk.submit(messages)
    return [_answer(entry.vote, receipt) for entry, receipt in zip(entries, applied, strict=True)]


def _answer(vote: CastVote | WithdrawVote, receipt: Applied) -> Answer:
    if receipt.refused:
        return Answer(Result.REFUSED, refused=receipt.refused)
    if isinstance(vote, WithdrawVote):
        return Answer(Result.WITHDRAWN, receipt.version)
    return Answer(Result.HELD if _is_held(receipt) else Result.CAST, receipt.version)


def _is_held(receipt: Applied) -> bool:
    """The event says it, and says the same when the vote comes again after the decision."""
    facts = (orjson.loads(event.raw) for event in receipt.events)
    return any(fact["type"] == VoteCast.type and fact["data"]["held"] for fact in facts)
