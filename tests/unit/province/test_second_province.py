"""A second province is served by the same code, and nothing of the first one appears."""

import io
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from openpyxl import load_workbook

from folder.naming import spelled
from services.endorsement.documents.decree import decree
from services.endorsement.documents.plain import as_csv
from services.endorsement.documents.setting import set_decree
from services.endorsement.model.entries import ListEntry, ListPart
from services.endorsement.model.policies import load_policies
from services.endorsement.settings import POLICIES
from services.intake.app import create_service
from services.intake.files.reader import read_file
from services.intake.letters.districts import district_named
from services.intake.letters.errand import Errand
from services.intake.settings import Settings
from services.notify.rules.wording import render, say
from services.notify.settings import Settings as NotifySettings
from services.notify.store.catalogue import load_catalogue
from shared.indonesia.zones import Zone, day_begun_at
from shared.province.serving import serving
from shared.tables.writing import record
from tests.support.provinces import MINI, MINI_FOLDER, SUMUT
from tests.unit.endorsement.lists import a_list_in_force, candidates
from tests.unit.notify.builders import events

EVENING = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
"""Half past eleven in the first province, half past midnight in the second one."""
HEADINGS = (
    *(
        "Nama Usaha",
        "Nama Pemilik",
        "NIK",
        "No HP",
        "Kabupaten",
        "Alamat",
        "Desa/Kecamatan",
        "Produk",
    ),
    *("Kode HS", "Persetujuan"),
)
ROW = (
    *("UD Ombak", "Made Sari", "9901014503800001", "0361 23456", "Kab. Lintim"),
    *("Jl. Wailan 4", "Batu Lintang / Lembah", "Kopi bubuk Sagara", "", "ya, 01-03-2026"),
)
NAMES_OF_THE_FIRST = {
    *(SUMUT.name, SUMUT.name_en, "sumut", SUMUT.zone),
    *SUMUT.letterhead.model_dump().values(),
    *(name for d in SUMUT.districts for name in (d.name, d.short_name, *d.also_called)),
}
WORDS_OF_THE_FIRST = re.compile(
    "|".join(rf"\b{re.escape(name)}\b" for name in NAMES_OF_THE_FIRST), re.IGNORECASE
)


def is_free_of_the_first(text: str) -> bool:
    return WORDS_OF_THE_FIRST.search(text) is None


async def read(tmp_path: Path, *rows: tuple[str, ...], district: str = "99.01") -> list[Any]:
    """What the child process says of the rows of a letter."""
    path = tmp_path / "letter"
    path.write_text("".join(map(record, [HEADINGS, *rows])), encoding="utf-8")
    errand = Errand(district=district, arrived_on=date(2026, 3, 2))
    with serving(MINI):
        frames = [frame async for frame in read_file(path, errand)]
    return [row for frame in frames for row in frame.rows]


@pytest.fixture
async def door() -> AsyncIterator[httpx.AsyncClient]:
    service = create_service(Settings(province=str(MINI_FOLDER)))
    service.ready = True  # these requests need no engine
    transport = httpx.ASGITransport(service.app())
    async with httpx.AsyncClient(transport=transport, base_url="http://intake") as client:
        yield client


async def test_a_letter_of_the_second_province_is_read(tmp_path: Path) -> None:
    [row] = await read(tmp_path, ROW)

    assert row.problems == ()
    assert row.taken.phone == "+6236123456"
    assert row.taken.products[0].hs6 == "090121"
    assert (row.taken.village, row.taken.subdistrict) == ("Lembah", "Batu Lintang")


async def test_a_district_of_the_first_province_is_unknown_in_the_second(tmp_path: Path) -> None:
    of_first = tuple("Tapanuli Utara" if cell == "Kab. Lintim" else cell for cell in ROW)
    of_another = tuple("9903014503800001" if cell == ROW[2] else cell for cell in ROW)

    named, registered = await read(tmp_path, of_first, of_another)

    assert ("district", "district-not-known") in [notice[:2] for notice in named.notices]
    assert "unknown-nik-area" in [problem[1] for problem in registered.problems]


