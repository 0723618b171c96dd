"""The content of the letter that the province prints and signs. `setting` makes the PDF."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from services.endorsement.documents.rows import is_draft, mark, warning
from services.endorsement.documents.words import (
    HEADINGS,
    NOTHING,
    Districts,
    hs_codes,
    moment,
    number,
    reason,
    score,
)
from services.endorsement.model.entries import Entry, Part
from services.endorsement.model.lists import PriorityList
from services.endorsement.rules.wording import WIB, day

MOST_LINES = 2_000
"""About fifty pages, which take 0.3 GB to set. Longer lists need the workbook."""
LONG_WORD = re.compile(r"\S{18}")
"""A place for a line break. Without it typst writes over the next column."""
COLUMNS = ("No.", "Nama usaha", "Kabupaten/kota", "Kode HS", "Nilai")
TIE_BREAK = (
    "UMKM yang memegang tempat pada daftar sebelumnya dan masih didukung tetap memegang tempatnya, "
    "menurut urutan lama. Selebihnya diurutkan menurut nilai tertinggi; pada nilai yang sama, "
    "menurut keputusan yang lebih dahulu; kemudian menurut nomor UMKM."
)
Line = Annotated[str, Field(min_length=1, max_length=120)]


class Letterhead(BaseModel):
    """The office that publishes the list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    government: Line
    office: Line
    unit: Line
    city: Line
    signed_by: Line


def load_letterhead(path: Path) -> Letterhead:
    return Letterhead.model_validate(yaml.safe_load(path.read_bytes()))


def letter(
    head: PriorityList,
    part: Part,
    entries: Sequence[Entry],
    districts: Districts,
    letterhead: Letterhead,
) -> dict[str, Any]:
    """Collect everything that the template shows."""
    waiting, heading = part is Part.WAITING, HEADINGS[part]
    dated = head.published_at or head.cutoff
    assert dated  # noqa: S101 - a drafted list has one
    local = dated.astimezone(WIB)
    return {
        "title": f"{heading} Nomor {head.number}",
        "heading": heading,
        "number": str(head.number),
        "draft": is_draft(head),
        "mark": mark(head),
        "warning": warning(head),
        "waiting_list": waiting,
        "letterhead": letterhead.model_dump(),
        "document_day": [local.year, local.month, local.day],
        "made_at": int(dated.timestamp()),
        "signed_on": "." * 24 if is_draft(head) else day(dated).id,
        "facts": _facts(head),
        "sentences": _sentences(head),
        "columns": [*COLUMNS, "Karena"] if waiting else COLUMNS,
        "rows": [_row(entry, districts, waiting=waiting) for entry in entries],
        "sha256": "" if waiting else head.content_sha256 or "",
        "authenticity": _no_proof(head) if waiting else _authenticity(head),
        "commands": [
            f"curl '.../priority-lists/{head.number}/download?format=txt' | sha256sum",
        ],
    }


def _facts(head: PriorityList) -> list[tuple[str, str]]:
    places = f"{number(head.placed)} UMKM"
    if head.kept:
        places += f", {number(head.kept)} di antaranya mempertahankan tempat"
    quota = head.quota_per_district
    return [
        ("Diterbitkan", warning(head) or _when(head.published_at)),
        ("Keputusan dihitung sampai", _when(head.cutoff)),
        ("Kapasitas program", f"{number(head.capacity)} tempat"),
        ("Kuota per kabupaten/kota", f"{number(quota)} tempat" if quota else "tidak dibatasi"),
        ("Mendapat tempat", places),
        ("Menunggu", f"{number(head.waiting)} UMKM"),
        ("Menggantikan daftar nomor", str(head.base) if head.base else NOTHING),
    ]


def _sentences(head: PriorityList) -> list[str]:
    waiting = "UMKM yang belum mendapat tempat masuk daftar tunggu menurut urutan yang sama"
    full = "karena kapasitas program penuh"
    if head.quota_per_district:
        full += " atau kuota daerahnya terpenuhi"
    return [f"{TIE_BREAK} {waiting}, {full}."]


def _authenticity(head: PriorityList) -> str:
    return (
        f"Isi daftar nomor {head.number} dibuktikan oleh jumlah uji SHA-256 dari semua tempat "
        "menurut urutan, satu baris untuk setiap UMKM: peringkat, satu spasi, nomor UMKM. Teks itu "
        "dapat diunduh dan dihitung kembali oleh siapa pun; hasilnya harus sama dengan:"
    )


def _no_proof(head: PriorityList) -> str:
    return (
        f"Jumlah uji SHA-256 daftar nomor {head.number} hanya membuktikan daftar yang mendapat "
        "tempat. Daftar tunggu ini tidak tercakup di dalamnya."
    )


def _row(entry: Entry, districts: Districts, *, waiting: bool) -> list[str]:
    cells = [
        str(entry.rank),
        LONG_WORD.sub("\\g<0>\u200b", entry.business_name),
        districts.get(entry.district, entry.district),
        hs_codes(entry),
        score(entry),
    ]
    return [*cells, reason(entry)] if waiting else cells


def _when(at: datetime | None) -> str:
    return moment(at) if at else NOTHING
