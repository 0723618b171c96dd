"""Many votes of one agency at once. Each has its own answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import orjson

from services.endorsement.handlers.ballots import Ballots, receive
from shared.contracts.endorsement import CastVote, VoteCast, WithdrawVote
from shared.plumbing.core.aggregate import Applied
from shared.plumbing.core.failures import Refused

PORTION = 100
"""Votes that are judged at once. Other requests are answered between two portions."""


class Result(StrEnum):
    CAST = "cast"
    HELD = "held"
    """The vote counts when its recommendation arrives."""
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class NamedVote:
    """One vote with its id. The id is the same by HTTP and Kafka."""

    vote_id: str
    vote: CastVote | WithdrawVote


@dataclass(frozen=True, slots=True)
class VoteReceipt:
    """The outcome of one entry."""

    result: Result
    version: int | None = None
    """The version of the ballot after this vote."""
    refused: Refused | None = None


async def take_votes(
    ballots: Ballots, agency: str, entries: Sequence[NamedVote]
) -> list[VoteReceipt]:
    """Take votes like single ones. A repeated entry gets its first answer.

    One vote id is one vote on a UMKM. Another body under it is refused.
    """
    messages = [receive(agency, entry.vote_id, entry.vote) for entry in entries]
    applied: list[Applied] = []
    for start in range(0, len(messages), PORTION):
        applied += await ballots.desk.submit(messages[start : start + PORTION])
    return [_answer(entry.vote, receipt) for entry, receipt in zip(entries, applied, strict=True)]


def _answer(vote: CastVote | WithdrawVote, receipt: Applied) -> VoteReceipt:
    if receipt.refused:
        return VoteReceipt(Result.REFUSED, refused=receipt.refused)
    return VoteReceipt(result_of(vote, receipt), receipt.version)


def result_of(vote: CastVote | WithdrawVote, receipt: Applied) -> Result:
    """Say what became of a vote that was not refused."""
    if isinstance(vote, WithdrawVote):
        return Result.WITHDRAWN
    return Result.HELD if _is_held(receipt) else Result.CAST


def _is_held(receipt: Applied) -> bool:
    """Read `held` from the event: it stays the same when the vote comes again."""
    facts = (orjson.loads(event.raw) for event in receipt.events)
    return any(fact["type"] == VoteCast.type and fact["data"]["held"] for fact in facts)
