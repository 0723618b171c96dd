"""python -m services.intake.files.child FILE DISTRICT ARRIVED [CONSENT]: reads a file under limits.

Holds no secret and opens no connection; whatever a hostile file does here ends with this process.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from services.intake.files import limits
from services.intake.files.plain import PlainFile
from services.intake.letters.parsing import LetterFacts, parse_row
from services.intake.letters.problems import RowProblem
from services.intake.letters.reading import counted
from services.intake.letters.row import Row
from services.intake.letters.sheets import Sheets
from services.intake.letters.unreadable import Unreadable, UnreadableLetterError

# So many that what a portion costs by itself is little; so few that nobody waits for one long.
_ROWS_OF_A_FRAME = 500
NICE = 10
_ZIP = b"PK\x03\x04"
_GIVEN_CHARACTERS = 200
_NAME_CHARACTERS = 60
_MOST_UNKNOWN = 50
_MOST_PASSED_OVER = 1_000
_LENGTH_BYTES = 4


def frames(path: Path, letter: LetterFacts) -> Iterator[dict[str, Any]]:
    """The head of the table, its rows, or the one sentence that says why there are none."""
    try:
        yield from _frames(path, letter)
    except UnreadableLetterError as error:
        yield {"unreadable": error.code, "details": error.details}
    except MemoryError:
        yield {"unreadable": Unreadable.TOO_HEAVY, "details": {}}
    except Exception as error:  # noqa: BLE001 - a damaged workbook makes the library raise anything
        yield {"unreadable": Unreadable.CORRUPT_WORKBOOK, "details": {"why": type(error).__name__}}


def _frames(path: Path, letter: LetterFacts) -> Iterator[dict[str, Any]]:
    with closing(_opened(path)) as file:
        found: Sheets = file.find_tables()
        yield {"head": _head(found)}
        failures: list[Exception] = []
        rows = _until_failure(counted(found.rows), failures)
        while portion := list(islice(rows, _ROWS_OF_A_FRAME)):
            yield {"done": file.done, "rows": [_read(row, letter) for row in portion]}
        if found.passed_over:
            yield {"passed_over": found.passed_over[:_MOST_PASSED_OVER]}
        if failures:
            raise failures[0]


def _head(found: Sheets) -> dict[str, Any]:
    several = len(found.tables) > 1
    columns: dict[str, str] = {}
    for heading, field in (each for table in found.tables for each in table.columns.items()):
        columns.setdefault(field, _shown(heading))
    unknown = dict.fromkeys(_shown(each) for table in found.tables for each in table.unknown)
    return {
        "columns": columns,
        "unknown": list(unknown)[:_MOST_UNKNOWN],
        "sheets": [_shown(table.kind) for table in found.tables] if several else [],
        "left_out": [(_shown(each.sheet), each.lacking) for each in found.left_out],
    }


def _shown(name: str) -> str:
    """A sheet or a heading as it may stand in a sentence."""
    words = " ".join(name.split())[:_NAME_CHARACTERS]
    return "".join(c for c in words if c.isprintable()).strip() or "?"


def _until_failure(rows: Iterator[Row], failures: list[Exception]) -> Iterator[Row]:
    """Lose no good row for what comes behind it, be it a sheet that is damaged."""
    try:
        yield from rows
    except Exception as failure:  # noqa: BLE001 - it is raised again behind the rows
        failures.append(failure)


def _opened(path: Path) -> Any:
    with path.open("rb") as file:
        is_archive = file.read(len(_ZIP)) == _ZIP
    if not is_archive:
        return PlainFile(path)
    # Loading the library takes a third of a second, which a CSV need not wait for.
    from services.intake.files.workbook import Workbook  # noqa: PLC0415

    return Workbook(path)


def _read(row: Row, letter: LetterFacts) -> dict[str, Any]:
    parsed = parse_row(row, letter)
    read = {"line": row.line, "problems": _said(parsed.problems), "notices": _said(parsed.notices)}
    if parsed.recommendation is None:
        return read
    return read | {
        "found": orjson.Fragment(parsed.recommendation.model_dump_json(exclude_none=True))
    }


def _said(problems: Iterable[RowProblem]) -> list[tuple[str, str, str | None]]:
    return [(p.field, p.code, (p.given or "")[:_GIVEN_CHARACTERS] or None) for p in problems]


def write_frames(out: BinaryIO, path: Path, letter: LetterFacts) -> None:
    for frame in frames(path, letter):
        raw = orjson.dumps(frame)
        out.write(len(raw).to_bytes(_LENGTH_BYTES, "big") + raw)
        out.flush()
    out.write(bytes(_LENGTH_BYTES))  # the end: without it the reader knows that this process died
    out.flush()


if __name__ == "__main__":
    os.nice(NICE)  # whoever waits for an answer comes first
    limits.limit_this_process()
    write_frames(sys.stdout.buffer, Path(sys.argv[1]), LetterFacts.of_arguments(*sys.argv[2:]))
