"""Commands of agencies."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from shared.contracts.envelope import Command, LongText
from shared.contracts.ids import UmkmId

VOTES_TOPIC = "endorsement.votes.{agency}.v1"
CLOCKS_DIFFER_WITHIN = timedelta(hours=1)
"""A vote dated further ahead is a mistake. Votes count in the order of arrival."""


class Choice(StrEnum):
    ENDORSE = "endorse"
    REJECT = "reject"
    ABSTAIN = "abstain"
    NEED_INFO = "need-info"


def _as_number(value: object) -> object:
    """Refuse text and booleans, which pydantic would convert."""
    if isinstance(value, bool | str):
        raise ValueError("must be a whole number from 0 to 100")  # noqa: TRY004 - told as a problem
    return value


Points = Annotated[int, Field(ge=0, le=100), BeforeValidator(_as_number)]


class Scores(BaseModel):
    """The "3K" of the export coaching programme, 0-100 each. Leave out what was not judged."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    kualitas: Points | None = None
    """Quality of the goods."""
    kuantitas: Points | None = None
    """Quantity that can be delivered."""
    kontinuitas: Points | None = None
    """Continuity of supply."""


class CastVote(Command, type="endorsement.cast-vote.v1", topic=VOTES_TOPIC):
    """An agency votes on a UMKM. The topic says which agency; the message cannot."""

    umkm_id: UmkmId
    choice: Choice
    score: Points | None = None
    reason: LongText | None = None
    reference: Annotated[str, Field(max_length=100)] | None = None
    """The agency's own reference number."""
    scores: Scores | None = None
    """Scores by criterion. If present, the policy computes the score of the vote from them."""
    officer: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    """The officer inside the agency. Kept with the vote, never published on an open topic."""

    def subject(self) -> str:
        return self.umkm_id


class WithdrawVote(Command, type="endorsement.withdraw-vote.v1", topic=VOTES_TOPIC):
    """An agency takes its vote back. Possible until the ballot is decided."""

    umkm_id: UmkmId
    reason: LongText | None = None

    def subject(self) -> str:
        return self.umkm_id
