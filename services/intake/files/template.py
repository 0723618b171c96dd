"""The letter to download: an empty workbook with headings, lists to choose from, and comments."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from pydantic import BaseModel

from services.intake.letters import reference
from shared.contracts.intake import SizeClass
from shared.province.serving import kept_for_each_province, province

_ROWS = 5_000
_WIDTH = 22


class Column(BaseModel):
    field: str
    heading: str
    comment: str
    example: str = ""
    list: str | None = None


@cache
def columns() -> tuple[Column, ...]:
    return tuple(Column.model_validate(row) for row in reference.table_of("template.yaml"))


@kept_for_each_province()
def template() -> bytes:
    """The same for every district; every column is of text, so that no number is rounded."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Rekomendasi"
    lists = book.create_sheet("Daftar")
    example = book.create_sheet("Contoh")
    first = province().districts[0]
    for place, column in enumerate(columns(), start=1):
        head = sheet.cell(1, place, column.heading)
        head.font = Font(bold=True)
        head.comment = Comment(column.comment, "Sentra", width=320, height=90)
        example.cell(1, place, column.heading).font = Font(bold=True)
        example.cell(2, place, column.example.format(code=first.code, area=first.area))
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = _WIDTH
        sheet.column_dimensions[letter].number_format = "@"
        if column.list:
            _offer(sheet, lists, letter, _choices(column.list))
    sheet.freeze_panes = "A2"
    # Hidden, so that nobody's example is read as a recommendation.
    example.sheet_state = lists.sheet_state = "hidden"
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _choices(name: str) -> Sequence[tuple[str, str]]:
    """What may be chosen, and what it means."""
    if name == "districts":
        return tuple(province().names.items())
    if name == "commodities":
        return tuple((code, each.name) for code, each in reference.commodities().items())
    return tuple((each.value, "") for each in SizeClass)


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
