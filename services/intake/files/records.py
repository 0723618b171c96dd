"""Records of a spreadsheet that Excel opens as it is meant."""

import csv
import io
from collections.abc import Iterable

from services.intake.files.escaping import escaped

BOM = "\ufeff"  # without it Excel reads the names of Nias in another encoding


def record(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow([escaped(cell) for cell in cells])
    return text.getvalue()
