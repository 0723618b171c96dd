"""Builders that fill what a test is not about."""

from datetime import UTC, datetime
from typing import Any

from services.endorsement.app import ENTRY_KIND, LIST_KIND, REGISTER_KIND, ballots
from services.endorsement.model.ballots import Ballot, ReceiveVote
from services.endorsement.model.policies import Agency, Policy
from shared.contracts.endorsement import BallotOpened, CastVote, Choice, VoteCast, WithdrawVote
from shared.contracts.intake import OfferedProduct, UmkmRecommended
from tests.support.deciders import Deciders

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
AGENCIES = ("disperindag", "bi", "karantina")
DUE = datetime(2026, 3, 16, 3, 0, tzinfo=UTC)


def a_policy(version: int = 1, quorum: int = 2, **more: Any) -> Policy:
    agencies = tuple(Agency(id=name, name=name) for name in AGENCIES)
    fields = {"version": version, "agencies": agencies, "quorum": quorum, "deadline_days": 14}
    return Policy.model_validate(fields | more)


def policies(*versions: Policy) -> dict[int, Policy]:
    return {policy.version: policy for policy in versions or (a_policy(),)}


def under(*known: Policy) -> Deciders:
    """The deciders while these policies are known."""
    return Deciders(ballots(policies(*known)), LIST_KIND, ENTRY_KIND, REGISTER_KIND, now=NOW)


given = under().given


def a_recommendation(by: str = "12.16", round_id: str = "r1") -> UmkmRecommended:
    return UmkmRecommended(
        umkm_id="U1",
        round_id=round_id,
        business_name="Kopi Lintong",
        district="12.16",
        recommended_by=by,
        products=(OfferedProduct(name="Kopi arabika", hs6="090111", commodity="kopi"),),
    )


def a_vote(
    agency: str, choice: Choice = Choice.ENDORSE, score: int | None = None, vote_id: str = "v1"
) -> ReceiveVote:
    reason = None if choice is Choice.ENDORSE else "mutu belum ajek"
    cast = CastVote(umkm_id="U1", choice=choice, score=score, reason=reason)
    return ReceiveVote(agency, vote_id, cast)


def a_withdrawal(agency: str) -> ReceiveVote:
    return ReceiveVote(agency, "w1", WithdrawVote(umkm_id="U1"))


def a_ballot(
    votes: dict[str, Choice] | None = None, by: str = "12.16", *, is_open: bool = True
) -> Ballot:
    opening = [an_opening(by)] if is_open else []
    cast = [
        VoteCast(umkm_id="U1", agency=agency, vote_id="v", choice=choice, score=60)
        for agency, choice in (votes or {}).items()
    ]
    return given(Ballot("U1"), *opening, *cast).state


def an_opening(by: str = "12.16") -> BallotOpened:
    return BallotOpened(
        umkm_id="U1",
        round_id="r1",
        business_name="Kopi Lintong",
        district="12.16",
        hs6=("090111",),
        nominated_by=by,
        agencies=a_policy().voters(by),
        policy_version=1,
        due_at=DUE,
    )
