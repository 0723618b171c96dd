"""python -m services.intake.files.child FILE ERRAND PROVINCE: reads a file into frames.

ERRAND is a file, PROVINCE a folder. This process has limits, holds no secret and opens no
connection: a hostile file can destroy nothing else.
"""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from services.intake.files.heads import head_of
from services.intake.letters.errand import Errand
from services.intake.letters.parsing import parse_row
from services.intake.letters.row import Row
from services.intake.letters.sheets import understood
from shared.province import load_province
from shared.province.serving import serving
from shared.tables.files.opened import opened
from shared.tables.frames import write_frames
from shared.tables.limits import limit_this_process
from shared.tables.records import bounded
from shared.tables.unreadable import Unreadable, UnreadableFileError

# So many that what a portion costs by itself is little; so few that nobody waits for one long.
_ROWS_OF_A_FRAME = 500
NICE, HEAVY = 10, 2
_OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""Rows make many objects and few cycles. The default, 700, took about 8 % of the time."""
_MOST_PASSED_OVER = 1_000


def frames(path: Path, errand: Errand) -> Iterator[dict[str, Any]]:
    """The head of the table, its rows, or the one sentence that says why there are none.

    Raises what our own code raises on a row that was read: the file is not to blame.
    """
    for frame in _reading(path, errand):
        rows = [_read(row, errand) for row in frame.get("rows", ())]
        yield frame | {"rows": rows} if rows else frame


def _reading(path: Path, errand: Errand) -> Iterator[dict[str, Any]]:
    try:
        yield from _frames(path, errand)
    except UnreadableFileError as error:
        yield {"unreadable": error.code, "details": error.details}
    except MemoryError:
        yield {"unreadable": Unreadable.TOO_HEAVY, "details": {}}
    except Exception as error:  # noqa: BLE001 - a damaged workbook makes the library raise anything
        yield {"unreadable": Unreadable.CORRUPT_WORKBOOK, "details": {"why": type(error).__name__}}


def _frames(path: Path, errand: Errand) -> Iterator[dict[str, Any]]:
    with closing(opened(path)) as file:
        sheets = understood(file, errand)
        yield {"head": head_of(sheets)}
        if any(decision.open for _, decision in sheets.tables):
            return  # the sender is asked first
        file.rewind()
        readers, failures = sheets.readers(), list[Exception]()
        rows = _until_failure(bounded(sheets.rows(readers)), failures)
        while portion := list(islice(rows, _ROWS_OF_A_FRAME)):
            yield {"done": file.done, "rows": portion}
        if passed_over := list(sheets.passed_over(readers)):
            yield {"passed_over": passed_over[:_MOST_PASSED_OVER]}
        if failures:
            raise failures[0]


def _until_failure(rows: Iterator[Row], failures: list[Exception]) -> Iterator[Row]:
    """Lose no good row for what comes behind it, be it a sheet that is damaged."""
    try:
        yield from rows
    except Exception as failure:  # noqa: BLE001 - it is raised again behind the rows
        failures.append(failure)


def _read(row: Row, letter: Errand) -> dict[str, Any]:
    parsed, heading = parse_row(row, letter), row.headings.get
    problems = [(*remark, heading(remark[0])) for remark in parsed.problems]
    notices = [(*remark, heading(remark[0])) for remark in parsed.notices]
    read = {"line": row.line, "problems": problems, "notices": notices}
    if parsed.recommendation is None:
        return read
    taken = parsed.recommendation.model_dump_json(exclude_none=True, exclude_defaults=True)
    return read | {"taken": orjson.Fragment(taken)}


if __name__ == "__main__":
    os.nice(NICE)  # people who wait for an answer come first
    limit_this_process()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    errand = Errand.model_validate_json(Path(sys.argv[2]).read_bytes())
    try:
        with serving(load_province(Path(sys.argv[3]))):
            write_frames(sys.stdout.buffer, frames(Path(sys.argv[1]), errand))
    except MemoryError:
        sys.exit(HEAVY)
