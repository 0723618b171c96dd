"""Files of 33 districts as imports: posted, watched, resumed, reported, given back."""

import asyncio
import csv
import io
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import orjson
import pytest
from openpyxl import load_workbook

from services.intake.files.marking import HEADING
from services.intake.store.imports import ImportStore
from tests.integration.intake.importing import (
    HEADINGS,
    a_process,
    a_row,
    a_workbook,
    post,
)
from tests.integration.intake.office import Office, finished, of_type
from tests.support.engines import Engines
from tests.support.waiting import until

pytestmark = pytest.mark.engines


async def test_every_sheet_of_a_workbook_is_taken_and_reported_by_its_name(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    content = a_workbook(
        a_row(1), Tigalingga=[HEADINGS, a_row(2, hs="1"), a_row(1)], Lain=[[*"abc"]]
    )

    job = await finished(door, await post(door, office, content))
    report = (await door.get(job["report"])).content.decode("utf-8-sig")
    page = (await door.get(f"{job['url']}/lines", params={"after": 3, "limit": 1})).json()
    marked: Any = load_workbook(BytesIO((await door.get(job["marked"])).content))

    assert (job["accepted"], job["refused"], job["duplicates"]) == (1, 1, 1)
    assert [notice["given"] for notice in job["notices"]] == ["Lain"]
    rows = list(csv.DictReader(io.StringIO(report), delimiter=";"))
    assert [(row["lembar"], row["baris"], row["kode"]) for row in rows[1:]] == [
        *(("Tigalingga", "2", "invalid-hs"), ("Tigalingga", "3", "duplicate"))
    ]
    assert rows[2]["isi"] == "12.71, surat-medan.xlsx, Sheet, line 3"
    assert [(line["sheet"], line["row"]) for line in page["lines"]] == [("Tigalingga", 2)]
    assert marked["Tigalingga"].cell(2, 8).value.startswith("Kode HS: ")


async def test_the_same_file_again_is_answered_with_its_first_import(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    content = a_workbook(a_row(1))
    first = await finished(door, await post(door, office, content))

    again = await post(door, office, content, filename="another name.xlsx")

    assert again.json() == first


async def test_a_workbook_is_reported_row_by_row_and_given_back_marked(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    content = a_workbook(
        a_row(1), a_row(2, owner="", nik="1271014503"), a_row(3, phone="=1+1"), a_row(4, name="@b")
    )

    job = await finished(door, await post(door, office, content))
    report = (await door.get(job["report"])).content.decode("utf-8-sig")
    marked = await door.get(job["marked"])

    assert (job["status"], job["accepted"], job["refused"], job["percent"]) == ("done", 2, 2, 100)
    rows = list(csv.DictReader(io.StringIO(report), delimiter=";"))
    assert {(row["baris"], row["kolom"], row["kode"], row["isi"]) for row in rows} == {
        ("4", "Pemilik", "missing-owner", ""),
        ("4", "NIK", "invalid-nik", "1271****03"),
        ("5", "No HP", "formula", "****"),
    }
    sheet: Any = load_workbook(BytesIO(marked.content)).active
    assert sheet.cell(2, 8).value == HEADING
    assert "Nama pemilik belum diisi" in sheet.cell(4, 8).value
    assert sheet.cell(3, 8).value is None

    mended = await finished(door, await post(door, office, marked.content))
    assert (mended["duplicates"], mended["refused"]) == (2, 2)


async def test_a_csv_file_is_given_back_with_its_formulas_escaped(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    lines = [HEADINGS, a_row(1, name="+cmd|' /C calc'!A0"), a_row(2, hs="87032")]
    content = "\r\n".join(";".join(line) for line in lines).encode("cp1252")

    job = await finished(door, await post(door, office, content, filename="surat.csv"))
    marked = (await door.get(job["marked"])).content.decode("utf-8-sig")

    table = list(csv.reader(io.StringIO(marked), delimiter=";"))
    assert [len(row) for row in table] == [8, 7, 8]
    assert table[1][0].startswith("'+cmd")
    assert table[2][7].startswith("Kode HS: ")


async def test_a_file_sent_as_a_form_or_said_to_be_too_big_is_refused_before_it_is_read(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    address, params = f"/rounds/{office.round_id}/imports", {"district": "12.71"}

    form = await door.post(address, params=params, files={"file": a_workbook(a_row(1))})
    huge = await door.post(
        address, params=params, content=b"x", headers={"content-length": "10737418240"}
    )

    assert (form.status_code, form.json()["title"]) == (415, "form")
    assert "--data-binary" in form.json()["detail"]
    assert (huge.status_code, huge.json()["title"]) == (413, "too-big")
    assert (await door.get("/counts")).json()["rows"] == 0


async def test_progress_is_told_as_events_until_the_end(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    answer = await post(door, office, a_workbook(*[a_row(n) for n in range(50)]))

    stream = (await door.get(answer.json()["events"])).text

    events = [orjson.loads(each.partition("data: ")[2]) for each in stream.strip().split("\n\n")]
    assert events[-1]["status"] == "done"
    assert events[-1]["accepted"] == 50
    assert events[-1]["rows_per_second"] > 0


async def test_a_killed_process_resumes_the_import_and_takes_no_row_twice(
    office: Office, engines: Engines
) -> None:
    rows = [a_row(n) for n in range(4000)]
    async with a_process(office, engines) as (first, door):
        await office.open_round(door)
        answer = await post(door, office, a_workbook(*rows))
        url = answer.headers["location"]

        async def half_way() -> bool:
            return bool((await door.get(url)).json()["rows"])

        await until("some rows are taken", half_way)
        first.kill()
        await first.wait()
    async with a_process(office, engines) as (_, door):
        job = await finished(door, answer)
        counts = (await door.get("/counts")).json()

    assert (job["rows"], job["accepted"], job["duplicates"]) == (4000, 4000, 0)
    assert (counts["rows"], counts["nominations"]) == (4000, {"recommended": 4000})
    facts = await office.facts([job["letter"]])
    events = Counter(fact["subject"] for fact in of_type(facts, "umkm-recommended"))
    assert len(events) == 4000
    [responded] = of_type(facts, "district-responded")
    assert 0 < responded["data"]["accepted"] < 4000  # with the first rows, not with the last
    assert set(events.values()) == {1}


async def test_two_replicas_at_the_same_import_take_every_row_once(office: Office) -> None:
    doors = [await office.replica() for _ in range(2)]
    await office.open_round(doors[0])
    content = a_workbook(*[a_row(n) for n in range(300)])

    answers = await asyncio.gather(*(post(door, office, content) for door in doors))
    job = await finished(doors[0], answers[0])

    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert (job["rows"], job["accepted"]) == (300, 300)
    assert (await doors[0].get("/counts")).json()["rows"] == 300
    facts = await office.facts([job["letter"]])
    published = Counter(fact["subject"] for fact in of_type(facts, "umkm-recommended"))
    assert (len(published), set(published.values())) == (300, {1})


async def test_the_template_can_be_filled_in_and_sent(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    book = load_workbook(BytesIO((await door.get("/templates/letter.xlsx")).content))
    example, sheet = book["Contoh"], book["Rekomendasi"]
    for place, cell in enumerate(example[2], start=1):
        sheet.cell(2, place, cell.value)
    filled = BytesIO()
    book.save(filled)

    job = await finished(door, await post(door, office, filled.getvalue(), district="12.01"))

    assert len(sheet.data_validations.dataValidation) == 3
    assert all(cell.comment for cell in sheet[1])
    assert (job["rows"], job["accepted"]) == (1, 1)


async def test_a_file_for_an_unknown_round_or_import_is_not_found(office: Office) -> None:
    door = await office.replica()

    answer = await post(door, office, b"a;b")
    missing = await door.get("/imports/none")

    assert (answer.status_code, missing.status_code) == (404, 404)


async def test_what_is_no_table_ends_with_a_sentence_and_not_with_a_trace(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)

    job = await finished(door, await post(door, office, b"PK\x03\x04 broken"))
    empty = await post(door, office, b"")

    assert job["status"] == "failed"
    assert job["failure"]["code"] == "corrupt-workbook"
    assert job["failure"]["message_id"] != job["failure"]["message_en"]
    assert job["failure"]["message_en"] in (await door.get(job["report"])).text
    assert job["failure"]["message_en"] in (await door.get(job["marked"])).json()["message_en"]
    assert (empty.status_code, empty.json()["title"]) == (422, "empty")


async def test_of_an_import_whose_file_is_forgotten_the_counts_stay_and_the_rest_is_gone(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    sent = await post(door, office, a_workbook(a_row(1)))
    job = await finished(door, sent)
    database = office.services[0].database
    orphans = {"orphan_since": {"$exists": True}}
    assert await database["imports.files"].count_documents(orphans) == 0

    await ImportStore(database).forget_before(datetime.now(UTC) + timedelta(days=1))

    gone = [await door.get(job[place]) for place in ("report", "marked")]
    assert [each.status_code for each in gone] == [410, 410]
    assert (await door.get(job["url"])).json()["accepted"] == 1
