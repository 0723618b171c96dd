"""What was stored of a row, compared with what a careful officer would have entered."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

Values = Mapping[str, Any]
NOTHING: tuple[Any, ...] = (None, "", [], ())
_NOT_COMPARED = frozenset({"consent_basis", "kbli_version", "district"})
_ROUNDED = 0.001
"""A figure for a month may come from weeks."""
_FIGURES = frozenset({"capacity", "yearly_sales", "capital"})
_INCOMPLETE = ("certificates", "note")
"""One of two certificates is not wrong, but less than the letter says."""
_PLACES = ("village", "subdistrict")
_LONGEST_WORD = 3
"""Of values that may stand in two fields by chance, such as a unit."""


def flat(stored: Values) -> dict[str, Any]:
    """The keys of the truth: capacity, unit and certificates are those of the first product."""
    first, values = stored["products"][0], dict(stored)
    values["products"] = [product["name"] for product in stored["products"]]
    for key in ("capacity", "unit", "certificates"):
        values[key] = first.get(key)
    if values.keys() & {"yearly_sales", "capital"}:
        values.pop("size_class", None)  # it follows from them (PP 7/2021, article 35)
    return {k: v for k, v in values.items() if k not in _NOT_COMPARED and v not in NOTHING}


def wrong_values(stored: Values, truth: Values, misread: Collection[str]) -> Iterator[str]:
    """Each with what it should have been; `misread` are fields of columns that hold another."""
    for key, value in flat(stored).items():
        meant = truth.get(key)
        if meant not in NOTHING:
            if not _same(key, value, meant):
                yield f"{key}: {value!r} instead of {meant!r}"
        elif key in misread:
            yield f"{key}: {value!r} from a column that holds something else"
        elif _is_namesake(key, stored):
            continue
        elif owner := _of_another_field(value, truth):
            yield f"{key}: {value!r} is the {owner}"
    yield from _wrong_codes(stored["products"], truth)


def _is_namesake(key: str, stored: Values) -> bool:
    """The village Tigapanah is in the kecamatan Tigapanah."""
    return key in _PLACES and len({_plain(stored.get(place)) for place in _PLACES}) == 1


def _of_another_field(value: Any, truth: Values) -> str | None:
    text = _plain(value)
    if not isinstance(value, str) or len(text) <= _LONGEST_WORD:
        return None
    return next((key for key, meant in truth.items() if _plain(meant) == text), None)


def _wrong_codes(products: Any, truth: Values) -> Iterator[str]:
    """The truth knows the codes of the letter, and what fits the first product."""
    right = truth.get("hs6") or truth.get("hs6_fitting", [])
    for number, product in enumerate(products):
        is_known = number == 0 or product.get("hs_source") == "given"
        if is_known and product.get("hs6") and product["hs6"] not in right:
            yield f"hs6: {product['name']!r} is {product['hs6']}, not one of {right}"


def beyond(stored: Values, truth: Values) -> list[str]:
    """Fields that the officer would have left empty."""
    return [key for key in flat(stored) if truth.get(key) in NOTHING]


def unread(stored: Values, truth: Values) -> list[str]:
    """Fields that the officer would have filled, and that are empty."""
    stored_flat = flat(stored)
    held = stored_flat.keys() | {"hs6", "hs6_fitting"}
    if stored.get("size_class"):
        held |= {"size_class"}
    held -= {key for key in _INCOMPLETE if not _holds(stored_flat.get(key), truth.get(key))}
    missing = [key for key, meant in truth.items() if key not in held and meant not in NOTHING]
    has_code = any(product.get("hs6") for product in stored["products"])
    return [*missing, *["hs6"][: bool(truth.get("hs6")) and not has_code]]


def _holds(stored: Any, meant: Any) -> bool:
    """Whether a list or a note has all that it should have."""
    if isinstance(meant, list):
        return {*map(_plain, meant)} <= {*map(_plain, stored or ())}
    return not meant or _plain(meant) in _plain(stored)


def _same(key: str, stored: Any, meant: Any) -> bool:
    if key in _FIGURES:
        return abs(float(stored) - float(meant)) <= _ROUNDED * max(abs(float(meant)), 1)
    if key == "certificates":
        return {*map(_plain, stored)} <= {*map(_plain, meant)}
    if isinstance(meant, list):
        return sorted(map(_plain, stored)) == sorted(map(_plain, meant))
    if key == "note":  # it also keeps what else stood in a cell of the row
        return True
    return _plain(stored) == _plain(meant)


def _plain(value: Any) -> str:
    return "".join(character for character in str(value).lower() if character.isalnum())
