"""What endorsement remembers of priority lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.endorsement.model.entries import Candidate, Settled
from shared.contracts.envelope import Event, Timestamp


class ListStatus(StrEnum):
    NEW = "new"
    RANKING = "ranking"
    """Places are being given; the officer waits for some seconds."""
    DRAFT = "draft"
    """Complete, and nobody has heard of it; it is published or discarded."""
    PUBLISHING = "publishing"
    """Its places are being announced one by one; no way leads back once it is in force."""
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class PriorityList:
    """The head of a list; its entries are aggregates of their own, so that nothing grows with it.

    It settles who stands where. Whoever finishes the list (a request, a timer, any replica) does
    first what is settled, and then asks for the next step; so any may die, and several may try.
    """

    number: int = 0
    status: ListStatus = ListStatus.NEW
    capacity: int = 0
    quota_per_district: int | None = None
    cutoff: datetime | None = None
    """Ballots decided later than this are left to the next list."""
    base: int | None = None
    """The list in force when this one was drafted: who has a place there keeps it."""
    placed: int = 0
    kept: int = 0
    """So many of the places are those of the base."""
    waiting: int = 0
    by_district: Mapping[str, int] = field(default_factory=dict)
    """Places by district; no more keys than there are districts."""
    newest: tuple[Settled, ...] = ()
    """Settled last, in order; the entries of all before are written."""
    content_sha256: str | None = None
    attempt: str | None = None
    """The request to publish it that is under way or succeeded."""
    in_force: bool = False
    """The register has put it in force; it stays so in the record when a later one follows."""
    announced: int = 0
    """The places up to this rank are on the topic."""
    published_at: datetime | None = None
    superseded_by: int | None = None

    @property
    def settled(self) -> int:
        return self.placed + self.waiting


@dataclass(frozen=True, slots=True)
class DraftList:
    number: int
    capacity: int
    quota_per_district: int | None = None
    base: int | None = None
    held: int = 0
    """So many on the base are endorsed still, and will keep their places."""


@dataclass(frozen=True, slots=True)
class GiveRanks:
    """Whoever finishes the list proposes who comes next, after so many."""

    after: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class EndRanking:
    """Nobody comes next, and the entries that are written say this."""

    settled: int
    content_sha256: str


@dataclass(frozen=True, slots=True)
class PublishList:
    """An officer publishes the draft; `lost` and `some` say whose endorsement did not last."""

    attempt: str
    lost: int = 0
    some: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PutInForce:
    """The register has answered to this attempt; `refused`: another list came first."""

    attempt: str
    refused: bool = False


@dataclass(frozen=True, slots=True)
class CountAnnounced:
    """Whoever finishes the list says that the places from `after` up to `up_to` are out."""

    after: int
    up_to: int


@dataclass(frozen=True, slots=True)
class EndPublication:
    """All places are out."""


@dataclass(frozen=True, slots=True)
class DiscardList:
    """An officer throws a draft away."""


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
    """A list was begun; stays inside the service, as do all but the last two facts of a list."""

    number: int
    capacity: int
    quota_per_district: int | None
    base: int | None
    cutoff: Timestamp


class RanksGiven(Event):
    """Where these stand is settled, whoever finishes the list."""

    settled: tuple[Settled, ...]


class RankingEnded(Event):
    content_sha256: str


class PublicationBegun(Event):
    attempt: str


class PublicationRefused(Event):
    """Another list is in force by now."""


class ListInForce(Event):
    at: Timestamp


class PlacesAnnounced(Event):
    up_to: int


class ListDiscarded(Event):
    pass


@dataclass(frozen=True, slots=True)
class Register:
    """Which list is in force; one small aggregate, so that of two lists at once only one can be."""

    in_force: int | None = None


@dataclass(frozen=True, slots=True)
class Approve:
    """Let `number` take the place of `base`."""

    number: int
    base: int | None


class RegisterChanged(Event):
    in_force: int
