"""One entry as a row of a spreadsheet."""

from collections.abc import Mapping

from services.endorsement.documents.words import hs_codes, reason
from services.endorsement.model.entries import ListEntry
from services.endorsement.model.lists import ListStatus, PriorityList
from shared.indonesia.zones import Zone
from shared.province import Province

Cell = str | int | float | None
_COLUMNS: Mapping[str, int] = {
    "Status": 8,
    "Peringkat": 10,
    "UMKM": 24,
    "Nama usaha": 38,
    "Kode daerah": 12,
    "Kabupaten/kota": 30,
    "Kode HS": 20,
    "Nilai": 8,
    "Didukung ({zone})": 17,
    "Tempat lama": 12,
    "Alasan menunggu": 20,
}
DRAFT_MARK, PUBLISHED_MARK, DISCARDED_MARK = "DRAF", "TERBIT", "DIBATALKAN"


def columns(zone: Zone) -> dict[str, int]:
    """Headings, with the width of each column in characters."""
    return {heading.format(zone=zone): width for heading, width in _COLUMNS.items()}


def is_draft(head: PriorityList) -> bool:
    """True if the list may still be discarded."""
    return not head.in_force


def mark(head: PriorityList) -> str:
    """The mark in every row, because people cut, sort and forward sheets."""
    if head.status is ListStatus.DISCARDED:
        return DISCARDED_MARK
    return DRAFT_MARK if is_draft(head) else PUBLISHED_MARK


def warning(head: PriorityList) -> str | None:
    """The text above a list that is not in force."""
    if not is_draft(head):
        return None
    discarded = head.status is ListStatus.DISCARDED
    return f"{mark(head)}, {'tidak' if discarded else 'belum'} diterbitkan"


def row(entry: ListEntry, marked: str, province: Province) -> tuple[Cell, ...]:
    decided = entry.decided_at
    return (
        marked,
        entry.rank,
        entry.umkm_id,
        entry.business_name,
        entry.district,
        province.names.get(entry.district, entry.district),
        hs_codes(entry) if entry.hs6 else "",
        entry.score,
        f"{province.zone.local(decided):%Y-%m-%d %H:%M}" if decided else "",
        "ya" if entry.kept else "",
        reason(entry),
    )
