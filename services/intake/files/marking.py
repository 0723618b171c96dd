"""python -m services.intake.files.marking ORIGINAL REMARKS OUT PROVINCE: marks what to mend.

REMARKS is JSON, `{"12": "sentence"}` by line. Prints the kind that was written: csv or xlsx.
"""

import json
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from services.intake.files.limits import MARKED_BYTES
from services.intake.letters.vocabulary import vocabulary
from shared.province import load_province
from shared.province.serving import serving
from shared.tables.files.opened import opened
from shared.tables.limits import limit_this_process
from shared.tables.marking import Headings, write_marked
from shared.tables.numbering import by_table
from shared.tables.understanding.tables import tables_of

HEADING = "Perbaikan (perlu diperbaiki)"
SHEET = "perbaikan"


def mark(original: Path, remarks: Mapping[int, str], out: Path) -> str:
    """Return the kind of the file that was written."""
    with closing(opened(original)) as file:
        shares = list(by_table(remarks, tables_of(file, vocabulary())))
        return write_marked(file, original, shares, Headings(HEADING, SHEET), out)


if __name__ == "__main__":
    limit_this_process(MARKED_BYTES)
    remarks = json.loads(Path(sys.argv[2]).read_bytes())
    lines = {int(line): str(sentence) for line, sentence in remarks.items()}
    with serving(load_province(Path(sys.argv[4]))):
        sys.stdout.write(mark(Path(sys.argv[1]), lines, Path(sys.argv[3])))
