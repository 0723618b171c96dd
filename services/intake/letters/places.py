"""The parts of an address: the street, the village, the kecamatan, the district."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from services.intake.letters import reference
from shared.tables.parting import at_an_edge
from shared.tables.places import (
    PLACE,
    PLACE_INSIDE,
    and_its_subdistrict,
    begins,
    is_place,
    may_name_places,
    pair_in,
    village_first,
    with_its_words,
    without_its_word,
    without_last,
)
from shared.tables.spelling import normalised, one_word

_BETWEEN = frozenset(",/-\u2013(\n;|")
SOUGHT = frozenset({"village", "subdistrict", "district"})


def places_of(
    cell: str, sought: AbstractSet[str], known: AbstractSet[str] = frozenset()
) -> Iterable[tuple[str, str]]:
    """`Jl. Balige 4 Desa Sigumpar, Kec. Silaen`: the address, the village, the kecamatan.

    `known` are the kecamatan of the letter's district.
    """
    words = reference.words()
    streets, clearly = words.streets | words.streets_and_villages, words.streets
    inside = list(PLACE_INSIDE.finditer(cell)) if may_name_places(cell) else []
    places: dict[str, str] = {}
    rest, end = [], len(cell)
    for match in reversed(inside):
        field = words.places[match[1].lower()]
        named, _, behind = cell[match.end() : end].partition(",")
        if field in places or field not in sought:  # `dekat Balai Desa Tiga, Desa Dolok`
            continue
        spelt = normalised(f"{match[1]} {named.strip(' .')}")
        if field == "district" and spelt not in reference.district_spellings():
            continue  # `Kota Medan` is one, `Kota Datar` is a village
        places[field] = named.strip(" .,\n")
        rest.append(behind.strip(" .,\n"))
        end = match.start()
    address = ", ".join(filter(None, [cell[:end].strip(" ,\n"), *reversed(rest)]))
    street, *tail = (part.strip() for part in address.split(","))
    unnamed = [name for name in ("village", "subdistrict") if name in sought - places.keys()]
    # One name alone may be of either, where both are sought.
    may_be_both = unnamed[:1] == ["village"] and len(tail) == len(unnamed)
    if may_be_both and begins(street, streets) and all(is_place(part, clearly) for part in tail):
        return [("address", street), *places.items(), *zip(unnamed, tail, strict=True)]
    bare = pair_in(address)
    if bare and unnamed == ["village", "subdistrict"]:
        is_district = normalised(bare[1]) in reference.district_spellings()
        # `Simpang Kopi - Sei Suka` is no street; `Pasar Horas, Siantar Barat` may be one.
        others = streets if "," in address else clearly
        if not is_district and all(is_place(part, others) for part in bare):
            # `Arse Nauli / Arse`
            return [*places.items(), *zip(unnamed, village_first(bare, known), strict=True)]
    if "village" in unnamed and not tail and is_place(street, clearly):
        return [("village", street), *places.items()]  # `Simpang Banyak, Kec. Ulu Pungkut`
    return [("address", address), *places.items()]


def village_and_subdistrict(cell: str, known: AbstractSet[str] = frozenset()) -> tuple[str, str]:
    """`Desa Sigumpar Kec. Silaen`, or `Sigumpar / Silaen`."""
    places = dict(places_of(cell, SOUGHT, known))
    if {"village", "subdistrict"} <= places.keys():
        return places["village"], places["subdistrict"]
    first, second = at_an_edge(cell.replace(",", "/", 1))
    return PLACE.sub("", first), PLACE.sub("", second)


def subdistrict_and_village(cell: str, known: AbstractSet[str] = frozenset()) -> tuple[str, str]:
    """`Kec. Silaen Desa Sigumpar`, or `Silaen / Sigumpar`."""
    pair = None if PLACE_INSIDE.search(cell) else pair_in(cell)
    both = village_first(pair[::-1], known) if pair else village_and_subdistrict(cell, known)
    return both[::-1]


class TablePlaces:
    """What is known of the places in a table."""

    def __init__(self, sought: frozenset[str], district: str = "") -> None:
        """`sought`: fields that have no column of their own."""
        self.sought, self.district = sought, district
        self.subdistricts = reference.subdistricts_of(district)

    def of(self, cell: str, further: frozenset[str] = frozenset()) -> Iterable[tuple[str, str]]:
        clearly = reference.words().streets
        if begins(cell, clearly) and _BETWEEN.isdisjoint(cell) and not may_name_places(cell):
            return [("address", cell)]  # most cells
        cell, sought = self._plain(cell), self.sought | further
        if "subdistrict" in sought and not _BETWEEN.isdisjoint(cell):
            cell = with_its_words(cell, self.subdistricts, clearly)
        return places_of(cell, sought, self.subdistricts)

    def of_hamlets(self, cell: str) -> Iterable[tuple[str, str]]:
        """`Huta Dolok` below `Huta / Dusun` is part of a village, and not a village."""
        places = list(self.of(cell))
        return [("address", cell)] if places == [("village", cell)] else places

    def _named(self, cell: str) -> str:
        """`Nagori Bandar` in the kecamatan Bandar keeps its word: it is the village's name."""
        name = without_its_word(cell)
        is_whole = cell.lower().startswith("nagori") and one_word(name) in self.subdistricts
        return cell if is_whole else name

    def below(self, field: str, cell: str) -> Iterable[tuple[str, str]]:
        """Also `Onozikho - Kec. Gunungsitoli`, and `Pandan (Tapanuli Tengah)`."""
        cell, sought = self._plain(cell), self.sought - {field}
        if "subdistrict" in sought:
            both_in = village_and_subdistrict if "kec" in cell.lower() else and_its_subdistrict
            if both := both_in(cell, self.subdistricts):
                return zip(("village", "subdistrict"), both, strict=True)
        parts = at_an_edge(cell.replace(",", "/", 1)) if "district" in sought else (cell, "")
        place, district = parts
        if not district or normalised(district) not in reference.district_spellings():
            is_named = PLACE_INSIDE.search(cell, 1)  # `Lk. II, Kel. Sijambi`
            within = dict(places_of(cell, {field})) if is_named else {}
            return [(field, within.get(field) or self._named(cell))]
        return [(field, without_its_word(place)), ("district", district)]

    def _plain(self, cell: str) -> str:
        """`Motung (Ajibata)` names the kecamatan, `Jl. Besar 4, Pematangsiantar` the own city."""
        if _BETWEEN.isdisjoint(cell):
            return cell
        village, _, beside = cell[:-1].rpartition("(") if cell[-1:] == ")" else ("", "", "")
        if village and one_word(beside) in self.subdistricts:
            return f"{village} / {beside}"
        street, city = without_last(cell)
        named = reference.district_spellings().get(normalised(city)) if street else None
        return street if named and named == self.district else cell
