"""A CSV file comes back with its remarks, as it was written."""

import csv
import io
from pathlib import Path

from services.intake.files.marking import HEADING
from tests.unit.intake.plain_letters import read_letter
from tests.unit.intake.test_letters_marking import marked
from tests.unit.intake.wrong_files import (
    GOOD,
    HEADINGS,
    changed,
    text,
)


def test_a_remark_on_an_open_quote_stands_beside_the_line_that_has_it(tmp_path: Path) -> None:
    content = text(HEADINGS, changed(c1='"Ama Gulo'), GOOD)

    _, out = marked(tmp_path, content, {2: "salah"})

    lines = list(csv.reader(io.StringIO(out.read_text("utf-8-sig"), newline=""), delimiter=";"))
    assert [line[8:] for line in lines] == [[HEADING], ["salah"], []]
    assert lines[1][:3] == [GOOD[0], '"Ama Gulo', GOOD[2]]


def test_a_line_with_a_broken_byte_that_comes_back_marked_is_told_again_until_it_is_mended(
    tmp_path: Path,
) -> None:
    content = text(HEADINGS, changed(c3="Ko~pi"), GOOD).replace(b"~", b"\xff")

    _, out = marked(tmp_path, content, {2: "salah"})

    rows = read_letter(out.read_bytes()).rows
    assert [row.broken for row in rows] == ["broken-bytes", None]


def test_a_csv_file_keeps_its_separator_and_no_formula_lives(tmp_path: Path) -> None:
    content = text(HEADINGS, changed(c0="@sum(1)"), separator="|")

    kind, out = marked(tmp_path, content, {2: "=salah"})

    rows = list(csv.reader(io.StringIO(out.read_text("utf-8-sig"), newline=""), delimiter="|"))
    assert kind == "csv"
    assert (rows[1][0], rows[1][8]) == ("'@sum(1)", "'=salah")


def test_a_csv_file_that_was_marked_and_mended_has_one_column_of_remarks(tmp_path: Path) -> None:
    _, first = marked(tmp_path, text(HEADINGS, changed(c4="1"), GOOD[:2]), {2: "hs: salah"})

    _, again = marked(tmp_path, first.read_bytes(), {3: "hs: belum diisi"})

    rows = list(csv.reader(io.StringIO(again.read_text("utf-8-sig"), newline=""), delimiter=";"))
    assert [row[8:] for row in rows] == [[HEADING], [], ["hs: belum diisi"]]
