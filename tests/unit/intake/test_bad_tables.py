"""Tables that nobody could read without a question, and the question that they lead to."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.imports.deciding import a_wide_table
from services.intake.files.child import frames
from services.intake.files.reader import Head
from services.intake.handlers.contents import noticed_of, question_of
from services.intake.letters.vocabulary import vocabulary
from shared.tables.numbering import LINES_APART
from shared.tables.understanding.columns import decide
from shared.tables.understanding.headings import Heading, meaning_of
from tests.unit.intake.errands import AN_ERRAND
from tests.unit.intake.test_letters_sheets import a_book
from tests.unit.intake.wrong_files import GOOD, HEADINGS, Cells, changed, text

OTHER = changed(c0="CV Toba", c1="Budi Siregar", c2="081311112222", c3="Ulos", c4="6214.90")
LATIN = ["Nama Usaha", "Pemilik", "No HP", "Produk", "Persetujuan"]
A_ROW = ["UD Maju", "Tiurma Sihombing", "081260001234", "Kopi", "ya, 12-03-2026"]
SLOWEST = 18
"""A decision may cost as much as so many passes over its cells."""


def read(folder: Path, content: bytes, errand: Any = AN_ERRAND) -> tuple[Head, list[int]]:
    """What is known of the columns, and the lines that were read."""
    path = folder / "letter"
    path.write_bytes(content)
    answers = list(frames(path, errand))
    head = Head.model_validate(next(frame["head"] for frame in answers if "head" in frame))
    return head, [row["line"] for frame in answers for row in frame.get("rows", [])]


def open_columns(head: Head) -> list[str]:
    return [column.column for table in head.tables for column in table.columns if column.open]


def test_two_columns_for_one_field_that_contradict_each_other_are_asked_about(
    tmp_path: Path,
) -> None:
    head, lines = read(tmp_path, text([*HEADINGS, "Nama Usaha"], *[[*GOOD, "UD Lain"]] * 3))

    assert (open_columns(head), lines) == (["A", "I"], [])


def test_two_columns_for_one_field_that_agree_are_read(tmp_path: Path) -> None:
    head, lines = read(tmp_path, text([*HEADINGS, "Nama Usaha"], *[[*GOOD, GOOD[0]]] * 3))

    assert (open_columns(head), lines) == ([], [2, 3, 4])


def test_a_table_without_headings_is_decided_by_its_cells_and_always_asked_about(
    tmp_path: Path,
) -> None:
    head, lines = read(tmp_path, text(*[A_ROW, OTHER[:5]] * 3))

    [table] = head.tables
    assert lines == []
    assert table.is_open
    assert {"A", "C", "D"} <= set(open_columns(head))
    assert table.columns[2].fields == ("phone",)
    assert "1234" not in str(table.columns[2].samples)


def test_three_hundred_columns_hide_no_column_that_is_needed(tmp_path: Path) -> None:
    more = [f"Kolom {n}" for n in range(290)]

    head, lines = read(tmp_path, text([*more, *HEADINGS], *[["x"] * 290 + GOOD] * 3))

    assert (open_columns(head), lines) == ([], [2, 3, 4])
    assert len(head.tables[0].columns) == 298


def test_headings_of_ten_thousand_letters_are_read_by_their_beginning(tmp_path: Path) -> None:
    headings = [LATIN[0] + " sesuai papan nama" * 200, *LATIN[1:]]

    head, lines = read(tmp_path, text(headings, *[A_ROW] * 3))

    assert lines == [2, 3, 4]
    assert len(head.tables[0].columns[0].heading) <= 80


def test_a_heading_costs_no_more_however_long_it_is() -> None:
    def cost(heading: Heading) -> float:
        began = time.process_time()
        for _ in range(20):
            meaning_of.__wrapped__(heading, vocabulary())
        return time.process_time() - began

    short, long = (Heading("N I B (nama " * n) for n in (30, 30_000))
    cost(short)

    assert cost(long) < 20 * cost(short) + 0.05


@pytest.mark.parametrize("heading", ["ᯀᯒᯉ᯲ ᯂᯔᯇᯉᯪ", "اسم الشركة", "=HYPERLINK(A1)", "#REF!"])
def test_a_heading_that_says_nothing_is_decided_by_its_cells(heading: str, tmp_path: Path) -> None:
    rows = [A_ROW, OTHER[:4] + A_ROW[4:], ["UD Ida", "Siti Rahma", "081299998888", *A_ROW[3:]]]

    head, _ = read(tmp_path, text([heading, *LATIN[1:]], *rows * 3))

    column = head.tables[0].columns[0]
    assert column.fields == ("business_name",) or column.open
    assert "business_name" in column.proposals


@pytest.mark.parametrize("place", range(4))
def test_formulas_as_headings_take_nothing_from_the_columns_beside_them(
    place: int, tmp_path: Path
) -> None:
    headings = [*LATIN]
    headings[place] = "=CONCATENATE(A1;B1)" if place % 2 else "=A1"

    head, lines = read(tmp_path, text(headings, *[A_ROW] * 3, separator="|"))

    fields = [column.fields for column in head.tables[0].columns]
    expected = [("business_name",), ("owner_name",), ("phone",), ("product",)]
    assert [f for n, f in enumerate(fields[:4]) if n != place] == [
        f for n, f in enumerate(expected) if n != place
    ]
    assert (open_columns(head), lines) == ([], [2, 3, 4])


def test_a_remembered_letter_whose_columns_are_swapped_is_asked_about_again(
    tmp_path: Path,
) -> None:
    blind = ["Isian 1", "Isian 2", "Isian 3", "Isian 4", "Persetujuan"]
    rows = [A_ROW, [*OTHER[:4], A_ROW[4]]] * 4
    before, _ = read(tmp_path, text(blind, *rows))
    mark = before.tables[0].fingerprint
    places = ("business_name", "owner_name", "phone", "product", "consent")
    said = {place: (field,) for place, field in enumerate(places)}
    errand = AN_ERRAND.model_copy(update={"remembered": {mark: said}})

    as_before, lines = read(tmp_path, text(blind, *rows), errand)
    swapped, none = read(
        tmp_path, text(blind, *([a, b, d, c, e] for a, b, c, d, e in rows)), errand
    )

    assert (open_columns(as_before), len(lines)) == ([], 8)
    assert ({"C", "D"} <= set(open_columns(swapped)), none) == (True, [])


def test_headings_alone_are_a_letter_without_a_business(tmp_path: Path) -> None:
    path = tmp_path / "letter"
    path.write_bytes(text(HEADINGS))

    *_, last = frames(path, AN_ERRAND)

    assert last["unreadable"] == "no-rows"


def test_headings_that_repeat_on_each_page_are_no_rows(tmp_path: Path) -> None:
    page: list[Cells] = [HEADINGS, ["1", "2", "3", "4", "5", "6", "7", "8"], GOOD, OTHER]

    _, lines = read(tmp_path, text(*page * 3))

    assert lines == [3, 4, 7, 8, 11, 12]


@pytest.mark.parametrize(
    "above",
    [
        [["Rekapitulasi"], ["Kecamatan", "Jumlah UMKM", "Omzet"], ["Silaen", "12", "350"], []],
        [["Kode", "Arti", ""], ["1", "ya", ""], ["0", "tidak", ""], []],
    ],
)
def test_headings_below_another_table_are_found(above: list[Cells], tmp_path: Path) -> None:
    _, lines = read(tmp_path, text(*above, HEADINGS, GOOD, OTHER))

    assert lines == [6, 7] if len(above) == 4 else lines


def test_a_small_table_below_the_rows_gives_no_recommendation(tmp_path: Path) -> None:
    summary: list[Cells] = [[], ["Rekapitulasi"], ["Kecamatan", "Jumlah"], ["Silaen", "2"]]

    path = tmp_path / "letter"
    path.write_bytes(text(HEADINGS, GOOD, OTHER, *summary))

    rows = [row for frame in frames(path, AN_ERRAND) for row in frame.get("rows", [])]

    assert [row["line"] for row in rows if "taken" in row] == [2, 3]


def test_a_second_table_of_the_same_headings_is_read_on_one_sheet(tmp_path: Path) -> None:
    rows: list[Cells] = [["Kec. Silaen"], HEADINGS, GOOD, [], ["Kec. Balige"], HEADINGS, OTHER]

    _, lines = read(tmp_path, a_book(Lampiran=rows))

    assert lines == [3, 7]


def test_tables_of_two_sheets_with_other_headings_are_each_decided_by_themselves(
    tmp_path: Path,
) -> None:
    turned = [row[::-1] for row in (HEADINGS, GOOD, OTHER)]

    _, lines = read(tmp_path, a_book(Satu=[HEADINGS, GOOD], Dua=turned))

    assert lines == [2, LINES_APART + 2, LINES_APART + 3]


def seconds(work: Callable[[], object]) -> float:
    """Of processor time, the best of three."""
    spent = []
    for _ in range(3):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


def test_a_wide_table_is_decided_in_a_few_passes_over_its_cells() -> None:
    headings, sample = a_wide_table(seed=1)

    def one_pass() -> int:
        """Each cell in lower case, its words and its digits counted."""
        return sum(
            len(cell.lower().split()) + sum(character.isdigit() for character in cell)
            for row in sample
            for cell in row
        )

    def deciding() -> None:
        meaning_of.cache_clear()
        decide(headings, sample, vocabulary())

    assert seconds(deciding) < SLOWEST * seconds(one_pass)


def test_a_needed_field_without_a_column_is_asked_for_among_the_unknown_columns(
    tmp_path: Path,
) -> None:
    headings = ["No", "Nama Usaha", "Pemilik", "Produk", "Persetujuan", "Zodiak"]
    rows = [[n, *A_ROW[:2], *A_ROW[3:], "Leo"] for n in "123456"]

    head, lines = read(tmp_path, text(headings, *rows))

    question = question_of(head, is_declared=False)
    assert question
    assert (open_columns(head), lines) == (["F"], [])
    assert "No HP (phone)" in question.message_id
    assert "No HP (phone)" in question.message_en
    assert list(noticed_of(head)) == []
