"""Events of votes and ballots."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.endorsement.votes import Choice, Scores
from shared.contracts.envelope import Event, LongText, Text, Timestamp
from shared.contracts.ids import AgencyId, DistrictCode, HsCode, RecommenderId, RoundId, UmkmId


class BallotEvent(Event, public=True):
    """An event of the ballot of one UMKM."""

    umkm_id: UmkmId

    def subject(self) -> str:
        return self.umkm_id


class BallotOpened(
    BallotEvent,
    type="endorsement.ballot-opened.v1",
    topic="endorsement.ballot.v1",
    filterable=("district", "hs6"),
):
    """Agencies can vote on a UMKM until `due_at`. Sent again if the UMKM was mended."""

    round_id: RoundId
    business_name: Text
    district: DistrictCode
    hs6: tuple[HsCode, ...] = ()
    nominated_by: RecommenderId
    agencies: tuple[AgencyId, ...]
    """The agencies that may vote."""
    policy_version: int
    due_at: Timestamp


class VoteCast(BallotEvent, type="endorsement.vote-cast.v1", topic="endorsement.ballot.v1"):
    """The vote counts. `held`: it counts when the recommendation arrives or comes back."""

    agency: AgencyId
    vote_id: Text
    choice: Choice
    score: int | None = None
    reason: LongText | None = None
    reference: str | None = None
    held: bool = False
    scores: Scores | None = None


class VoteRefusal(StrEnum):
    UNKNOWN_AGENCY = "unknown-agency"
    ALREADY_DECIDED = "already-decided"
    OWN_NOMINATION = "own-nomination"
    REASON_MISSING = "reason-missing"
    NO_VOTE = "no-vote"
    WITHDRAWN = "withdrawn"
    SCORE_MISSING = "score-missing"
    DATED_AHEAD = "dated-ahead"
    PERSONAL_DATA = "personal-data"
    """The reason or the reference holds a NIK, a telephone number or an e-mail address."""
    MALFORMED = "malformed"
    KEY_REUSED = "key-reused"
    """The id belongs to another vote, and that vote stands."""


RefusalCode = Annotated[
    str, Field(pattern=r"^[a-z][a-z-]*$", max_length=40, examples=[*VoteRefusal])
]
"""One of `VoteRefusal`, or a newer code. Readers must accept any code."""


class VoteRefused(BallotEvent, type="endorsement.vote-refused.v1", topic="endorsement.ballot.v1"):
    """The vote does not count; `code` and `detail` say why."""

    agency: AgencyId
    vote_id: Text
    code: RefusalCode
    detail: LongText
    choice: Choice | None = None
    """The refused choice, so that a late vote stays on record."""
    reason: LongText | None = None
    """The agency's reason."""


class VoteWithdrawn(
    BallotEvent, type="endorsement.vote-withdrawn.v1", topic="endorsement.ballot.v1"
):
    """An agency's vote no longer counts."""

    agency: AgencyId
    vote_id: Text


class CountedVote(BaseModel):
    """A vote that an outcome counted."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    agency: AgencyId
    vote_id: Text
    choice: Choice
    weight: int = 1
    score: float | None = None


class Tally(BaseModel):
    """The votes that an outcome counted; dissent stays visible."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    endorse: tuple[AgencyId, ...] = ()
    reject: tuple[AgencyId, ...] = ()
    abstain: tuple[AgencyId, ...] = ()


class BallotDecided(BallotEvent, filterable=("district",)):
    """What every outcome of a ballot carries."""

    round_id: RoundId
    business_name: Text
    district: DistrictCode
    policy_version: int
    tally: Tally
    decided_at: Timestamp
    votes: tuple[CountedVote, ...] = ()
    """The counted votes, under the policy of `policy_version`."""


class UmkmEndorsed(
    BallotDecided,
    type="endorsement.umkm-endorsed.v1",
    topic="endorsement.ballot.v1",
    filterable=("district", "hs6"),
):
    """Enough agencies endorse the UMKM."""

    score: float | None = None
    """The mean score of the endorsing votes, 0-100."""
    hs6: tuple[HsCode, ...] = ()


class UmkmRejected(
    BallotDecided, type="endorsement.umkm-rejected.v1", topic="endorsement.ballot.v1"
):
    """The quorum can no longer be reached."""


class BallotLapsed(
    BallotDecided, type="endorsement.ballot-lapsed.v1", topic="endorsement.ballot.v1"
):
    """The deadline passed without a decision. Silence never approves."""

    due_at: Timestamp


class BallotWithdrawn(
    BallotDecided, type="endorsement.ballot-withdrawn.v1", topic="endorsement.ballot.v1"
):
    """The recommendation was withdrawn before a decision, or came again in a later round."""


class BallotReminded(
    BallotEvent,
    type="endorsement.ballot-reminded.v1",
    topic="endorsement.ballot.v1",
    filterable=("district",),
):
    """The deadline is near, and these agencies have not voted."""

    round_id: RoundId
    business_name: Text
    district: DistrictCode
    due_at: Timestamp
    days_before: Annotated[int, Field(ge=1)]
    """The reminder of the policy: days before the deadline."""
    waiting_for: tuple[AgencyId, ...]


class BallotReopened(
    BallotEvent,
    type="endorsement.ballot-reopened.v1",
    topic="endorsement.ballot.v1",
    filterable=("district",),
):
    """A province officer opened a decided ballot again. The next vote may decide it."""

    round_id: RoundId
    business_name: Text
    district: DistrictCode
    reason: LongText
    policy_version: int
    due_at: Timestamp


class BallotMoved(BallotEvent, type="endorsement.ballot-moved.v1", topic="endorsement.ballot.v1"):
    """A province officer moved a running ballot to another version of the policy."""

    from_version: int
    policy_version: int
    agencies: tuple[AgencyId, ...]
    """The agencies that may vote now."""
    reason: LongText
