"""The products of a row: their names, their codes as given or proposed, their capacities."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple

from services.intake.letters import reference
from services.intake.letters.amounts import Quantity
from services.intake.letters.cells import GivenHs
from services.intake.letters.commodities import MOST, Proposal, is_crop, propose
from shared.contracts.intake import HsSource

_LISTED = re.compile(r"(?:^|(?<=[\s;,.)]))[0-9]{1,2}[.)](?![0-9]) ?")
_BULLETS = re.compile(r"[\u2022\u00b7\u25aa]|\n *[-*] ")
_STRONG = re.compile(r"[;\n|]")
_WEAK = re.compile(r"[,/&+]|\b(?:dan|and|serta)\b", re.IGNORECASE)
_HEADING_DIGITS, _LONGEST_HS = 4, 200
_REMEMBERED = 5_000
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
    names = names_in(offer.product, len(offer.codes))
    if offer.codes and len(names) != len(offer.codes):
        names = (" ".join(offer.product.split()),) * len(offer.codes)
    quantities = offer.quantities
    if len(quantities) > 1 and len(quantities) != len(names):
        notice("capacity", "not-understood", "")
        quantities = ()
    # One capacity in the row is the one of the product named first.
    parts = zip_longest(names, offer.codes, quantities[: len(names)])
    return tuple(_product(*part, offer, notice) for part in parts)


@lru_cache(_REMEMBERED)
def names_in(cell: str, codes: int) -> tuple[str, ...]:
    """`Kopi bubuk, kopi biji; teh` are three; `Keripik pisang, rasa coklat` is one."""
    text = _BULLETS.sub(";", cell)
    if text.startswith(("1.", "1)")):
        text = _LISTED.sub(";", text)
    names = _parts(_STRONG, text)
    if codes > 1 and len(names) == 1 and len(several := _parts(_WEAK, text)) == codes:
        return several
    return tuple(name for part in names for name in _named_apart(part))


def _named_apart(text: str) -> tuple[str, ...]:
    """Parts that are different commodities, all of them crops or none: else one product."""
    parts = _parts(_WEAK, text)
    if len(parts) == 1 or "(" in text:
        return (text,)
    proposals = [propose(part) for part in parts]
    codes = {proposal.codes for proposal in proposals if proposal.codes}
    # In `Keripik singkong, kentang` the potatoes are chips as well.
    are_crops = [
        " " not in part and is_crop(proposal)
        for part, proposal in zip(parts, proposals, strict=True)
    ]
    is_sure = all(are_crops) or (
        not any(are_crops) and all(proposal.is_clear for proposal in proposals)
    )
    return parts if is_sure and len(codes) == len(parts) else (text,)


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
    if code and code.hs6:
        return product | {"hs6": code.hs6, "commodity": reference.commodities()[code.hs6].group}
    hs_given = code.typed[:_LONGEST_HS] if code else None
    codes, is_clear = propose(name, offer.evidence, offer.kbli)
    if code:
        codes, is_clear = _narrowed(code.digits, codes, is_clear=is_clear)
    candidates = [f"{hs6} {reference.commodities()[hs6].name}" for hs6 in codes]
    if not is_clear:
        notice("product", "commodity-open", ": ".join((name, "; ".join(candidates) or "-")))
        return product | {"candidates": codes, "hs_given": hs_given}
    notice("product", "commodity-proposed", f"{name}: {candidates[0]}")
    group = reference.commodities()[codes[0]].group
    proposed = {"hs6": codes[0], "commodity": group, "hs_source": HsSource.PROPOSED}
    return product | proposed | {"hs_given": hs_given}


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
