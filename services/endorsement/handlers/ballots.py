"""The use cases of ballots."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Annotated

from pydantic import AliasPath, BaseModel, Field, TypeAdapter, ValidationError

from services.endorsement.model.ballots import (
    Ballot,
    Lapse,
    MoveBallot,
    ReceiveVote,
    RemindAgencies,
    Reopen,
    TurnAway,
)
from services.endorsement.model.explanations import Explanation
from services.endorsement.model.policies import Policy
from services.endorsement.model.simulations import OutcomeChange, Simulation
from services.endorsement.rules.ballots import policy_of
from services.endorsement.rules.explaining import explain
from services.endorsement.rules.simulating import SIMULATED, change_under
from services.endorsement.store.ballots import BallotStore
from shared.contracts.endorsement import CastVote, WithdrawVote
from shared.contracts.envelope import Text
from shared.contracts.ids import UmkmId
from shared.indonesia.zones import Zone
from shared.plumbing.core.aggregate import Applied, Input
from shared.plumbing.core.desk import Desk
from shared.plumbing.core.versioned import insist_on

PORTION = 500
MOST_WORDS = 1_000
DIGITS = 32


class NamedInData(BaseModel):
    """The part of a message that an answer needs, if its data name a UMKM."""

    id: Text
    umkm_id: Annotated[UmkmId, Field(validation_alias=AliasPath("data", "umkm_id"))]


class NamedInSubject(BaseModel):
    """The same, if only its subject names one."""

    id: Text
    umkm_id: Annotated[UmkmId, Field(validation_alias="subject")]


NAMED: TypeAdapter[NamedInData | NamedInSubject] = TypeAdapter(
    Annotated[NamedInData | NamedInSubject, Field(union_mode="left_to_right")]
)


@dataclass(frozen=True, slots=True)
class Ballots:
    """Casts votes, and lapses, reminds, explains and simulates ballots."""

    desk: Desk[Ballot]
    store: BallotStore
    policies: Mapping[int, Policy]
    zone: Zone
    _simulations: asyncio.Semaphore = field(
        default_factory=partial(asyncio.Semaphore, 1), init=False
    )

    async def cast(self, agency: str, vote_id: str, vote: CastVote | WithdrawVote) -> Applied:
        """Take a vote by HTTP. `receive` does the same for Kafka."""
        return await self.desk.submit_one(receive(agency, vote_id, vote))

    async def lapse_overdue(self, now: datetime) -> int:
        """Let ballots past their deadline lapse. A second replica finds nothing to do.

        Ballots under a policy without a file here are left to other replicas.
        """
        count = 0
        while keys := await self.store.list_overdue(now, self.policies, PORTION):
            receipts = await self.desk.submit([_lapse(key, now) for key in keys])
            lapsed = sum(bool(each.events) and not each.repeated for each in receipts)
            count += lapsed
            if not lapsed:
                break
        return count

    async def remind(self, now: datetime) -> int:
        """Remind agencies of ballots near their deadline. Each reminder is sent once."""
        count, before = 0, None
        while keys := await self.store.list_to_remind(now, self.policies, PORTION):
            if keys == before:
                break
            receipts = await self.desk.submit([_remind(key, now) for key in keys])
            count += sum(bool(each.events) and not each.repeated for each in receipts)
            before = keys
        return count

    async def check_policies(self) -> None:
        """Raises ValueError if a ballot uses a version without a file here."""
        insist_on(self.policies, await self.store.list_versions())

    async def explain(self, umkm_id: str) -> Explanation | None:
        ballot = await self.store.find_ballot(umkm_id)
        if ballot is None:
            return None
        return explain(ballot, policy_of(ballot, self.policies), self.zone)

    async def simulate(self, policy: Policy, most: int) -> Simulation:
        """Count how every ballot would end under a changed policy. Nothing is saved.

        One simulation at a time, and all other work comes between two ballots.
        """
        changes: list[OutcomeChange] = []
        counts: Counter[str] = Counter()
        async with self._simulations:
            async for ballot in self.store.stream(SIMULATED):
                change = change_under(ballot, policy, policy_of(ballot, self.policies), self.zone)
                counts[f"{ballot.status} -> {change.would_be if change else ballot.status}"] += 1
                if change and len(changes) < most:
                    changes.append(change)
                await asyncio.sleep(0)  # ballots of one batch come without a pause
        changed = sum(n for way, n in counts.items() if len(set(way.split(" -> "))) > 1)
        return Simulation(counts.total(), changed, dict(sorted(counts.items())), tuple(changes))

    async def reopen(self, umkm_id: str, command: Reopen, cause: str) -> Applied:
        return await self.desk.submit_one(Input(umkm_id, cause, command))

    async def move(self, umkm_id: str, command: MoveBallot, cause: str) -> Applied:
        return await self.desk.submit_one(Input(umkm_id, cause, command))


def receive(
    agency: str,
    vote_id: str,
    vote: CastVote | WithdrawVote,
    correlation: str | None = None,
    dated: datetime | None = None,
) -> Input:
    """Make the message for a vote. One vote id of one agency is one vote."""
    command = ReceiveVote(agency, vote_id, vote, dated)
    cause = f"vote/{agency}/{vote_id}"
    return Input(vote.umkm_id, cause, command, correlation, request_hash=_fingerprint(vote))


def _fingerprint(vote: CastVote | WithdrawVote) -> str:
    """Hash a vote: the same by HTTP and Kafka, and without fields added later.

    The contract fixes the order of fields, so the fast serializer is enough.
    """
    content = vote.__pydantic_serializer__.to_json(vote, exclude_none=True)
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def turned_away(agency: str, value: bytes, why: str) -> Input | None:
    """Make the answer to an unreadable vote, if its sender can be recognised.

    The cause contains a hash of the bytes, so a corrected vote may keep its id.
    """
    try:
        about = NAMED.validate_json(value)
    except ValidationError:
        return None
    if not agency:
        return None
    cause = f"malformed/{agency}/{about.id}/{hashlib.sha256(value).hexdigest()[:16]}"
    return Input(about.umkm_id, cause, TurnAway(about.umkm_id, agency, about.id, why[:MOST_WORDS]))


def _lapse(umkm_id: str, now: datetime) -> Input:
    # A ballot may open again in a later round. The time makes the causes differ.
    return Input(umkm_id, f"lapse/{now:%Y-%m-%dT%H:%M:%S}", Lapse())


def _remind(umkm_id: str, now: datetime) -> Input:
    return Input(umkm_id, f"remind/{now:%Y-%m-%dT%H:%M:%S}", RemindAgencies())
