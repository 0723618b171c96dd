"""What a letter says outside its table of the owners' consent (UU 27/2022)."""

import re
from collections.abc import Iterable
from itertools import chain

from shared.tables.records import Records
from shared.tables.understanding.tables import Table, notes_below

_LONGEST = 400
_AGREES = ("setuju", "menyetujui", "disetujui", "bersedia", "menyatakan", "consent", "agree")
_NOT_YET = frozenset({"belum", "tidak", "tanpa", "menunggu"})
_TO_WHAT = ("data", "pribadi", "27/2022", "27 tahun 2022", "pdp", "personal")


def consent_sentence(tables: Iterable[Table], records: Records) -> str | None:
    """A line beside a table that speaks of consent: the first that denies it, or the first."""
    first_of_sheet: dict[str, Table] = {}
    quoted: list[str] = []
    for table in tables:
        is_first = first_of_sheet.setdefault(table.kind, table) is table
        texts = chain(table.before, notes_below(table, records) if is_first else ())
        quoted += (text[:_LONGEST] for text in texts if speaks_of_consent(text))
    return next(filter(denies, quoted), next(iter(quoted), None))


def denies(sentence: str) -> bool:
    """Whether it says that owners have not agreed."""
    return not _NOT_YET.isdisjoint(re.findall("[a-z]+", sentence.lower()))


def speaks_of_consent(text: str) -> bool:
    """Also of a consent that is not there: `belum mendapat persetujuan pemilik`."""
    lower = text[: 4 * _LONGEST].lower()
    of_owners = ("pemilik" in lower and denies(lower)) or any(word in lower for word in _TO_WHAT)
    return of_owners and any(word in lower for word in _AGREES)
