"""Shows dead letters: tables for people, JSON with all bytes for programs."""

import json
from base64 import b64encode
from collections.abc import Sequence
from textwrap import indent
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from shared.plumbing.dead_letters import DeadLetter

Row = tuple[str, ...]
COLUMNS = ("id", "original", "reader", "tries", "at", "reason")
WIDTH_WITHOUT_TERMINAL = 160


def facts(dead_letter: DeadLetter) -> dict[str, Any]:
    """Return the facts about a dead letter, without its content."""
    return {
        "id": dead_letter.id,
        "topic": dead_letter.topic,
        "partition": dead_letter.partition,
        "offset": dead_letter.offset,
        "at": dead_letter.at,
        "group": dead_letter.group,
        "attempts": dead_letter.attempts,
        "reason": dead_letter.reason,
        "whole": dead_letter.is_whole,
        "left_out_bytes": dead_letter.left_out,
    }


def whole(dead_letter: DeadLetter) -> dict[str, Any]:
    headers = [{"name": name, "value": content(value)} for name, value in dead_letter.headers]
    return facts(dead_letter) | {
        "key": content(dead_letter.key),
        "value": content(dead_letter.value),
        "headers": headers,
    }


def content(raw: bytes | None) -> dict[str, str] | None:
    """Return bytes as text if possible, else as base64."""
    if raw is None:
        return None
    try:
        return {"text": raw.decode()}
    except UnicodeDecodeError:
        return {"base64": b64encode(raw).decode()}


def printable(raw: bytes | None) -> str:
    """Return text without escape sequences, safe for a terminal."""
    if raw is None:
        return "(none)"
    text = raw.decode(errors="backslashreplace")
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)


def row(dead_letter: DeadLetter) -> Row:
    """Return one row of the table, shortened."""
    at = dead_letter.at[:19].replace("T", " ")
    original = f"partition {dead_letter.partition} offset {dead_letter.offset}"
    return (
        dead_letter.id,
        original,
        dead_letter.group,
        str(dead_letter.attempts),
        at,
        dead_letter.reason,
    )


def show_rows(rows: Sequence[Row], count: int) -> None:
    """Show these of so many."""
    table = Table(box=None, pad_edge=False)
    for column in COLUMNS:
        table.add_column(column, overflow="fold", ratio=1 if column == "reason" else None)
    for cells in rows:
        table.add_row(*(Text(printable(cell.encode(errors="replace"))) for cell in cells))
    console = _console()
    console.print(table)
    if count > len(rows):
        console.print(f"... and {count - len(rows)} more (--limit shows them).")


class JsonList:
    """Writes a JSON list element by element."""

    def __init__(self, to: TextIO) -> None:
        self._to, self._before = to, "[\n"

    def add(self, element: object) -> None:
        text = indent(json.dumps(element, indent=2), "  ")
        self._to.write(self._before + text)
        self._before = ",\n"

    def end(self) -> None:
        self._to.write("[]\n" if self._before == "[\n" else "\n]\n")


def show_one(dead_letter: DeadLetter) -> None:
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, value in facts(dead_letter).items():
        table.add_row(name, Text(printable(str(value).encode(errors="replace"))))
    table.add_row("key", Text(printable(dead_letter.key)))
    for name, raw in dead_letter.headers:
        header = f"header {printable(name.encode(errors='replace'))}"
        table.add_row(Text(header), Text(printable(raw)))
    console = _console()
    console.print(table)
    console.print(Text("\n" + printable(_indented(dead_letter.value))))


def _indented(value: bytes | None) -> bytes | None:
    try:
        return json.dumps(json.loads(value or b""), indent=2, ensure_ascii=False).encode()
    except (ValueError, RecursionError):  # not JSON, or a lone surrogate in it
        return value


def _console() -> Console:
    console = Console(highlight=False)
    return (
        console if console.is_terminal else Console(highlight=False, width=WIDTH_WITHOUT_TERMINAL)
    )
