"""The nomination of one UMKM: its dossier over all rounds. Holds personal data (UU 27/2022)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from services.intake.model.commodities import CommodityChosen
from services.intake.model.likeness import Likeness, Merged, Promise
from services.intake.model.recommendation import Recommendation
from services.intake.model.responses import RowTally
from services.intake.model.rounds import Call
from shared.contracts.envelope import Event, LongText, Text, Timestamp

DUPLICATE, ACROSS_DISTRICTS = "duplicate", "duplicate-across-districts"
DUPLICATES = frozenset({DUPLICATE, ACROSS_DISTRICTS})
FIRST = "recommended already: "
"""Before the first recommendation, in the words of a refused duplicate."""


class NominationStatus(StrEnum):
    RECOMMENDED = "recommended"
    COMMODITY_OPEN = "commodity-open"
    """Accepted, but no product has an HS code: published when somebody chooses one."""
    RETURNED = "returned"
    """Its district may mend it and recommend it again."""
    WITHDRAWN = "withdrawn"


STANDS = frozenset({NominationStatus.RECOMMENDED, NominationStatus.COMMODITY_OPEN})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a UMKM stands in one round."""

    round_id: str
    district: str
    status: NominationStatus
    place: str
    """Where the recommendation was read, for people: file and line."""
    recommended_at: datetime
    reason_code: str | None = None
    reason: str | None = None
    nominated_by: str | None = None
    """The agency whose own nomination it is; None: its district's."""
    nominated_before: tuple[str, ...] = ()
    """Agencies that nominated it in this round before it was recommended anew."""

    @property
    def nominators(self) -> tuple[str, ...]:
        own = (self.nominated_by,) if self.nominated_by else ()
        return (*own, *self.nominated_before)


@dataclass(frozen=True, slots=True)
class Conflict:
    """The same UMKM from a second district in one round, held until the province settles."""

    round_id: str
    first: str
    """The district whose recommendation counts until then."""
    second: str
    place: str
    recommendation: Recommendation
    agency: str | None = None
    """Whose own nomination the second one is; None: its district's."""
    first_agency: str | None = None
    """Whose own nomination the first one is; its district has said nothing then."""
    settled_for: str | None = None
    """The district whose UMKM it is."""
    settled_by: str | None = None
    reason: str | None = None
    settled_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.settled_for is None


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still to be counted in the response of a district, and by which cause."""

    district: str
    round_id: str
    tally: RowTally
    cause: str


@dataclass(frozen=True, slots=True)
class Nomination:
    umkm_id: str
    standings: tuple[Standing, ...] = ()
    """One for each round, the present one last."""
    recommendation: Recommendation | None = None
    """The newest one."""
    keys: tuple[str, ...] = ()
    """Keyed hashes of its numbers and names in all letters. No other UMKM has the same key."""
    conflicts: tuple[Conflict, ...] = ()
    """Between districts, settled ones too."""
    likely: tuple[Likeness, ...] = ()
    """Others that this one may be, and what the province said to that."""
    examined: bool = True
    """False until others like it were looked for."""
    merged: Merged | None = None
    promised: tuple[Promise, ...] = ()
    """Who is just being merged into this one."""
    owed: tuple[Owed, ...] = ()
    """Counted at once. After a kill the next examination counts it."""
    choices: tuple[CommodityChosen, ...] = ()
    """HS codes that people chose or corrected, the oldest first."""

    @property
    def present(self) -> Standing | None:
        return self.standings[-1] if self.standings else None

    @property
    def owners(self) -> dict[str, str | None]:
        """Who reaches it: the district of its newest recommendation, and who nominated it."""
        newest = self.present
        agency = newest.nominated_by if newest else None
        return {"district": newest.district if newest else None, "agency": agency}

    def open_conflicts(self, round_id: str) -> list[Conflict]:
        return [each for each in self.conflicts if each.round_id == round_id and each.is_open]

    def find_in(self, round_id: str) -> Standing | None:
        return next((each for each in self.standings if each.round_id == round_id), None)

    def standing_anew(self, round_id: str, **changes: Any) -> tuple[Standing, ...]:
        """All standings, the one of this round with changes."""
        return tuple(replace(s, **changes) if s.round_id == round_id else s for s in self.standings)


@dataclass(frozen=True, slots=True)
class Recommend:
    recommendation: Recommendation
    call: Call
    place: str
    received_at: datetime | None = None
    """When its letter came; None: now."""
    keys: tuple[str, ...] = ()
    """What recognises the UMKM from now on, where that is of no other UMKM."""
    agency: str | None = None
    """Whose own nomination it is; None: the district's."""
    count_as: str | None = None
    """By which cause it is counted for its district; None: its letter counts it."""


class ReturnUmkm(NamedTuple):
    """To the district, to be mended."""

    reason_code: str
    reason: str = ""
    round_id: str | None = None
    """None: the present one."""


class WithdrawUmkm(NamedTuple):
    reason: str = ""
    round_id: str | None = None
    """None: the present one."""
    place: str | None = None
    """Only what was read there; None: whatever stands."""


class SettleConflict(NamedTuple):
    """By the province: whose UMKM it is in this round."""

    round_id: str
    district: str
    officer: str
    reason: str
    count_as: str
    """By which cause the district that wins has one more."""


class RecommendationTaken(Event):
    """A recommendation as it was read, private data and all; never leaves the service."""

    round_id: Text
    place: LongText
    recommendation: Recommendation
    taken_at: Timestamp
    agency: str | None = None
    keys: tuple[str, ...] = ()
    """What recognises the UMKM from now on, besides what did before."""
    owed: Owed | None = None


class IdentityLearned(Event):
    """A UMKM was named in a further way, maybe by a NIB it got later; stays inside the service."""

    keys: tuple[str, ...]
    nib: str | None = None
    """Attached, where none was known."""


class ConflictHeld(Event):
    """A second district named the UMKM in the same round; stays inside the service."""

    claim: Recommend


class ConflictSettled(Event):
    """The province said whose UMKM it is; stays inside the service."""

    command: SettleConflict
    settled_at: Timestamp
