"""What an officer reads of a letter: a report, a template, private values."""

import csv
import io
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from services.intake.files.report import as_csv
from services.intake.files.template import columns, template
from services.intake.letters.vocabulary import vocabulary
from services.intake.model.imports import ImportStatus, Outcome
from services.intake.model.lines import Finding, Line
from services.intake.model.masking import shown
from shared.tables.understanding.columns import decide
from shared.tables.understanding.headings import Heading
from shared.tables.writing import escaped
from tests.unit.intake.test_letters_marking import an_import


async def test_no_formula_lives_in_a_report() -> None:
    async def lines() -> Any:
        problem = Finding(
            field="hs",
            code="invalid-hs",
            message_id="a",
            message_en="b",
            given="=cmd|'/C x'!A0",
        )
        yield Line(2, Outcome.REFUSED, problems=(problem,))
        yield Line(3, Outcome.ACCEPTED, umkm_id="U1")

    done = an_import(status=ImportStatus.DONE)
    report = "".join([part async for part in as_csv(lines(), done, everything=True)])

    rows = list(csv.reader(io.StringIO(report.removeprefix("\ufeff")), delimiter=";"))
    assert [row[0] for row in rows] == ["baris", "2", "3"]
    assert rows[1][6] == "'=cmd|'/C x'!A0"


def test_only_what_a_spreadsheet_would_calculate_is_escaped() -> None:
    assert [escaped(word) for word in ("=1", "+62", "-", "@a", "\t=1", "UD", "")] == [
        *("'=1", "'+62", "'-", "'@a", "'\t=1", "UD", "")
    ]


def test_private_values_are_recognised_by_who_knows_them_and_by_nobody_else() -> None:
    assert shown("nik", "1211014503800001") == "1211**********01"
    assert shown("email", "tiurma@usaha.example") == "t***@usaha.example"
    assert shown("owner_name", "Tiurma") == "T***"
    assert shown("hs", "870323") == "870323"


def test_the_template_has_a_heading_that_is_known_a_comment_and_lists_from_a_sheet(
    tmp_path: Path,
) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(template())

    sheet: Any = load_workbook(path)["Rekomendasi"]

    decision = decide([Heading(cell.value) for cell in sheet[1]], [], vocabulary())
    assert [column.fields for column in decision.columns] == [(c.field,) for c in columns()]
    assert all(column.is_sure for column in decision.columns)
    assert all(cell.comment and cell.comment.text for cell in sheet[1])
    lists = [rule.formula1 for rule in sheet.data_validations.dataValidation]
    assert len(lists) == 3
    assert all(each.startswith("Daftar!$") for each in lists)
