"""A priority list as a file: what is in it, that it is the list, and that it does no harm."""

import csv
import hashlib
import io
import re
from collections.abc import AsyncIterator

import pytest
from openpyxl import load_workbook

from bench.lists.endorsed import an_endorsed
from services.endorsement.documents import decree
from tests.integration.endorsement.hall import Hall
from tests.integration.endorsement.listing import Listing
from tests.support.engines import Engines

pytestmark = [pytest.mark.engines, pytest.mark.timeout(120)]
NAMES = ("Kopi Ni'Huta", '=HYPERLINK("http://x")', "@ulos", "-1+1", "#panic() $x$ <b> 😀")
FILES = ("csv", "xlsx", "pdf", "txt")


@pytest.fixture(scope="module")
async def listing(engines: Engines) -> AsyncIterator[Listing]:
    """List 1 is published: four places, one waits. List 2 is a draft."""
    async with Hall.open(engines) as own:
        listing_ = await Listing.open(own)
        await listing_.endorsed(
            *(an_endorsed(f"u-{n}", name=name, minute=n) for n, name in enumerate(NAMES[:4])),
            an_endorsed("u-waits", name=NAMES[4], score=None),
        )
        await listing_.draft(1, capacity=4)
        await listing_.publish(1)
        await listing_.draft(2, capacity=5)
        yield listing_


async def test_anybody_can_take_the_content_hash_again(listing: Listing) -> None:
    text = await listing.download(1, "txt")

    assert text.text == "1 u-0\n2 u-1\n3 u-2\n4 u-3\n"
    head = await listing.head(1)
    assert hashlib.sha256(text.content).hexdigest() == head["content_sha256"]


async def test_a_spreadsheet_never_calculates_what_a_stranger_wrote(listing: Listing) -> None:
    file = await listing.download(1, "csv")

    rows = list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff")), delimiter=";"))
    assert [row["Nama usaha"] for row in rows] == [
        "Kopi Ni'Huta",
        '\'=HYPERLINK("http://x")',
        "'@ulos",
        "'-1+1",
    ]
    assert {row["Status"] for row in rows} == {"TERBIT"}
    assert rows[0]["Kabupaten/kota"] == "Kabupaten Humbang Hasundutan"
    assert rows[0]["Nilai"] == "80,00"
    assert rows[0]["Didukung (WIB)"] == "2026-03-02 10:00"


async def test_a_workbook_holds_numbers_as_numbers_and_names_as_text(listing: Listing) -> None:
    file = await listing.download(1, "xlsx")

    sheet = load_workbook(io.BytesIO(file.content)).worksheets[0]
    assert sheet["A1"].value == "Daftar Prioritas UMKM Binaan Ekspor Nomor 1"
    heads, *rows = sheet.iter_rows(min_row=4, values_only=True)
    assert heads[:4] == ("Status", "Peringkat", "UMKM", "Nama usaha")
    assert [row[1:4] for row in rows][:2] == [
        (1, "u-0", "Kopi Ni'Huta"),
        (2, "u-1", '\'=HYPERLINK("http://x")'),
    ]
    assert {type(cell.value) for cell in sheet["H"][4:]} == {int}
    assert {cell.data_type for row in sheet.iter_rows(min_row=5) for cell in row} <= {"s", "n"}


async def test_who_waits_is_a_file_of_its_own_with_the_reason(listing: Listing) -> None:
    file = await listing.download(1, "csv", part="waiting")

    rows = list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff")), delimiter=";"))
    assert [(row["UMKM"], row["Nilai"], row["Alasan menunggu"]) for row in rows] == [
        ("u-waits", "", "kapasitas")
    ]


async def test_the_workbook_of_those_who_wait_claims_no_proof_of_the_places(
    listing: Listing,
) -> None:
    remarks = []
    for part in ("places", "waiting"):
        file = await listing.download(1, "xlsx", part=part)
        remarks.append(load_workbook(io.BytesIO(file.content)).worksheets[0]["A2"].value)

    assert [("SHA-256" in remark) for remark in remarks] == [True, False]


async def test_the_decree_is_a_pdf_with_any_name_on_it(listing: Listing) -> None:
    for number, part in ((1, "places"), (1, "waiting"), (2, "places")):
        file = await listing.download(number, "pdf", part=part)

        assert file.headers["content-type"] == "application/pdf"
        assert file.content.startswith(b"%PDF-1.7")
        assert re.findall(rb"/Count (\d+)", file.content) == [b"1"]


async def test_a_decree_has_an_end(listing: Listing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.endorsement.handlers.downloads.MOST_LINES", 3)
    assert decree.MOST_LINES > 1000

    file = await listing.download(1, "pdf")

    assert (file.status_code, file.json()["title"]) == (413, "too-long-for-a-letter")
    assert "format=xlsx" in file.json()["detail"]


@pytest.mark.parametrize("kind", FILES)
async def test_what_is_published_never_changes_and_need_not_be_sent_twice(
    listing: Listing, kind: str
) -> None:
    first, second = [await listing.download(1, kind) for _ in range(2)]
    tag = first.headers["etag"]
    again = await listing.download(1, kind, headers={"If-None-Match": f'"other", W/{tag}'})

    assert first.content == second.content
    assert (await listing.head(1))["content_sha256"] in tag
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["content-disposition"].endswith(f'"daftar-prioritas-1.{kind}"')


@pytest.mark.parametrize("kind", FILES)
async def test_a_draft_says_so_and_is_kept_by_nobody(listing: Listing, kind: str) -> None:
    file = await listing.download(2, kind)

    assert "etag" not in file.headers
    assert file.headers["cache-control"] == "no-store"
    assert 'filename="DRAF-daftar-prioritas-2.' in file.headers["content-disposition"]
    if kind == "csv":
        assert file.text.count("DRAF;") == 5


async def test_a_list_that_was_discarded_is_called_so_wherever_it_is_seen(listing: Listing) -> None:
    await listing.draft(3, capacity=5)
    await listing.ask("/priority-lists/3/discard")

    rows = await listing.download(3, "csv")
    book = load_workbook(io.BytesIO((await listing.download(3, "xlsx")).content))
    pdf = await listing.download(3, "pdf")

    assert rows.text.count("DIBATALKAN;") == 5
    assert book.worksheets[0]["A2"].value == "DIBATALKAN, tidak diterbitkan"
    assert 'filename="DIBATALKAN-daftar' in pdf.headers["content-disposition"]
