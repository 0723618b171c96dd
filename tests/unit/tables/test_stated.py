"""Scale and period of amounts that stand around a table."""

import pytest

from services.intake.letters.vocabulary import vocabulary
from shared.tables.understanding.amounts import Amount
from shared.tables.understanding.headings import Heading
from shared.tables.understanding.stated import stated_amounts
from tests.unit.tables.test_tables import HEADINGS, ROW, table_of

MONTHLY = Amount(per_year=12)


@pytest.mark.parametrize(
    "note",
    [
        *("*) omzet per bulan", "Catatan: omzet adalah omzet setiap bulan", "Omzet / bulan"),
        *("Keadaan September 2026; produksi dan omzet dihitung per bulan", "Omset sebulan"),
    ],
)
def test_a_note_on_a_column_states_the_period_of_its_amounts(note: str) -> None:
    assert stated_amounts([note], vocabulary())["yearly_sales"] == MONTHLY


def test_a_scale_is_stated_for_all_amounts_of_money() -> None:
    stated = stated_amounts(["(dalam ribuan rupiah)"], vocabulary())

    assert {stated[field].scale for field in ("yearly_sales", "capital")} == {1000}


@pytest.mark.parametrize(
    "prose",
    [
        *("Omzet UMKM naik 20% per bulan", "Kapasitas gudang dinas 5 ton per hari"),
        *("Pembinaan per minggu untuk peningkatan omzet", "omzet pedagang per hari pasar"),
    ],
)
def test_prose_that_says_more_states_nothing_of_a_column(prose: str) -> None:
    assert stated_amounts([prose], vocabulary()) == {}


def test_a_period_alone_above_some_headings_is_their_group() -> None:
    group = ("", "", "", "", "", "Per bulan", "")

    table = table_of(group, (*HEADINGS, "Omzet", "Kapasitas"), (*ROW, "12", "100"))

    assert table.headings[5:] == (Heading("Omzet", "Per bulan"), Heading("Kapasitas", "Per bulan"))
    assert table.headings[0] == Heading("No")
