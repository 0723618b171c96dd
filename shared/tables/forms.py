"""An empty workbook to fill in: headings with comments, lists to choose from, a hidden example."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

_ROWS = 5_000
_WIDTH = 22


class FormColumn(NamedTuple):
    """One column of the form."""

    heading: str
    comment: str
    example: str
    choices: Sequence[tuple[str, str]]
    """What may be chosen, and what it means."""


def empty_form(title: str, fields: Sequence[FormColumn]) -> bytes:
    """Every column is of text, so that no number is rounded."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title
    lists = book.create_sheet("Daftar")
    example = book.create_sheet("Contoh")
    for place, field in enumerate(fields, start=1):
        head = sheet.cell(1, place, field.heading)
        head.font = Font(bold=True)
        head.comment = Comment(field.comment, "Sentra", width=320, height=90)
        example.cell(1, place, field.heading).font = Font(bold=True)
        example.cell(2, place, field.example)
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = _WIDTH
        sheet.column_dimensions[letter].number_format = "@"
        if field.choices:
            _offer(sheet, lists, letter, field.choices)
    sheet.freeze_panes = "A2"
    # Hidden, so that nobody's example is read as a row.
    example.sheet_state = lists.sheet_state = "hidden"
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _offer(sheet: Any, lists: Any, letter: str, choices: Sequence[tuple[str, str]]) -> None:
    # From a sheet: Excel silently drops a list of more than 255 characters.
    place = 1 if lists.cell(1, 1).value is None else lists.max_column + 1
    for line, (value, meaning) in enumerate(choices, start=1):
        lists.cell(line, place, value).number_format = "@"
        lists.cell(line, place + 1, meaning or value)
    column = get_column_letter(place)
    offered = f"Daftar!${column}$1:${column}${len(choices)}"
    rule = DataValidation(type="list", formula1=offered, allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = "Pilih dari daftar", "Isi ini tidak ada dalam daftar."
    rule.add(f"{letter}2:{letter}{_ROWS}")
    sheet.add_data_validation(rule)
