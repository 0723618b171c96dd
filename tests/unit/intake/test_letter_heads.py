"""What is shown of a letter before its owners are known to agree."""

from pathlib import Path

from services.intake.letters.declarations import consent_sentence
from shared.tables.records import Records
from shared.tables.understanding.tables import Table
from tests.unit.intake.test_bad_tables import read
from tests.unit.intake.wrong_files import text

_SENTENCE = (
    "Semua pemilik setuju data pribadi dipakai sejak 12-03-2026, "
    "hubungi 0812-6000-1234 NIK 1271010101800001"
)


def test_the_sentence_of_consent_shows_its_day_but_no_phone_and_no_nik(tmp_path: Path) -> None:
    rows = [["UD Maju", "Tiurma Sihombing", "081260001234", "Kopi"]] * 3
    content = text([_SENTENCE], ["Nama Usaha", "Pemilik", "No HP", "Produk"], *rows)

    head, _ = read(tmp_path, content)

    assert head.sentence
    assert "12-03-2026" in head.sentence
    assert "6000" not in head.sentence
    assert "1271010101800001" not in head.sentence


def test_an_owner_below_an_unclear_heading_is_not_shown(tmp_path: Path) -> None:
    headings = ["Nama", "Usaha", "No HP", "Produk", "Persetujuan"]
    rows = [["Rosma", "Ulos Jaya", "081260001234", "Ulos", "ya"]] * 3

    head, _ = read(tmp_path, text(headings, *rows))

    samples = [sample for column in head.tables[0].columns for sample in column.samples]
    assert samples
    assert "Rosma" not in samples


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
