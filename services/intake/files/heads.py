"""What is known of a file before its rows, as the child process says it."""

from collections.abc import Sequence
from typing import Any

from services.intake.letters.declarations import consent_sentence
from services.intake.letters.sheets import Sheets
from services.intake.model.masking import NAMES, NUMBERS, masked, shown
from services.intake.model.questions import CONSENT, ColumnView, TableView
from shared.tables.understanding.decision import Column, Decision
from shared.tables.understanding.tables import Table

_NAME_CHARACTERS = 80
_SAMPLES, _SAMPLE_CHARACTERS = 3, 60
_LONG_NUMBER = 6


def head_of(sheets: Sheets) -> dict[str, Any]:
    """Tables and their columns; whether the consent is known; sheets that nobody reads."""
    tables = [_table(table, decision) for table, decision in sheets.tables]
    decisions = [decision for _, decision in sheets.tables]
    # An open table that lacks a field may be none of businesses.
    counting = [d for d in decisions if not d.missing] or [d for d in decisions if d.open]
    has_consent = all(d.fields & CONSENT for d in counting)
    only_tables = [table for table, _ in sheets.tables]
    sentence = None if has_consent else consent_sentence(only_tables, sheets.records)
    return {
        "tables": [table.model_dump(mode="json", exclude_defaults=True) for table in tables],
        "has_consent": has_consent,
        "sentence": sentence,
        "unread": [printable(name) for name in sheets.unread],
    }


def _table(table: Table, decision: Decision) -> TableView:
    sheet = printable(table.kind) if table.is_sheet else ""
    columns = tuple(_column(c, sheet, table, decision.open) for c in decision.columns)
    mark, missing = table.fingerprint, decision.missing
    return TableView(sheet=sheet, fingerprint=mark, columns=columns, missing=missing)


def _column(column: Column, sheet: str, table: Table, asked_about: Sequence[int]) -> ColumnView:
    is_open = column.place in asked_about
    return ColumnView(
        sheet=sheet,
        column=letter_of(column.place),
        heading=printable(column.heading.shown) if column.heading.shown else "",
        fields=column.fields,
        confidence=column.confidence,
        reason=column.reason,
        proposals=column.proposals,
        samples=_samples(column, table) if is_open else (),
        open=is_open,
    )


def _samples(column: Column, table: Table) -> tuple[str, ...]:
    cells = (row[column.place] for row in table.sample if column.place < len(row))
    private = {*column.proposals, *column.fields} & (NUMBERS | NAMES | {"email"})
    field = min(private, default="")
    different = dict.fromkeys(" ".join(cell.split())[:_SAMPLE_CHARACTERS] for cell in cells if cell)
    return tuple(_masked(field, text) for text in list(different)[:_SAMPLES])


def _masked(field: str, text: str) -> str:
    """Long numbers are masked whatever the column may be."""
    is_long = sum(character.isdigit() for character in text) >= _LONG_NUMBER
    return masked(text) if is_long else shown(field, text)


def letter_of(place: int) -> str:
    """`A` for the first column, `AA` for the one behind `Z`."""
    before, last = divmod(place, 26)
    return (letter_of(before - 1) if before else "") + chr(ord("A") + last)


def printable(name: str) -> str:
    """A sheet or a heading as it may stand in a sentence."""
    words = " ".join(name.split())[:_NAME_CHARACTERS]
    return "".join(c for c in words if c.isprintable()).strip() or "?"
