"""What agencies ask of endorsement, and what endorsement says."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.envelope import Command, Event, LongText, Text, Timestamp
from shared.contracts.ids import AgencyId, DistrictCode, HsCode, RoundId, UmkmId

VOTES_TOPIC = "endorsement.votes.{agency}.v1"


class Choice(StrEnum):
    ENDORSE = "endorse"
    REJECT = "reject"
    ABSTAIN = "abstain"
    NEED_INFO = "need-info"


class CastVote(Command, type="endorsement.cast-vote.v1", topic=VOTES_TOPIC):
    """An agency votes on a UMKM. The agency is that of the topic; none is read from here."""

    umkm_id: UmkmId
    choice: Choice
    score: Annotated[int, Field(ge=0, le=100)] | None = None
    reason: LongText | None = None
    reference: Annotated[str, Field(max_length=100)] | None = None
    """The agency's own number for it."""

    def subject(self) -> str:
        return self.umkm_id


class WithdrawVote(Command, type="endorsement.withdraw-vote.v1", topic=VOTES_TOPIC):
    """An agency takes its vote back; possible until the ballot is decided."""

    umkm_id: UmkmId
    reason: LongText | None = None

    def subject(self) -> str:
        return self.umkm_id


class BallotEvent(Event):
    """Something that happened to the ballot of one UMKM."""

    umkm_id: UmkmId

    def subject(self) -> str:
        return self.umkm_id


class BallotOpened(BallotEvent, type="endorsement.ballot-opened.v1", topic="endorsement.ballot.v1"):
    """Agencies are asked for their votes on a UMKM, until `due_at`; again if it was mended."""

    round_id: RoundId
    business_name: Text
    district: DistrictCode
    hs6: tuple[HsCode, ...] = ()
    nominated_by: AgencyId | DistrictCode
    agencies: tuple[AgencyId, ...]
    """Those who may vote."""
    policy_version: int
    due_at: Timestamp


class VoteCast(BallotEvent, type="endorsement.vote-cast.v1", topic="endorsement.ballot.v1"):
    """The vote counts; `held`: as soon as its recommendation arrives, or is back mended."""

    agency: AgencyId
    vote_id: Text
    choice: Choice
    score: int | None = None
    reason: LongText | None = None
    reference: str | None = None
    held: bool = False


class VoteRefusal(StrEnum):
    UNKNOWN_AGENCY = "unknown-agency"
    ALREADY_DECIDED = "already-decided"
    OWN_NOMINATION = "own-nomination"
    REASON_MISSING = "reason-missing"
    NO_VOTE = "no-vote"
    WITHDRAWN = "withdrawn"


class VoteRefused(BallotEvent, type="endorsement.vote-refused.v1", topic="endorsement.ballot.v1"):
    """The vote does not count, and why."""

    agency: AgencyId
    vote_id: Text
    code: VoteRefusal
    detail: LongText


class VoteWithdrawn(
    BallotEvent, type="endorsement.vote-withdrawn.v1", topic="endorsement.ballot.v1"
):
    """An agency's vote does not count any more."""

    agency: AgencyId
    vote_id: Text


class Tally(BaseModel):
    """The votes that an outcome counted; dissent stays visible."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    endorse: tuple[AgencyId, ...] = ()
    reject: tuple[AgencyId, ...] = ()
    abstain: tuple[AgencyId, ...] = ()


class BallotDecided(BallotEvent):
    """What every outcome of a ballot carries."""

    round_id: RoundId
    business_name: Text
    district: DistrictCode
    policy_version: int
    tally: Tally
    decided_at: Timestamp


class UmkmEndorsed(
    BallotDecided, type="endorsement.umkm-endorsed.v1", topic="endorsement.ballot.v1"
):
    """Enough agencies endorse the UMKM."""

    score: float | None = None
    """Mean of the scores given by those who endorse, 0-100."""
    hs6: tuple[HsCode, ...] = ()


class UmkmRejected(
    BallotDecided, type="endorsement.umkm-rejected.v1", topic="endorsement.ballot.v1"
):
    """The quorum can no longer be reached."""


class BallotLapsed(
    BallotDecided, type="endorsement.ballot-lapsed.v1", topic="endorsement.ballot.v1"
):
    """The deadline passed without a decision; silence never approves."""

    due_at: Timestamp


class BallotWithdrawn(
    BallotDecided, type="endorsement.ballot-withdrawn.v1", topic="endorsement.ballot.v1"
):
    """The recommendation was taken back before a decision, or made anew in a later round."""


class UmkmPrioritised(
    Event, type="endorsement.umkm-prioritised.v1", topic="endorsement.priority-list.v1"
):
    """A UMKM has a place on a priority list; one event for each."""

    umkm_id: UmkmId
    list_number: int
    rank: Annotated[int, Field(ge=1)]
    round_id: RoundId
    business_name: Text
    district: DistrictCode
    score: float | None = None
    hs6: tuple[HsCode, ...] = ()

    def subject(self) -> str:
        return self.umkm_id


class PriorityListPublished(
    Event, type="endorsement.priority-list-published.v1", topic="endorsement.priority-list.v1"
):
    """The head of a priority list; its places were announced one by one before."""

    list_number: int
    capacity: int
    placed: int
    content_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Of the places in order, one line each: `<rank> <umkm id>`."""

    def subject(self) -> str:
        return f"list-{self.list_number}"
