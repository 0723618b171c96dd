"""All tables of a letter, and the rows of those that can be read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.intake.letters.errand import Errand
from services.intake.letters.reading import RowReader
from services.intake.letters.reference import heading_of
from services.intake.letters.row import Row
from services.intake.letters.vocabulary import vocabulary
from shared.tables.numbering import LINES_APART
from shared.tables.records import Opened, Records
from shared.tables.understanding.decided import KnownAnswers, decided_tables
from shared.tables.understanding.decision import Decision
from shared.tables.understanding.tables import Table


@dataclass(frozen=True)
class Sheets:
    """In the order of the workbook; those that cannot be read though others can are left out."""

    tables: tuple[tuple[Table, Decision], ...]
    records: Records
    unread: tuple[str, ...] = ()
    """Sheets that hold rows, but no headings."""
    district: str = ""
    """The one that sends the letter."""

    def readers(self) -> list[RowReader | None]:
        """One for each table, none for those that are left out."""
        return [
            None
            if decision.missing
            else RowReader(table, decision.columns, self.records, self.district)
            for table, decision in self.tables
        ]

    def rows(self, readers: Iterable[RowReader | None]) -> Iterator[Row]:
        for number, reader in enumerate(readers):
            for row in reader.rows() if reader else ():
                yield row._replace(line=row.line + number * LINES_APART) if number else row

    def passed_over(self, readers: Iterable[RowReader | None]) -> Iterator[int]:
        """Lines that are no rows, once the rows are read."""
        for number, reader in enumerate(readers):
            for line in reader.passed_over if reader else ():
                yield line + number * LINES_APART


def understood(file: Opened, errand: Errand) -> Sheets:
    """Find the tables and what their columns hold; raises UnreadableFileError."""
    known = KnownAnswers(errand.answers, errand.remembered, errand.common)
    tables, unread = decided_tables(file, vocabulary(), known, heading_of)
    return Sheets(tables, file.records, unread, errand.district)
