"""Words that all files share: Indonesian, with days and hours in WIB."""

import csv
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from services.endorsement.model.entries import Entry, Part, Reason
from services.endorsement.rules.wording import WIB, day

DATA = Path(__file__).parent.parent / "data"
NOTHING = "-"
REASONS: Mapping[Reason, str] = {
    Reason.CAPACITY: "kapasitas",
    Reason.DISTRICT_QUOTA: "kuota daerah",
}
HEADINGS: Mapping[Part, str] = {
    Part.PLACES: "Daftar Prioritas UMKM Binaan Ekspor",
    Part.WAITING: "Daftar Tunggu UMKM Binaan Ekspor",
}
Districts = Mapping[str, str]


def load_districts() -> Districts:
    """Names of districts by code."""
    with (DATA / "districts.csv").open(newline="", encoding="utf-8") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def moment(at: datetime) -> str:
    """As in `4 Desember 2026 pukul 09.30 WIB`."""
    return f"{day(at).id} pukul {at.astimezone(WIB):%H.%M} WIB"


def number(value: float) -> str:
    """As Indonesians write it: `1.000`, `84,50`."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
    return text.translate(str.maketrans(",.", ".,"))


def score(entry: Entry) -> str:
    return NOTHING if entry.score is None else number(entry.score)


def hs_codes(entry: Entry) -> str:
    """As in `0901.11, 0902.10`."""
    return ", ".join(f"{code[:4]}.{code[4:]}" for code in entry.hs6) or NOTHING


def reason(entry: Entry) -> str:
    return REASONS[entry.reason] if entry.reason else ""
