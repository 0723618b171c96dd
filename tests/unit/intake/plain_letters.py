"""A letter as text: what is found in it, without a child process."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.intake.letters.row import Row
from services.intake.letters.sheets import understood
from shared.tables.files.plain import PlainFile
from shared.tables.records import bounded
from tests.unit.intake.errands import AN_ERRAND


@dataclass(frozen=True, slots=True)
class Letter:
    """`columns` are the fields that were found, by heading; `unknown` headings nobody reads."""

    rows: tuple[Row, ...]
    separator: str
    encoding: str
    heading_line: int
    columns: Mapping[str, str]
    unknown: tuple[str, ...]


def read_letter(content: bytes) -> Letter:
    """Raises UnreadableFileError where the file holds no table."""
    with tempfile.NamedTemporaryFile(prefix="sentra-test-") as kept:
        kept.write(content)
        kept.flush()
        file = PlainFile(Path(kept.name))
        sheets = understood(file, AN_ERRAND)
        [(table, decision)] = sheets.tables
        return Letter(
            rows=tuple(bounded(sheets.rows(sheets.readers()))),
            separator=table.kind,
            encoding=file.encoding,
            heading_line=table.heading_line,
            columns={c.heading.shown: f for c in decision.columns for f in c.fields},
            unknown=tuple(c.heading.shown for c in decision.columns if not c.fields),
        )
