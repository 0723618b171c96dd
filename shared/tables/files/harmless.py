"""Loads a workbook without anything that a spreadsheet program would calculate."""

import warnings
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText

from shared.tables.writing import escaped

_FORMULA, _TEXT = "f", "s"


def load_harmless(path: Path) -> Any:
    """Load a workbook. A formula becomes its last value or its text, and never a formula again.

    Links to other files, and defined names that call something, are left out.
    """
    book = _load(path, rich_text=True, keep_links=False)
    # Those that are there: to go through all places would make cells up to the furthest corner.
    cells = [cell for sheet in book.worksheets for cell in sheet._cells.values()]  # noqa: SLF001
    formulas = [cell for cell in cells if cell.data_type == _FORMULA]
    shown = _load(path, data_only=True) if formulas else None
    for cell in formulas:
        assert shown  # noqa: S101 - loaded, because there are formulas
        _settle(cell, shown[cell.parent.title][cell.coordinate])
    for cell in cells:
        if cell.data_type == _TEXT and _looks_calculated(cell.value):
            cell.quotePrefix = True
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name in [n for n, each in names.items() if _calls(str(each.attr_text or ""))]:
            del names[name]
    return book


def _load(path: Path, **how: Any) -> Any:
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")
        return load_workbook(file, **how)


def _settle(cell: Any, shown: Any) -> None:
    formula = getattr(cell.value, "text", None) or str(cell.value)
    cell.value = shown.value
    if cell.value is None:
        cell.value = formula if formula.startswith("=") else f"={formula}"
    if isinstance(cell.value, str):
        cell.data_type = _TEXT  # else it is taken for a formula again


def _looks_calculated(value: Any) -> bool:
    text = str(value) if isinstance(value, str | CellRichText) else ""
    return escaped(text) != text


def _calls(text: str) -> bool:
    """True for a defined name that calls a function or a program. A name of a range is harmless."""
    return "(" in text or "|" in text
