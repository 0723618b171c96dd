"""The products of a row: their names, their codes as given or proposed, their capacities."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple

from services.intake.letters import reference
from services.intake.letters.amounts import Quantity
from services.intake.letters.cells import GivenHs
from services.intake.letters.commodities import MOST, Proposal, is_crop, propose
from services.intake.letters.row import Row
from services.intake.letters.vocabulary import vocabulary
from shared.contracts.intake import HsSource
from shared.province.serving import kept_for_each_province
from shared.tables.quantities import Goods, goods_in, quantities_of

_LISTED = re.compile(r"(?:^|(?<=[\s;,.)]))[0-9]{1,2}[.)](?![0-9]) ?")
_BULLETS = re.compile(r"[\u2022\u00b7\u25aa]|\n *[-*] ")
_DASHED = re.compile(r" [-\u2013\u2014] ")
_STRONG = re.compile(r"[;\n|]")
_LIST = re.compile(r"[,/&+](?![^(]*\))")
_AND = re.compile(r"\b(?:dan|and|serta|dohot|lan)\b", re.IGNORECASE)
_WEAK = re.compile(r"[,/&+]|\b(?:dan|and|serta|dohot|lan)\b", re.IGNORECASE)
_HEADING_DIGITS, _LONGEST_HS = 4, 200
_REMEMBERED = 5_000
_OF_A_PRODUCT = frozenset({"product", "hs", "capacity", "unit", "certificates"})
_PAIR = 2
Notice = Callable[[str, str, str], None]
"""Field, code, what is said of it."""


class Offer(NamedTuple):
    """What the cells of a row say of its products."""

    product: str
    codes: Sequence[GivenHs] = ()
    quantities: Sequence[Quantity] = ()
    certificates: tuple[str, ...] = ()
    evidence: str = ""
    """The type of the business."""
    kbli: str = ""


def products_of(offer: Offer, notice: Notice) -> tuple[Mapping[str, Any], ...]:
    """A code for each where it is given or clear; the others wait for their district."""
    names, codes = _paired(names_in(offer.product, len(offer.codes)), offer)
    quantities = offer.quantities
    if len(quantities) > 1 and len(quantities) != len(names):
        notice("capacity", "not-understood", "")
        quantities = ()
    # One capacity in the row is the one of the product named first.
    parts = zip_longest(names, codes, quantities[: len(names)])
    return tuple(_product(*part, offer, notice) for part in parts)


@kept_for_each_province(_REMEMBERED)
def names_in(cell: str, codes: int) -> tuple[str, ...]:
    """`Kopi bubuk, kopi biji; teh` are three; `Keripik pisang, rasa coklat` is one.

    `Tas rotan - Tikar pandan` are two, `Kopi - Arabika` is one.
    """
    text = _BULLETS.sub(";", goods(cell).names)
    dashed = _DASHED.split(text)
    if all(" " in part for part in dashed):
        text = ";".join(dashed)
    if text.startswith(("1.", "1)")):
        text = _LISTED.sub(";", text)
    names = _parts(_STRONG, text)
    if codes > 1 and len(names) == 1 and len(several := _parts(_WEAK, text)) == codes:
        return several
    return tuple(name for part in names for name in _named_apart(part))


@lru_cache(_REMEMBERED)
def goods(cell: str) -> Goods:
    """The products of a cell, and the quantities beside them."""
    if not any(map(str.isdigit, cell)):
        return Goods(cell)
    return goods_in(cell, quantities_of(vocabulary().units, tuple(reference.words().periods)))


def _paired(
    names: tuple[str, ...], offer: Offer
) -> tuple[tuple[str, ...], Sequence[GivenHs | None]]:
    """Each code with its product: in their order, or by what the product may be."""
    codes = offer.codes
    if len(codes) > len(names):
        return (" ".join(offer.product.split()),) * len(codes), codes
    if not codes or len(codes) == len(names):
        return names, codes
    places: dict[int, GivenHs] = {}
    for code in codes:
        free = [place for place in range(len(names)) if place not in places]
        fitting = (place for place in free if code.hs6 in propose(names[place]).codes)
        places[next(fitting, free[0])] = code
    return names, [places.get(place) for place in range(len(names))]


def _named_apart(text: str) -> tuple[str, ...]:
    """The products of a list; `Keripik pisang, rasa coklat` and `Kue dan roti` are one."""
    words = reference.commodity_words()
    listed = (part for each in _parts(_LIST, text) for part in _around_and(each))
    parts = tuple(part for part in listed if part.lower() not in words.and_so_on)
    clear = [propose(part) for part in parts]
    apart = all(each.is_clear for each in clear) and all(" " in part for part in parts)
    if len(parts) > 1 and text != text.title() and (apart or all(map(_is_a_name, parts))):
        return parts
    if len(parts) <= 1 or not all(_stands_alone(part, parts[0]) for part in parts[1:]):
        return parts if len(parts) == 1 else (text,)
    return parts


def _is_a_name(part: str) -> bool:
    """`Drip coffee` in a list of such; `rasa coklat` and `Singkong` are none."""
    head, *more = part.split()
    return head[0].isupper() and bool(more) and any(word[0].islower() for word in more)


def _around_and(text: str) -> tuple[str, ...]:
    """`Kue kering dan Bolu` are two, `Dompet dan tas tenun` are one."""
    parts = _parts(_AND, text)
    clear = [propose(part) for part in parts]
    apart = all(each.is_clear for each in clear) and len({*clear}) == len(parts)
    capital = not text.isupper() and all(part[0].isupper() for part in parts)
    heads, phrase = reference.commodity_words().heads, [" " in part for part in parts]
    are_goods = all(" " in part or part.lower() in heads for part in parts) and any(phrase)
    phrases = text in {text.upper(), text.lower()} and are_goods
    is_list = len(parts) > _PAIR  # `cabai dan tomat dan wortel`
    return parts if is_list or capital or phrases or apart else (text,)


def _stands_alone(part: str, first: str) -> bool:
    """Not a flavour or a size; nor, behind `Keripik`, another crop that is made into it."""
    words, [head, *more] = reference.commodity_words(), part.lower().split()
    if head in words.modifiers or (not more and head in words.flavours):
        return False
    is_made = first.lower().split()[0] in words.heads and head not in words.heads
    is_begun = part[0].isupper() and any(word[0].islower() for word in first.split())
    has_state = not words.flavours.isdisjoint(more) or len(more) > 1 or is_begun
    return any(map(str.isalpha, head)) and not (
        is_made and not has_state and is_crop(propose(part))
    )


def _product(
    name: str, code: GivenHs | None, quantity: Quantity | None, offer: Offer, notice: Notice
) -> Mapping[str, Any]:
    product = {
        "name": name,
        "capacity": quantity.amount if quantity else None,
        "unit": quantity.unit if quantity else None,
        "certificates": offer.certificates,
    }
    if quantity and quantity.counted:
        notice("capacity", "converted", quantity.counted)
    codes, coded = commodity_of(name, code, offer.evidence, offer.kbli)
    if coded.get("hs_source") is HsSource.LETTER:  # most products of a letter with codes
        return {**product, **coded}
    shown = [f"{hs6} {reference.commodities()[hs6].name}" for hs6 in codes]
    if not coded["hs6"]:
        notice("product", "commodity-open", ": ".join((name, "; ".join(shown) or "-")))
    else:
        notice("product", "commodity-proposed", f"{name}: {shown[0]}")
    return {**product, **coded}


def commodity_of(
    name: str, code: GivenHs | None, evidence: str = "", kbli: str = ""
) -> tuple[Sequence[str], Mapping[str, Any]]:
    """The codes that may be, and the fields of a product: its code, given or proposed, or none."""
    if code and code.hs6:
        return [code.hs6], _coded(code.hs6, HsSource.LETTER)
    codes, is_clear = propose(name, evidence, kbli)
    if code:
        codes, is_clear = _narrowed(code.digits, codes, is_clear=is_clear)
    typed = {"hs_given": code.typed[:_LONGEST_HS] if code else None}
    if is_clear:
        return codes, _coded(codes[0], HsSource.PROPOSED) | typed
    return codes, {"hs6": None, "commodity": None, "candidates": codes, **typed}


@cache
def _coded(hs6: str, source: HsSource) -> dict[str, Any]:
    group = reference.commodities()[hs6].group
    return {"hs6": hs6, "commodity": group, "hs_source": source, "candidates": ()}


def _narrowed(digits: str, codes: tuple[str, ...], *, is_clear: bool) -> Proposal:
    """By a heading of four digits; a whole code of another table leaves the product open."""
    if len(digits) != _HEADING_DIGITS:
        return Proposal(codes)
    within = tuple(code for code in codes if code.startswith(digits))
    below = tuple(code for code in reference.commodities() if code.startswith(digits))
    return Proposal((within or below or codes)[:MOST], is_clear and bool(within))


def _parts(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()).strip(" .,-") for part in pattern.split(text))
    return tuple(part for part in parts if part)


def is_further_product(row: Row, above: Row) -> bool:
    """One business over two lines; a note in the column of products names no commodity."""
    product = row.cells.get("product")
    if product is None or "business_name" in row.cells or "product" not in above.cells:
        return False
    return _OF_A_PRODUCT.issuperset(row.cells) and bool(propose(product).codes)


def with_product(row: Row, further: Row) -> Row:
    """Add a cell of the second line only if the first line has that field."""
    more = {
        field: f"{row.cells[field]};{cell}"
        for field, cell in further.cells.items()
        if field in row.cells
    }
    return row._replace(cells={**row.cells, **more})
