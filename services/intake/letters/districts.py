"""Which district a cell of a letter names."""

import re

from rapidfuzz import fuzz

from services.intake.letters import reference
from services.intake.letters.cells import CellProblemError
from shared.province.serving import province
from shared.tables.spelling import normalised

_LIKE = 75
_CODE = re.compile(r"[0-9][0-9., ]*")
# A spreadsheet makes 12.1 of 12.10, and a person may mean 12.01.
_ONE_DIGIT_SHORT = re.compile(r"[0-9]{2}\.[0-9]")


def district_named(cell: str) -> str | None:
    """Its Kemendagri code; None for a name that nobody knows.

    A code without its dot that fits two districts is refused.
    """
    if not _CODE.fullmatch(cell):
        return reference.district_spellings().get(normalised(cell))
    code = cell.replace(",", ".").replace(" ", "")  # Excel shows 12.11 with a comma here
    if code in province().names:
        return code
    if _ONE_DIGIT_SHORT.fullmatch(code):
        raise CellProblemError("district-lost-zero")
    meant = set(province().meanings.get(code, {}).values())
    if len(meant) == 1:
        return meant.pop()
    raise CellProblemError("ambiguous-district" if meant else "unknown-district")


def is_elsewhere(cell: str, district: str) -> bool:
    """`Kabupaten Aceh Tamiang` is of another province; `Kab. Labuhan Batu` is only misspelt."""
    spelt, spellings = normalised(cell), reference.district_spellings().items()
    likeness = max(fuzz.ratio(spelt, name) for name, code in spellings if code == district)
    return likeness < _LIKE and spelt.startswith(("kabupaten ", "kab ", "kota "))
