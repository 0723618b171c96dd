"""The content of the decree that the province prints and signs. `setting` makes the PDF."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.endorsement.documents.rows import is_draft, mark, warning
from services.endorsement.documents.words import (
    HEADINGS,
    NOTHING,
    hs_codes,
    moment,
    number,
    reason,
    score,
)
from services.endorsement.model.entries import ListEntry, ListPart
from services.endorsement.model.lists import PriorityList
from services.endorsement.rules.wording import day
from shared.indonesia.zones import Zone
from shared.province import Province

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


def decree(
    head: PriorityList, part: ListPart, entries: Sequence[ListEntry], province: Province
) -> dict[str, Any]:
    """Collect everything that the template shows."""
    zone = province.zone
    waiting, heading = part is ListPart.WAITING, HEADINGS[part]
    dated = head.published_at or head.cutoff
    assert dated  # noqa: S101 - a drafted list has one
    local = zone.local(dated)
    return {
        "title": f"{heading} Nomor {head.number}",
        "heading": heading,
        "number": str(head.number),
        "draft": is_draft(head),
        "mark": mark(head),
        "warning": warning(head),
        "waiting_list": waiting,
        "letterhead": province.letterhead.model_dump(),
        "document_day": [local.year, local.month, local.day],
        "made_at": int(dated.timestamp()),
        "signed_on": "." * 24 if is_draft(head) else day(dated, zone).id,
        "facts": _facts(head, zone),
        "sentences": _sentences(head),
        "columns": [*COLUMNS, "Karena"] if waiting else COLUMNS,
        "rows": [_row(entry, province.names, waiting=waiting) for entry in entries],
        "sha256": "" if waiting else head.content_sha256 or "",
        "authenticity": _no_proof(head) if waiting else _authenticity(head),
        "commands": [
            f"curl '.../priority-lists/{head.number}/download?format=txt' | sha256sum",
        ],
    }


def _facts(head: PriorityList, zone: Zone) -> list[tuple[str, str]]:
    places = f"{number(head.placed)} UMKM"
    if head.kept:
        places += f", {number(head.kept)} di antaranya mempertahankan tempat"
    quota = head.quota_per_district
    return [
        ("Diterbitkan", warning(head) or _when(head.published_at, zone)),
        ("Keputusan dihitung sampai", _when(head.cutoff, zone)),
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


def _row(entry: ListEntry, districts: Mapping[str, str], *, waiting: bool) -> list[str]:
    cells = [
        str(entry.rank),
        LONG_WORD.sub("\\g<0>\u200b", entry.business_name),
        districts.get(entry.district, entry.district),
        hs_codes(entry),
        score(entry),
    ]
    return [*cells, reason(entry)] if waiting else cells


def _when(at: datetime | None, zone: Zone) -> str:
    return moment(at, zone) if at else NOTHING
