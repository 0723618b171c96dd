"""The decree of a priority list: what it says, and that names are only names."""

import re
import warnings
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import orjson
import pytest
import typst

from services.endorsement.documents.decree import decree
from services.endorsement.documents.setting import TEMPLATE, set_decree
from services.endorsement.documents.words import moment, number
from services.endorsement.model.entries import ListEntry, ListPart, WaitingReason
from services.endorsement.model.lists import PriorityList
from shared.indonesia.zones import Zone
from tests.support.provinces import SUMUT
from tests.unit.endorsement.builders import NOW
from tests.unit.endorsement.lists import SHA, a_draft, a_list_in_force, candidates

NAMES = (
    "Kopi Na'i Ro'bot",
    '#panic() #import "@preview/x:1.0.0"',
    "Harga $1 <b>tebal</b> & murah",
    "*Ulos* _Ragi_ `raw` @ref [x] // \\",
    "Keripik 😀 Bagas Gulö",
)


def an_entry(
    name: str = "Kopi Lintong", rank: int = 1, reason: WaitingReason | None = None
) -> ListEntry:
    part = ListPart.WAITING if reason else ListPart.PLACES
    entry = ListEntry(2, part, rank, f"U{rank}", "r1", name, "12.16", ("090111",), 84.5, NOW)
    return replace(entry, reason=reason)


def content_of(
    head: PriorityList, *entries: ListEntry, part: ListPart = ListPart.PLACES
) -> dict[str, Any]:
    return decree(head, part, entries, SUMUT)


def cells(content: dict[str, Any]) -> list[str]:
    """What typst has made of the same template and data, as text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that pages are left out
        made = typst.compile(
            str(TEMPLATE),
            root=str(TEMPLATE.parent),
            format="html",
            sys_inputs={"decree": orjson.dumps(content).decode()},
        )
    assert isinstance(made, bytes)
    return [unescape(cell) for cell in re.findall(r"<td>(.*?)</td>", made.decode(), re.DOTALL)]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_name_whatever_it_looks_like(name: str) -> None:
    shown = cells(content_of(a_list_in_force(*candidates(1)), an_entry(name)))

    assert name in [cell.replace("\u200b", "") for cell in shown]


def test_a_name_without_an_end_is_broken_and_nothing_of_it_is_lost() -> None:
    (cell,) = (
        each for each in cells(content_of(a_list_in_force(), an_entry("X" * 200))) if "XX" in each
    )

    assert cell.count("\u200b") == 11
    assert cell.replace("\u200b", "") == "X" * 200


def test_the_decree_says_by_what_the_list_was_made() -> None:
    head = replace(a_list_in_force(*candidates(2), base=1), quota_per_district=60, waiting=1500)

    content = content_of(head, an_entry())

    assert content["title"] == "Daftar Prioritas UMKM Binaan Ekspor Nomor 2"
    assert dict(content["facts"]) == {
        "Diterbitkan": "2 Maret 2026 pukul 10.00 WIB",
        "Keputusan dihitung sampai": "2 Maret 2026 pukul 10.00 WIB",
        "Kapasitas program": "1.000 tempat",
        "Kuota per kabupaten/kota": "60 tempat",
        "Mendapat tempat": "2 UMKM",
        "Menunggu": "1.500 UMKM",
        "Menggantikan daftar nomor": "1",
    }
    assert content["rows"] == [
        ["1", "Kopi Lintong", "Kabupaten Humbang Hasundutan", "0901.11", "84,50"]
    ]
    assert "nilai tertinggi" in content["sentences"][0]
    assert content["sha256"] == SHA
    assert "download?format=txt" in content["commands"][0]


def test_a_draft_is_marked_and_not_dated() -> None:
    draft, published = content_of(a_draft()), content_of(a_list_in_force())

    assert (draft["draft"], published["draft"]) == (True, False)
    assert dict(draft["facts"])["Diterbitkan"] == "DRAF, belum diterbitkan"
    assert "2026" not in draft["signed_on"]
    assert len(set_decree(orjson.dumps(draft))) > len(set_decree(orjson.dumps(published)))


def test_the_decree_of_those_who_wait_says_why() -> None:
    waits = an_entry(reason=WaitingReason.DISTRICT_QUOTA)

    content = content_of(a_list_in_force(), waits, part=ListPart.WAITING)

    assert content["heading"] == "Daftar Tunggu UMKM Binaan Ekspor"
    assert content["rows"][0][-1] == "kuota daerah"
    assert "kuota daerah" in cells(content)


def test_the_decree_of_those_who_wait_claims_no_proof_that_is_of_the_places_alone() -> None:
    content = content_of(
        a_list_in_force(), an_entry(reason=WaitingReason.CAPACITY), part=ListPart.WAITING
    )

    assert SHA not in str(content)
    assert "hanya membuktikan daftar yang mendapat tempat" in content["authenticity"]
    assert set_decree(orjson.dumps(content)).startswith(b"%PDF")


def test_a_long_list_has_many_pages_and_is_the_same_file_each_time() -> None:
    content = content_of(a_list_in_force(), *(an_entry(rank=rank) for rank in range(1, 101)))

    first, second = (set_decree(orjson.dumps(content)) for _ in range(2))

    assert first == second
    assert re.findall(rb"/Count (\d+)", first) == [b"3"]


def test_hours_and_figures_are_those_of_sumatra() -> None:
    assert moment(NOW + timedelta(hours=15), Zone.WIB) == "3 Maret 2026 pukul 01.00 WIB"
    assert (number(64_000), number(84.5)) == ("64.000", "84,50")
    assert len(SUMUT.names) == 33
