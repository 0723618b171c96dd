"""Priority lists, their commands and their events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.endorsement.model.entries import Candidate, RankedCandidate
from shared.contracts.envelope import Event, Timestamp


class ListStatus(StrEnum):
    NEW = "new"
    RANKING = "ranking"
    """Ranks are given now. The officer waits for some seconds."""
    DRAFT = "draft"
    """Complete and not public. An officer publishes or discards it."""
    PUBLISHING = "publishing"
    """Its places are announced one by one. A list in force cannot be undone."""
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


IN_PUBLIC = frozenset({ListStatus.PUBLISHED, ListStatus.SUPERSEDED})
"""Anybody may read these."""


@dataclass(frozen=True, slots=True)
class PriorityList:
    """The head of a list. Its entries are aggregates of their own, so the head stays small.

    It decides the ranks. A request or timer on any replica carries out each step, then asks
    for the next one. So any process may die, and several may try.
    """

    number: int = 0
    status: ListStatus = ListStatus.NEW
    capacity: int = 0
    quota_per_district: int | None = None
    cutoff: datetime | None = None
    """Ballots decided later belong to the next list."""
    base: int | None = None
    """The list in force at the draft. UMKM keep their places from it."""
    placed: int = 0
    kept: int = 0
    """The number of places kept from the base."""
    waiting: int = 0
    by_district: Mapping[str, int] = field(default_factory=dict)
    """Places by district."""
    newest: tuple[RankedCandidate, ...] = ()
    """The candidates ranked last. The entries of all earlier ones are written."""
    content_sha256: str | None = None
    attempt: str | None = None
    """The request to publish that runs or succeeded."""
    in_force: bool = False
    """True after the register put it in force. Stays true when a later list follows."""
    announced: int = 0
    """Places up to this rank are on the topic."""
    published_at: datetime | None = None
    superseded_by: int | None = None

    @property
    def ranked(self) -> int:
        return self.placed + self.waiting


@dataclass(frozen=True, slots=True)
class DraftList:
    number: int
    capacity: int
    quota_per_district: int | None = None
    base: int | None = None
    held: int = 0
    """The number of UMKM on the base that are still endorsed and keep their places."""


@dataclass(frozen=True, slots=True)
class GiveRanks:
    """The next candidates, after this number of ranked ones."""

    after: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class EndRanking:
    """No candidate is left. These are the figures of the written entries."""

    ranked: int
    content_sha256: str


@dataclass(frozen=True, slots=True)
class PublishList:
    """An officer publishes the draft. `lost` and `some`: UMKM that lost their endorsement."""

    attempt: str
    lost: int = 0
    some: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PutInForce:
    """The register answered this attempt. `refused`: another list came first."""

    attempt: str
    refused: bool = False


@dataclass(frozen=True, slots=True)
class CountAnnounced:
    """The places after `after` up to `up_to` are announced."""

    after: int
    up_to: int


@dataclass(frozen=True, slots=True)
class EndPublication:
    """All places are announced."""


@dataclass(frozen=True, slots=True)
class DiscardList:
    """An officer discards a draft."""


@dataclass(frozen=True, slots=True)
class SupersedeList:
    by: int


ListCommand = (
    DraftList
    | GiveRanks
    | EndRanking
    | PublishList
    | PutInForce
    | CountAnnounced
    | EndPublication
    | DiscardList
    | SupersedeList
)


class ListDrafted(Event):
    """A list was begun. Stays inside the service, like all events of this module."""

    number: int
    capacity: int
    quota_per_district: int | None
    base: int | None
    cutoff: Timestamp


class RanksGiven(Event):
    """These candidates have a rank now."""

    ranked: tuple[RankedCandidate, ...]


class RankingEnded(Event):
    content_sha256: str


class PublicationBegun(Event):
    attempt: str


class PublicationRefused(Event):
    """Another list is in force."""


class ListInForce(Event):
    at: Timestamp


class PlacesAnnounced(Event):
    up_to: int


class ListDiscarded(Event):
    pass


@dataclass(frozen=True, slots=True)
class Register:
    """The list in force. As one aggregate it lets only one of two lists win."""

    in_force: int | None = None


@dataclass(frozen=True, slots=True)
class Approve:
    """Let `number` take the place of `base`."""

    number: int
    base: int | None


class RegisterChanged(Event):
    in_force: int
