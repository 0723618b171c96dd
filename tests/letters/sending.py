"""Sends a letter as its district does, and answers what is asked as a careful officer would."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from services.intake.files.child import frames
from services.intake.letters.errand import Errand
from shared.tables.numbering import LINES_APART

_READ_AS = {"products": "product", "hs6": "hs"}
_DATED = ("tanggal", "tgl", "date")
_NOT_STORED = frozenset({"ignored", "number"})


@dataclass
class Heard:
    """What the child process says of a letter."""

    tables: list[dict[str, Any]] = field(default_factory=list)
    has_consent: bool = True
    rows: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    """By sheet and line; the sheet is empty where the truth names none."""
    unreadable: str | None = None

    @property
    def is_open(self) -> bool:
        return any(column.get("open") for table in self.tables for column in table["columns"])


def heard(letter: Path, errand: Errand, *, has_sheets: bool) -> Heard:
    result = Heard()
    for frame in frames(letter, errand):
        if "unreadable" in frame:
            result.unreadable = f"{frame['unreadable']} {frame.get('details')}"
        if "head" in frame:
            result.tables = frame["head"]["tables"]
            result.has_consent = frame["head"]["has_consent"]
        for row in frame.get("rows", ()):
            number, line = divmod(row["line"], LINES_APART)
            result.rows[result.tables[number]["sheet"] if has_sheets else "", line] = row
    return result


def names_sheets(truth: Any) -> bool:
    return any(column.get("sheet") for column in truth["columns"])


def columns_asked_about(answer: Heard) -> list[str]:
    """Sheets with the same headings are asked about once."""
    by_print = {table["fingerprint"]: table for table in answer.tables}
    return [
        f"{table['sheet']}!{column['column']} {column.get('heading')!r}"
        for table in by_print.values()
        for column in table["columns"]
        if column.get("open")
    ]


def answered(errand: Errand, answer: Heard, truth: Any) -> Errand:
    answers = {
        number: {
            place: _fields_of(truth, table["sheet"], place)
            if column.get("open")
            else tuple(column.get("fields", ()))
            for place, column in enumerate(table["columns"])
        }
        for number, table in enumerate(answer.tables)
        if any(column.get("open") for column in table["columns"])
    }
    on = truth["consent"].get("declared_on") if not answer.has_consent else None
    declared = date.fromisoformat(on) if on else None
    return errand.model_copy(update={"answers": answers, "declared_consent_on": declared})


def truth_of(truth: Any, sheet: str, place: int) -> Any:
    """The column as its author knows it; None for one that the author left out."""
    for column in truth["columns"]:
        if column["column"] == place + 1 and (column.get("sheet") or sheet) == sheet:
            return column
    return None


def fields_named(column: Any) -> list[str]:
    if column is None:
        return []
    named = column["field"] if isinstance(column["field"], list) else [column["field"]]
    return [name for name in named if name not in _NOT_STORED]


def _fields_of(truth: Any, sheet: str, place: int) -> tuple[str, ...]:
    """An answer to what a column holds: a yes and its day are two fields, in the truth one."""
    column = truth_of(truth, sheet, place)
    named = fields_named(column)
    if named == ["consent_on"]:
        is_day = any(word in column["heading"].lower() for word in _DATED)
        return ("consent_on" if is_day else "consent",)
    return tuple(_READ_AS.get(name, name) for name in named)
