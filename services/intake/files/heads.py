"""What is known of a file before its rows, as the child process says it."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from services.intake.letters.consents import objects
from services.intake.letters.declarations import consent_sentence
from services.intake.letters.sheets import Sheets
from services.intake.letters.vocabulary import vocabulary
from services.intake.model.questions import CONSENT, ColumnView, TableView
from services.intake.model.recommendation import NAMES
from shared.indonesia.masking import masked, masked_email, masked_name
from shared.tables.spelling import letter_of, printable
from shared.tables.understanding.decision import Column, Decision
from shared.tables.understanding.proposed import proposes
from shared.tables.understanding.shapes import cell_of, kinds_of
from shared.tables.understanding.tables import Table

_SAMPLES, _SAMPLE_CHARACTERS = 3, 60
_LONG_NUMBER = 6
_DAY = r"\b[0-9]{1,2}[-./ ][0-9]{1,2}[-./ ]20[0-9]{2}\b(?![ .-]?[0-9])"
_NUMBER = re.compile(rf"({_DAY})|\+?[0-9](?:[ .()-]{{0,3}}[0-9]){{5,}}")


def head_of(sheets: Sheets) -> dict[str, Any]:
    """Tables and their columns; whether the consent is known; sheets that nobody reads."""
    tables = [_table(table, decision) for table, decision in sheets.tables]
    decisions = [decision for table, decision in sheets.tables if proposes(table, vocabulary())]
    # An open table that lacks a field may be none of businesses.
    counting = [d for d in decisions if not d.missing] or [d for d in decisions if d.open]
    # An owner who does not object has not agreed yet.
    consents = [[c for c in d.columns if CONSENT & {*c.fields}] for d in counting]
    has_consent = all(any(not objects(c.heading) for c in columns) for columns in consents)
    only_tables = [table for table, _ in sheets.tables]
    sentence = None if has_consent else consent_sentence(only_tables, sheets.records)
    return {
        "tables": [table.model_dump(mode="json", exclude_defaults=True) for table in tables],
        "has_consent": has_consent,
        "sentence": sentence and _NUMBER.sub(lambda m: m[1] or masked(m[0]), sentence),
        "unread": [printable(name) for name in sheets.unread],
    }


def _table(table: Table, decision: Decision) -> TableView:
    sheet = printable(table.kind) if table.is_sheet else ""
    columns = tuple(_column(c, sheet, table, decision) for c in decision.columns)
    mark, missing = table.fingerprint, decision.missing
    return TableView(sheet=sheet, fingerprint=mark, columns=columns, missing=missing)


def _column(column: Column, sheet: str, table: Table, decision: Decision) -> ColumnView:
    is_open = column.place in decision.open
    return ColumnView(
        sheet=sheet,
        column=letter_of(column.place),
        heading=printable(column.heading.shown),
        fields=column.fields,
        confidence=column.confidence,
        reason=column.reason,
        proposals=column.proposals,
        samples=_samples(column, table, decision.missing) if is_open else (),
        open=is_open,
    )


def _samples(column: Column, table: Table, missing: Sequence[str]) -> tuple[str, ...]:
    cells = (row[column.place] for row in table.sample if column.place < len(row))
    may_be = {*column.proposals, *column.fields, *missing} or NAMES
    different = dict.fromkeys(" ".join(cell.split())[:_SAMPLE_CHARACTERS] for cell in cells if cell)
    return tuple(_masked(text, may_be) for text in list(different)[:_SAMPLES])


def _masked(text: str, may_be: AbstractSet[str]) -> str:
    """Long numbers and names of people are masked whatever the column may be."""
    if sum(map(str.isdigit, re.sub(_DAY, "", text))) >= _LONG_NUMBER:
        return masked(text)
    if "@" in text:
        return masked_email(text)
    is_person = kinds_of([cell_of(text)], vocabulary())["person"]
    return masked_name(text) if is_person or may_be & NAMES else text
