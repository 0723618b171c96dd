"""Names of businesses and people, as somebody can read them."""

from services.intake.letters.cells import CellProblemError
from shared.tables.spelling import is_visible


def name(cell: str, missing: str) -> str:
    """On one line; raises CellProblemError where nothing of it can be seen."""
    words = " ".join(cell.split())
    if not is_visible(words):
        raise CellProblemError(missing)
    return words
