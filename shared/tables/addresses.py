"""The parts of an address: the street, the village, the kecamatan, the district."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from shared.tables.parting import PARTED_BY, at_an_edge
from shared.tables.places import (
    PLACE,
    PLACE_INSIDE,
    and_its_subdistrict,
    begins,
    is_place,
    may_name_places,
    pair_in,
    spelt_out,
    village_first,
    with_its_words,
    without_its_word,
    without_last,
)
from shared.tables.spelling import normalised, one_word

_BETWEEN = frozenset(",/-\u2013(\n;|")
SOUGHT = frozenset({"village", "subdistrict", "district"})
Fields = Iterable[tuple[str, str]]


class KnownPlaces(NamedTuple):
    """What is known of places before a letter is read."""

    fields: Mapping[str, str]
    """By the word before a name: `desa`, `kec`."""
    streets: AbstractSet[str]
    """First words of what is smaller than a village."""
    streets_and_villages: AbstractSet[str]
    """First words of both: `Pasar`, `Simpang`."""
    districts: Mapping[str, str]
    """The codes of districts by their spellings."""
    district: str = ""
    """The district that sends the letter."""
    subdistricts: Mapping[str, str] = MappingProxyType({})
    """The names of its kecamatan, by their spellings in one word."""


def places_of(cell: str, sought: AbstractSet[str], known: KnownPlaces) -> Fields:
    """`Jl. Balige 4 Desa Sigumpar, Kec. Silaen`: the address, the village, the kecamatan."""
    clearly, streets = known.streets, known.streets | known.streets_and_villages
    places, address = _named_in(cell, sought, known)
    street, *tail = (part.strip() for part in address.split(","))
    unnamed = [name for name in ("village", "subdistrict") if name in sought - places.keys()]
    # One name alone may be of either, where both are sought.
    may_be_both = unnamed[:1] == ["village"] and len(tail) == len(unnamed)
    if may_be_both and begins(street, streets) and all(is_place(part, clearly) for part in tail):
        return [("address", street), *places.items(), *zip(unnamed, tail, strict=True)]
    bare = pair_in(address)
    if bare and unnamed == ["village", "subdistrict"]:
        is_district = normalised(bare[1]) in known.districts
        # `Simpang Kopi - Sei Suka` is no street; `Pasar Horas, Siantar Barat` may be one.
        others = streets if "," in address else clearly
        if not is_district and all(is_place(part, others) for part in bare):
            both = village_first(bare, known.subdistricts.keys())  # `Arse Nauli / Arse`
            return [*places.items(), *zip(unnamed, both, strict=True)]
    if "village" in unnamed and not tail and is_place(street, clearly):
        return [("village", street), *places.items()]  # `Simpang Banyak, Kec. Ulu Pungkut`
    return [("address", address), *places.items()]


def _named_in(
    cell: str, sought: AbstractSet[str], known: KnownPlaces
) -> tuple[dict[str, str], str]:
    """The places behind their words, and the rest of the cell."""
    places: dict[str, str] = {}
    rest, end = [], len(cell)
    inside = list(PLACE_INSIDE.finditer(cell)) if may_name_places(cell) else []
    for match in reversed(inside):
        field = known.fields[match[1].lower()]
        named, _, behind = cell[match.end() : end].partition(",")
        if field in places or field not in sought:  # `dekat Balai Desa Tiga, Desa Dolok`
            continue
        spelt = normalised(f"{match[1]} {named.strip(' .')}")
        if field == "district" and spelt not in known.districts:
            continue  # `Kota Medan` is one, `Kota Datar` is a village
        places[field] = named.strip(" .,\n")
        rest.append(behind.strip(" .,\n"))
        end = match.start()
    return places, ", ".join(filter(None, [cell[:end].strip(" ,\n"), *reversed(rest)]))


def village_and_subdistrict(cell: str, known: KnownPlaces) -> tuple[str, str]:
    """`Desa Sigumpar Kec. Silaen`, or `Sigumpar / Silaen`."""
    places = dict(places_of(cell, SOUGHT, known))
    if {"village", "subdistrict"} <= places.keys():
        return places["village"], places["subdistrict"]
    first, second = at_an_edge(cell.replace(",", "/", 1))
    return PLACE.sub("", first), PLACE.sub("", second)


def subdistrict_and_village(cell: str, known: KnownPlaces) -> tuple[str, str]:
    """`Kec. Silaen Desa Sigumpar`, or `Silaen / Sigumpar`."""
    pair = None if PLACE_INSIDE.search(cell) else pair_in(cell)
    if pair:
        return village_first(pair[::-1], known.subdistricts.keys())[::-1]
    return village_and_subdistrict(cell, known)[::-1]


@dataclass(frozen=True)
class TablePlaces:
    """Reads the places in one column of a table."""

    sought: frozenset[str]
    """Fields that have no column of their own."""
    known: KnownPlaces
    cells: Sequence[str] = ()
    """The first cells of the column."""

    def within(self, cells: Sequence[str]) -> "TablePlaces":
        """The places of a column that begins with these cells."""
        return replace(self, cells=cells)

    def of(self, cell: str, further: frozenset[str] = frozenset()) -> Fields:
        clearly = self.known.streets
        if begins(cell, clearly) and _BETWEEN.isdisjoint(cell) and not may_name_places(cell):
            return [("address", cell)]  # most cells
        cell, sought = self._plain(cell), self.sought | further
        if "subdistrict" in sought and not _BETWEEN.isdisjoint(cell):
            cell = with_its_words(cell, self.known.subdistricts.keys(), clearly)
        return places_of(cell, sought, self._known_here)

    def of_hamlets(self, cell: str) -> Fields:
        """`Huta Dolok` below `Huta / Dusun` is part of a village, and not a village."""
        places = list(self.of(cell))
        return [("address", cell)] if places == [("village", cell)] else places

    def parted(self, fields: tuple[str, ...], cell: str) -> Fields:
        """`Dusun I, Desa Natal, Kec. Natal, HP 0853...` below `Alamat dan No. HP`."""
        for field, part in zip(fields, self._two_of(fields, cell), strict=True):
            yield from self.of(part) if field == "address" else ((field, part),)

    def _two_of(self, fields: tuple[str, ...], cell: str) -> tuple[str, str]:
        if fields == ("village", "subdistrict"):
            return village_and_subdistrict(cell, self.known)
        if fields == ("subdistrict", "village"):
            return subdistrict_and_village(cell, self.known)
        return PARTED_BY.get(fields, at_an_edge)(cell)

    def below(self, field: str, cell: str) -> Fields:
        """Also `Onozikho - Kec. Gunungsitoli`, and `Pandan (Tapanuli Tengah)`."""
        cell, sought = self._plain(cell), self.sought - {field}
        if "subdistrict" in sought and (both := self._both_in(cell)):
            return zip(("village", "subdistrict"), both, strict=True)
        parts = at_an_edge(cell.replace(",", "/", 1)) if "district" in sought else (cell, "")
        place, district = parts
        if not district or normalised(district) not in self.known.districts:
            is_named = PLACE_INSIDE.search(cell, 1)  # `Lk. II, Kel. Sijambi`
            within = dict(places_of(cell, {field}, self.known)) if is_named else {}
            return within.items() if field in within else [(field, self._named(field, cell))]
        return [(field, without_its_word(place)), ("district", district)]

    def _both_in(self, cell: str) -> tuple[str, str] | None:
        if "kec" in cell.lower():
            return village_and_subdistrict(cell, self.known)
        return and_its_subdistrict(cell, self.known.subdistricts.keys())

    def _named(self, field: str, cell: str) -> str:
        """`Nagori Bandar` keeps its word in the kecamatan Bandar, or if it alone has one."""
        name = without_its_word(cell)
        if field == "subdistrict":
            return spelt_out(name, self.known.subdistricts)
        is_nagori = cell.lower().startswith("nagori")
        is_own = self._is_without_words or one_word(name) in self.known.subdistricts
        return cell if is_nagori and is_own else name

    @cached_property
    def _is_without_words(self) -> bool:
        """True if most cells of the column have no word for their place, and only one name has."""
        filled = [cell for cell in self.cells if cell]
        worded = [cell for cell in filled if without_its_word(cell) != cell]
        return len({*worded}) == 1 and 2 * len(worded) < len(filled)

    @cached_property
    def _known_here(self) -> KnownPlaces:
        """In a column without streets `Pasar Doloksanggul` is a village."""
        has_streets = not self.cells or any(begins(c, self.known.streets) for c in self.cells)
        return self.known if has_streets else self.known._replace(streets_and_villages=frozenset())

    def _plain(self, cell: str) -> str:
        """`Motung (Ajibata)` names the kecamatan, `Jl. Besar 4, Pematangsiantar` the own city."""
        if _BETWEEN.isdisjoint(cell):
            return cell
        village, _, beside = cell[:-1].rpartition("(") if cell[-1:] == ")" else ("", "", "")
        if village and one_word(beside) in self.known.subdistricts:
            return f"{village} / {beside}"
        street, city = without_last(cell)
        named = self.known.districts.get(normalised(city)) if street else None
        return street if named and named == self.known.district else cell