@pytest.mark.parametrize(
    ("cell", "district"),
    [("Kab. Sagara", "99.02"), ("Kota Sagara", "99.71"), ("Sagara", None), ("lintim", "99.01")],
)
def test_one_name_of_a_kabupaten_and_a_kota_is_never_guessed(
    cell: str, district: str | None
) -> None:
    with serving(MINI):
        assert district_named(cell) == district


@pytest.mark.parametrize(
    ("spelling", "districts"),
    [("kabsagara", ["99.02"]), ("kotasagara", ["99.71"]), ("sagara", ["99.02", "99.71"])],
)
def test_a_file_is_named_after_a_kabupaten_or_a_kota(spelling: str, districts: list[str]) -> None:
    assert [district.code for district in spelled(MINI.districts)[spelling]] == districts


@pytest.mark.parametrize(
    ("district", "sentence"),
    [("12.01", "there is no district 12.01"), ("1201", "String should match pattern")],
)
async def test_the_door_refuses_a_district_of_another_province(
    door: httpx.AsyncClient, district: str, sentence: str
) -> None:
    answer = await door.post("/rounds/r1/recommendations", json={"district": district})

    assert answer.status_code == 422
    assert sentence in answer.text


async def test_the_template_offers_the_districts_of_the_second_province(
    door: httpx.AsyncClient,
) -> None:
    answer = await door.get("/templates/letter.xlsx")

    sheets = load_workbook(io.BytesIO(answer.content))
    cells = [str(cell) for sheet in sheets for row in sheet.values for cell in row if cell]
    assert {*MINI.names, *MINI.names.values()} <= {*cells}
    assert not {*SUMUT.names} & {*cells}


async def test_a_list_is_printed_with_the_letterhead_the_names_and_the_hours_of_its_province() -> (
    None
):
    entry = ListEntry(
        2, ListPart.PLACES, 1, "U1", "r1", "UD Ombak", "99.71", ("090121",), 84.5, EVENING
    )
    head = replace(a_list_in_force(*candidates(1)), published_at=EVENING)

    async def portions() -> AsyncIterator[list[ListEntry]]:
        yield [entry]

    content = decree(head, ListPart.PLACES, [entry], MINI)
    table = "".join([text async for text in as_csv(portions(), "TERBIT", MINI)])

    assert content["letterhead"] == MINI.letterhead.model_dump()
    assert content["signed_on"] == "3 Maret 2026"
    assert dict(content["facts"])["Diterbitkan"] == "3 Maret 2026 pukul 00.30 WITA"
    assert "Didukung (WITA)" in table
    assert "2026-03-03 00:30" in table
    assert "Kota Sagara" in table
    assert is_free_of_the_first(f"{content} {table}")
    assert set_decree(orjson.dumps(content)).startswith(b"%PDF")


def test_every_notice_is_written_for_the_second_province() -> None:
    settings = NotifySettings()
    catalogue = load_catalogue(settings.notices, settings.words, MINI)

    texts = []
    for event in events():
        fields = say(event, catalogue.words, MINI) | {"place": "Kabupaten Lintang Timur"}
        for rule in catalogue.rules[event.type]:
            template = catalogue.templates[rule.template, catalogue.newest(rule.template)]
            words = render(template, fields, "Made Sari")
            texts.append(f"{words.subject}\n{words.body}\n{words.short}")

    assert all("Nusa Lintang" in text for text in texts)
    assert [text for text in texts if not is_free_of_the_first(text)] == []


@pytest.mark.parametrize("version", [1, 2])
def test_a_policy_names_the_agencies_of_its_province(version: int) -> None:
    policy = load_policies(POLICIES, MINI.agencies)[version]

    assert policy.by_id["bi"].name == "Kantor Perwakilan Bank Indonesia Nusa Lintang"
    assert is_free_of_the_first(policy.model_dump_json())


@pytest.mark.parametrize("zone", list(Zone))
def test_a_day_of_an_export_is_the_same_day_in_all_zones(zone: Zone) -> None:
    day = date(2026, 3, 3)

    midnight = zone.midnight(day).astimezone(UTC)

    assert day_begun_at(midnight) == day


def test_a_day_begins_earlier_in_the_east() -> None:
    assert SUMUT.zone.day_of(EVENING) == date(2026, 3, 2)
    assert MINI.zone.day_of(EVENING) == date(2026, 3, 3)
