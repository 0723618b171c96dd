"""What a letter says outside its table of the owners' consent (UU 27/2022)."""

from collections.abc import Iterable
from itertools import chain

from shared.tables.records import Records
from shared.tables.understanding.tables import Table

_LONGEST = 400
_AGREES = ("setuju", "menyetujui", "disetujui", "bersedia", "menyatakan", "consent", "agree")
_NOT_YET = ("belum", "tidak", "tanpa", "menunggu")
_TO_WHAT = ("data", "pribadi", "27/2022", "27 tahun 2022", "pdp", "personal")


def consent_sentence(tables: Iterable[Table], records: Records) -> str | None:
    """The first line above or below a table that speaks of consent to the use of data."""
    first_of_sheet: dict[str, Table] = {}
    for table in tables:
        is_first = first_of_sheet.setdefault(table.kind, table) is table
        texts = chain(table.before, _below(table, records) if is_first else ())
        if sentence := next(filter(speaks_of_consent, texts), None):
            return sentence[:_LONGEST]
    return None


def speaks_of_consent(text: str) -> bool:
    """Also of a consent that is not there: `belum mendapat persetujuan pemilik`."""
    lower = text[: 4 * _LONGEST].lower()
    of_owners = "pemilik" in lower and any(word in lower for word in _NOT_YET)
    agrees = any(word in lower for word in _AGREES)
    return agrees and (of_owners or any(word in lower for word in _TO_WHAT))


def _below(table: Table, records: Records) -> Iterable[str]:
    """Lines with a cell or two, such as notes and signatures."""
    for line, cells in records(table.kind):
        filled = [cell for cell in cells if cell]
        if line > table.heading_line and 0 < len(filled) <= 2:  # noqa: PLR2004 - no row is so short
            yield " ".join(filled)
