"""Votes and ballots."""

from functools import partial
from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.endorsement.handlers.ballots import Ballots
from services.endorsement.handlers.votes_in_bulk import Result, result_of
from services.endorsement.model.ballots import Ballot, BallotStatus, MoveBallot, Reopen
from services.endorsement.model.explanations import Explanation
from shared.contracts.endorsement import CastVote, Scores, WithdrawVote
from shared.contracts.faults import FewFaults
from shared.contracts.ids import AgencyId, AnyId, UmkmId
from shared.indonesia.personal import NoPersonalData
from shared.plumbing.access import AGENCY, AUDITOR, OWNER, PROVINCE
from shared.plumbing.http import Problem, accepted, cause_of_request, key_of_request
from shared.plumbing.http.doors import Doors

Cause = Annotated[str, Depends(cause_of_request)]
VoteId = Annotated[str, Depends(key_of_request)]


class PostedScores(FewFaults, Scores, extra="forbid"):
    """Scores over HTTP."""


class PostedVote(FewFaults, CastVote, extra="forbid"):
    """A vote over HTTP. A misspelt field is refused; by Kafka it may be a field of the future."""

    scores: PostedScores | None = None
    """Scores by criterion. If present, the policy computes the score of the vote from them."""


class PostedWithdrawal(FewFaults, WithdrawVote, extra="forbid"):
    """A vote that is taken back over HTTP."""


class VoteAnswer(BaseModel):
    """The vote was taken. A refused vote is answered as a problem."""

    vote_id: str
    """The `Idempotency-Key` of the request. An entry of a batch may have the same id."""
    result: Result
    version: int


_text = partial(StringConstraints, strip_whitespace=True)
Reason = Annotated[
    str, _text(min_length=3, max_length=2000, pattern=r"\S[\s\S]+\S"), NoPersonalData
]
Officer = Annotated[str, _text(min_length=1, max_length=120, pattern=r"\S")]


class ReopeningOrder(FewFaults):
    """The officer and the reason. Both stay on the ballot."""

    model_config = ConfigDict(extra="forbid")

    by: Officer
    reason: Reason


class MovingOrder(FewFaults):
    """The new policy version of a running ballot. Its votes stay, and may decide at once.

    The officer and the reason stay on the ballot.
    """

    model_config = ConfigDict(extra="forbid")

    policy_version: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
    by: Officer
    reason: Reason


def router(handlers: Ballots) -> Doors:
    routes = Doors("endorsement")

    @routes.post("/agencies/{agency}/votes", to=[AGENCY.of("agency")], status_code=201)
    async def cast_vote(agency: AgencyId, vote: PostedVote, vote_id: VoteId) -> VoteAnswer:
        """Cast a vote. One `Idempotency-Key` is one vote."""
        return await take_one(handlers, agency, vote_id, vote)

    @routes.get("/ballots", to=[PROVINCE, AUDITOR, AGENCY])
    async def list_ballots(
        status: BallotStatus = BallotStatus.OPEN,
        after: AnyId | None = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> list[Ballot]:
        """Ballots of one status, by UMKM id; `after` is the last id of the page before."""
        return await handlers.store.list_ballots(status, after, limit)

    @routes.get("/ballots/{umkm_id}", to=[PROVINCE, AUDITOR, AGENCY])
    async def get_ballot(umkm_id: UmkmId) -> Ballot:
        ballot = await handlers.store.find_ballot(umkm_id)
        if ballot is None:
            raise Problem(404, "no-ballot", f"There is no ballot on {umkm_id}.")
        return ballot

    @routes.get(
        "/ballots/{umkm_id}/explanation",
        to=[PROVINCE, AUDITOR, AGENCY, OWNER.of("umkm_id")],
    )
    async def explain_ballot(umkm_id: UmkmId) -> Explanation:
        """Explain in words how the ballot stands, and what is missing."""
        explanation = await handlers.explain(umkm_id)
        if explanation is None:
            raise Problem(404, "no-ballot", f"There is no ballot on {umkm_id}.")
        return explanation

    @routes.post("/ballots/{umkm_id}/reopen", to=[PROVINCE])
    async def reopen_ballot(umkm_id: UmkmId, order: ReopeningOrder, cause: Cause) -> Ballot:
        """A province officer opens a decided ballot again. Votes stay; the next vote decides."""
        accepted(await handlers.reopen(umkm_id, Reopen(order.by, order.reason), cause))
        return await get_ballot(umkm_id)

    @routes.post("/ballots/{umkm_id}/policy", to=[PROVINCE])
    async def move_ballot(umkm_id: UmkmId, order: MovingOrder, cause: Cause) -> Ballot:
        """A province officer moves a running ballot to another version of the policy."""
        command = MoveBallot(order.policy_version, order.by, order.reason)
        accepted(await handlers.move(umkm_id, command, cause))
        return await get_ballot(umkm_id)

    return routes


async def take_one(
    handlers: Ballots, agency: str, vote_id: str, vote: CastVote | WithdrawVote
) -> VoteAnswer:
    """Take a single vote. Raises a problem if it is refused."""
    applied = accepted(await handlers.cast(agency, vote_id, vote))
    return VoteAnswer(vote_id=vote_id, result=result_of(vote, applied), version=applied.version)
