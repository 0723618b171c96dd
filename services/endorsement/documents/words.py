"""Words that all files share: Indonesian, with days and hours of the province."""

from collections.abc import Mapping
from datetime import datetime

from services.endorsement.model.entries import ListEntry, ListPart, WaitingReason
from services.endorsement.rules.wording import day
from shared.indonesia.zones import Zone

NOTHING = "-"
REASONS: Mapping[WaitingReason, str] = {
    WaitingReason.CAPACITY: "kapasitas",
    WaitingReason.DISTRICT_QUOTA: "kuota daerah",
}
HEADINGS: Mapping[ListPart, str] = {
    ListPart.PLACES: "Daftar Prioritas UMKM Binaan Ekspor",
    ListPart.WAITING: "Daftar Tunggu UMKM Binaan Ekspor",
}


def moment(at: datetime, zone: Zone) -> str:
    """As in `4 Desember 2026 pukul 09.30 WIB`."""
    return f"{day(at, zone).id} pukul {zone.local(at):%H.%M} {zone}"


def number(value: float) -> str:
    """As Indonesians write it: `1.000`, `84,50`."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
    return text.translate(str.maketrans(",.", ".,"))


def score(entry: ListEntry) -> str:
    return NOTHING if entry.score is None else number(entry.score)


def hs_codes(entry: ListEntry) -> str:
    """As in `0901.11, 0902.10`."""
    return ", ".join(f"{code[:4]}.{code[4:]}" for code in entry.hs6) or NOTHING


def reason(entry: ListEntry) -> str:
    return REASONS[entry.reason] if entry.reason else ""
