"""How well each field fits the cells of a column."""

from collections.abc import Mapping, Sequence

from shared.tables.understanding.shapes import Cell, cell_of, kinds_of
from shared.tables.understanding.vocabulary import Vocabulary

MOST_CELLS = 200
_MANY = 6
_AGAINST = -6.0
_NEARLY_ALL, _MOST_OF_THEM, _REPEATED, _FEW = 0.9, 0.5, 0.3, 0.15


def fits(cells: Sequence[str], words: Vocabulary) -> Mapping[str, float]:
    """The points of each field, from -6 (the cells hold something else) to 5 (they fit)."""
    blanks = words.cells.empty
    looked_at = [cell_of(text) for text in cells[:MOST_CELLS] if text.strip().lower() not in blanks]
    if not looked_at:
        return {}
    shares = {kind: count / len(looked_at) for kind, count in kinds_of(looked_at, words).items()}
    # A few cells may all be wrong, so they say little against a field.
    weight = min(len(looked_at) / _MANY, 1.0)
    judged = _judged(shares, _variety(looked_at))
    return {name: fit if fit > 0 else fit * weight for name, fit in judged.items()}


def _variety(cells: Sequence[Cell]) -> float:
    return len({cell.text for cell in cells}) / len(cells)


def _judged(share: Mapping[str, float], variety: float) -> dict[str, float]:
    """Points by field. Each line describes the cells of such a column."""
    return {**_of_numbers(share, variety), **_of_words(share, variety)}


def _of_numbers(share: Mapping[str, float], variety: float) -> dict[str, float]:
    amount = 3.0 if share["money"] + share["large"] >= _MOST_OF_THEM else 0.0
    counts = _AGAINST if share["digit"] < _FEW else 0.0
    answers = share["yes_no"] + share["day"]
    return {
        "nik": _exact(share, "nik", "long_number"),
        "nib": _exact(share, "nib", "long_number"),
        "npwp": min(_exact(share, "npwp", "long_number"), 3 - 2 * share["nik"]),
        "phone": _exact(share, "phone", "long_number"),
        # A few addresses that repeat are of those who filled in the form.
        "email": _AGAINST if variety < _FEW else _exact(share, "email", "email"),
        "kbli": 3 * share["kbli"] or counts,
        "hs": _exact(share, "hs", "digit"),
        "pirt": 2 * share["long_number"] or counts,
        "consent": 3 * share["yes_no"] if answers > _FEW else _AGAINST,
        "consent_on": _exact(share, "day", "day", 3),
        "employees": 2 * share["small"] or counts,
        "founded_year": _exact(share, "year", "digit", 4),
        "capacity": 2 * share["quantity"]
        or (_AGAINST if share["words"] > _MOST_OF_THEM else counts),
        "yearly_sales": amount or counts,
        "capital": amount or counts,
        "rank": share["small"] or counts,
        "-number": 3.0 if share["small"] >= _NEARLY_ALL and variety == 1 else 0.0,
        "-birth": share["day"],
        "-timestamp": share["day"],
    }


def _of_words(share: Mapping[str, float], variety: float) -> dict[str, float]:
    names = -2.0 if variety < _REPEATED else 0.0
    no_digits = -1.5 if share["digit"] > _MOST_OF_THEM else 0.0
    quantities = share["quantity"] > _MOST_OF_THEM
    are_answers = share["yes_no"] > _NEARLY_ALL
    are_numbers = share["digit"] > _NEARLY_ALL
    return {
        "district": 4 * share["district"] or -3.0,
        "capacity_period": _exact(share, "period", "period", 4),
        "unit": _exact(share, "unit", "words", 4) if share["digit"] < _MOST_OF_THEM else -3.0,
        "size_class": _exact(share, "size", "size", 4),
        "business_name": _wordy(share, 2.5 * share["business"] - 2 * share["person"]) + names,
        "owner_name": _wordy(share, 4 * share["person"] - 2 * share["business"])
        + names
        + no_digits,
        "product": _AGAINST if quantities else _wordy(share, 3 * share["product"], _FEW),
        "commodity": _wordy(share, 2 * share["product"], _FEW),
        "business_type": _wordy(share, 1.0 if variety < _MOST_OF_THEM else 0.0),
        "address": _AGAINST if share["email"] > _MOST_OF_THEM else _wordy(share, least=_FEW),
        "village": _wordy(share) + no_digits,
        "subdistrict": _wordy(share) + no_digits,
        "brand": _AGAINST
        if are_answers or are_numbers or share["certificate"] > _MOST_OF_THEM
        else 0.0,
        "certificates": 2 * share["certificate"],
        "export_experience": _AGAINST if are_answers and share["explained"] < _FEW else 0.0,
        "note": _AGAINST if share["number"] > _NEARLY_ALL else 0.0,
        "reason": _AGAINST if share["number"] + share["short"] > _NEARLY_ALL else 0.0,
        "online": _AGAINST if are_answers else 3 * share["online"],
        "-sex": _exact(share, "sex", "words", 4),
    }


def _exact(share: Mapping[str, float], kind: str, near: str, strength: float = 5) -> float:
    if share[kind] >= _MOST_OF_THEM:
        return strength * share[kind]
    return _AGAINST if share[near] < _FEW else 0.0


def _wordy(share: Mapping[str, float], bonus: float = 0.0, least: float = _MOST_OF_THEM) -> float:
    """Points for a column of names or texts. Yes and no count against it."""
    are_answers = share["yes_no"] > _NEARLY_ALL
    return _AGAINST if share["words"] < least or are_answers else bonus
