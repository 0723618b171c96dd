"""Views of priority lists."""

from dataclasses import dataclass
from datetime import datetime

from services.endorsement.model.entries import ListEntry, ListPart
from services.endorsement.model.lists import ListStatus, PriorityList

TIE_BREAK = "score, highest first; then the earlier decision; then the UMKM id"
"""Kept places come first, in the order of the list before."""


@dataclass(frozen=True, slots=True)
class ListView:
    """A list without its entries. `tie_break` is the order of ranking."""

    number: int
    status: ListStatus
    capacity: int
    quota_per_district: int | None
    cutoff: datetime | None
    base: int | None
    """The list in force at the draft."""
    placed: int
    kept: int
    waiting: int
    by_district: dict[str, int]
    """Places by district."""
    content_sha256: str | None
    """The hash of the places, one line each: `<rank> <umkm id>`. None while it is ranked."""
    published_at: datetime | None
    superseded_by: int | None
    tie_break: str = TIE_BREAK

    @classmethod
    def of(cls, head: PriorityList) -> "ListView":
        return cls(
            number=head.number,
            status=head.status,
            capacity=head.capacity,
            quota_per_district=head.quota_per_district,
            cutoff=head.cutoff,
            base=head.base,
            placed=head.placed,
            kept=head.kept,
            waiting=head.waiting,
            by_district=dict(sorted(head.by_district.items())),
            content_sha256=head.content_sha256,
            published_at=head.published_at,
            superseded_by=head.superseded_by,
        )


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Some entries of a list, in order."""

    number: int
    status: ListStatus
    """A `draft` may still be discarded. It gives no place yet."""
    part: ListPart
    entries: list[ListEntry]
    after: int | None
    """The `after` of the next page, or None."""
