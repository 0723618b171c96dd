"""The response of one district to one round: its letters, counted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from services.intake.model.rounds import Call
from shared.contracts.envelope import Event, Timestamp


@dataclass(frozen=True, slots=True)
class RowTally:
    """Rows by what became of them."""

    rows: int = 0
    accepted: int = 0
    refused: int = 0
    duplicates: int = 0
    codes: Mapping[str, int] = field(default_factory=dict)
    """Refused rows by reason; a row with two reasons counts under both."""

    def __add__(self, other: "RowTally") -> "RowTally":
        return RowTally(
            self.rows + other.rows,
            self.accepted + other.accepted,
            self.refused + other.refused,
            self.duplicates + other.duplicates,
            dict(Counter(self.codes) + Counter(other.codes)),
        )


@dataclass(frozen=True, slots=True)
class Response:
    round_id: str
    district: str
    tally: RowTally = field(default_factory=RowTally)
    letters: int = 0
    reading: tuple[str, ...] = ()
    """Names of letters whose rows are not counted yet: only these few, so nothing grows."""
    first_at: datetime | None = None
    """When the first letter came, whatever was in it."""
    responded_at: datetime | None = None
    """When the first UMKM was accepted; until then the district is silent."""
    reminded: tuple[int, ...] = ()
    """So many days before the closing that was the round's then."""
    reminded_until: datetime | None = None
    """The closing that the newest reminder spoke of: after an extension there is another."""
    declined_at: datetime | None = None
    """When the district said that it has nobody to recommend; it may think better of it."""
    declined_because: str | None = None


class BeginLetter(NamedTuple):
    """Fixes when a letter came: what is read of it later is judged by that moment."""

    letter: str
    call: Call


class CountRows(NamedTuple):
    """What became of the rows of one letter, or of one recommendation without a letter."""

    tally: RowTally
    letter: str | None = None


class NoteAnswer(NamedTuple):
    """The first rows of a long letter are taken in, while the rest is still being read."""

    tally: RowTally


class Remind(NamedTuple):
    days: int
    closes_at: datetime


class Decline(NamedTuple):
    """A district has nobody to recommend."""

    reason: str


class DistrictDeclined(Event):
    """A district has nobody to recommend; stays inside the service."""

    reason: str
    declined_at: Timestamp


class LetterBegun(Event):
    """A letter came; stays inside the service."""

    letter: str
    received_at: Timestamp


class AnswerNoted(Event):
    """A district has answered, before all its rows are counted; stays inside the service."""

    answered_at: Timestamp


class RowsCounted(Event):
    """Rows were taken in; stays inside the service."""

    letter: str | None
    tally: RowTally
    counted_at: Timestamp
