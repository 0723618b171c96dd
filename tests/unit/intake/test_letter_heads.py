"""What is shown of a letter before its owners are known to agree."""

from pathlib import Path

import pytest

from services.intake.files.heads import head_of
from services.intake.letters.declarations import consent_sentence
from services.intake.letters.sheets import Sheets
from shared.tables.records import Records
from shared.tables.understanding.decision import Column, Decision
from shared.tables.understanding.headings import Heading
from shared.tables.understanding.tables import Table
from tests.unit.intake.test_bad_tables import read
from tests.unit.intake.test_questions import BUSINESSES, OWNERS, rows_of
from tests.unit.intake.wrong_files import text

ROW = ["UD Maju", "Tiurma Sihombing", "081260001234", "Kopi"]
_SENTENCE = (
    "Semua pemilik setuju data pribadi dipakai sejak 12-03-2026, "
    "hubungi 0812-6000-1234 NIK 1271010101800001"
)


def test_the_sentence_of_consent_shows_its_day_but_no_phone_and_no_nik(tmp_path: Path) -> None:
    content = text([_SENTENCE], ["Nama Usaha", "Pemilik", "No HP", "Produk"], *[ROW] * 3)

    head, _ = read(tmp_path, content)

    assert head.sentence
    assert "12-03-2026" in head.sentence
    assert "6000" not in head.sentence
    assert "1271010101800001" not in head.sentence


@pytest.mark.parametrize(
    "sentence",
    ["Catatan: belum mendapat persetujuan pemilik", "Tanpa persetujuan tertulis para pemilik."],
)
def test_a_sentence_that_says_no_is_quoted_too(sentence: str, tmp_path: Path) -> None:
    content = text([sentence], ["Nama Usaha", "Pemilik", "No HP", "Produk"], ROW)

    head, _ = read(tmp_path, content)

    assert (head.has_consent, head.sentence) == (False, sentence)


@pytest.mark.parametrize(
    ("cell", "missing", "shown"),
    [
        ("Rosma Siregar", (), "R***"),
        ("Rosma", ("owner_name",), "R***"),
        ("Ulos Jaya", (), "Ulos Jaya"),
        ("ya, 12-10-2026", (), "ya, 12-10-2026"),
        ("ya 2/11/2026", (), "ya 2/11/2026"),
        ("0812-6000-2026", (), "0812********26"),
        ("Medan, 12-10-1975", (), "Meda***********75"),
    ],
)
def test_a_sample_shows_no_name_of_a_person_and_no_long_number_but_the_day_of_a_consent(
    cell: str, missing: tuple[str, ...], shown: str
) -> None:
    column = Column(0, Heading("Nama"), proposals=("business_name",))
    table = Table(";", 1, (column.heading,), sample=((cell,),))
    sheets = Sheets(((table, Decision((column,), (0,), missing)),), lambda _: iter(()))

    [view] = head_of(sheets)["tables"]

    assert view["columns"][0]["samples"] == [shown]


def test_a_sheet_is_read_once_for_its_sentence_however_many_tables_it_holds() -> None:
    looked_at: list[str] = []

    def lines(kind: str) -> list[tuple[int, tuple[str, ...]]]:
        looked_at.append(kind)
        return [(1, ("Nama Usaha", "Pemilik", "No HP")), (9, (_SENTENCE,))]

    records: Records = lambda kind: iter(lines(kind))  # noqa: E731
    tables = [Table("Data", heading_line=line, headings=()) for line in (1, 4, 7)]

    assert consent_sentence(tables, records) == _SENTENCE
    assert consent_sentence(tables, lambda kind: iter(lines(kind)[:1])) is None
    assert looked_at == ["Data", "Data"]


def test_the_first_proposals_of_two_columns_can_be_confirmed_together(tmp_path: Path) -> None:
    headings = ["Nama", "Nama", "No HP", "Produk"]

    head, _ = read(tmp_path, text(headings, *rows_of(BUSINESSES, OWNERS)))

    first, second, *_ = head.tables[0].columns
    assert [c.proposals[0] for c in (first, second)] == ["business_name", "owner_name"]
