"""The kecamatan that a title, or a cell further up, gives to the rows below it."""

import re
from collections.abc import Mapping, Sequence

from shared.tables.addresses import KnownPlaces
from shared.tables.places import without_its_word
from shared.tables.spelling import normalised, one_word
from shared.tables.understanding.decision import Column
from shared.tables.understanding.tables import Table

_TITLE = re.compile(r"(.*)\bkec(?:amatan)?\b[\s.:]*(.+)", re.IGNORECASE | re.DOTALL)
_BEHIND = re.compile(
    r"[\s,:;-]*(?:\(|\b(?:kab|kota|tahun|thn|ta|prov|20[0-9]{2})).*", re.IGNORECASE | re.DOTALL
)
_LONGEST = 100
_OF_NO_GROUP = frozenset({"di", "kantor", "jumlah", "jlh", "total", "yth", "telp", "alamat"})
"""Words before the kecamatan of an office, a meeting or a sum."""
_OF_A_ROW = "business_name"


class PlacesAbove:
    """The kecamatan of the rows that follow in one table."""

    def __init__(self, known: KnownPlaces, table: Table, columns: Sequence[Column]) -> None:
        self._known, self._subdistrict = known, ""
        holder = next((c.place for c in columns if "subdistrict" in c.fields), None)
        names = next((c.place for c in columns if _OF_A_ROW in c.fields), 0)
        self._has_column = holder is not None
        self._is_grouped = holder is not None and holder < names and _is_of_groups(table, holder)
        for title in (table.kind, *table.before):
            self.read_title(title)

    def read_title(self, text: str) -> None:
        """A title counts for all rows below it, unless a column names their kecamatan."""
        if not self._has_column:
            self._subdistrict = subdistrict_titled(text, self._known) or self._subdistrict

    def added_to(self, values: Mapping[str, str]) -> Mapping[str, str]:
        """The fields of a row, with its kecamatan."""
        if self._is_grouped:
            self._subdistrict = values.get("subdistrict", self._subdistrict)
        if not self._subdistrict or _OF_A_ROW not in values:
            return values
        return {"subdistrict": self._subdistrict, **values}


def subdistrict_titled(text: str, known: KnownPlaces) -> str:
    """`II. KECAMATAN PURBA`, `UMKM Kec. Purba Tahun 2026`; empty where none is known."""
    bare = without_its_word(text)
    if one_word(bare) in known.subdistricts:
        return bare
    title = _TITLE.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    before = normalised(title[1]).split() if title else ()
    if not title or not (_OF_NO_GROUP | known.streets).isdisjoint(before):
        return ""
    names = (name.strip(" .,:;") for name in (title[2], _BEHIND.sub("", title[2], count=1)))
    return next((name for name in names if one_word(name) in known.subdistricts), "")


def _is_of_groups(table: Table, place: int) -> bool:
    """True if a column names each kecamatan once, in its first row, and is blank below it."""
    cells = table.cells_of(place)
    filled = [cell for cell in cells if cell]
    return bool(filled and cells[0]) and len({*filled}) == len(filled) <= len(cells) // 2
