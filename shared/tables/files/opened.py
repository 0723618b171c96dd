"""Opens a file. Its first bytes decide the kind, never its name."""

import re
from pathlib import Path

from shared.tables.files.plain import PlainFile
from shared.tables.files.preflight import is_open_document
from shared.tables.records import Opened

_HEAD = 4_096
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLANKS = b"\xef\xbb\xbf \t\r\n"
# A table often stands below a style or a title.
_MARKUP = re.compile(
    rb"<(?:!doctype|!--|\?xml|html|head|meta|title|body|table|style|script|link|div|center|font|"
    rb"p|br?|h[1-6])[\s/>]|<!--",
    re.IGNORECASE,
)


def opened(path: Path) -> Opened:
    """Open a file. Raises UnreadableFileError if it holds no table that we can read."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    # Loading a library takes up to a third of a second, and a CSV needs none.
    if head.startswith(_ZIP):
        return _opened_archive(path)
    if head.startswith(_OLE):
        from shared.tables.files.old_workbook import read_old_workbook  # noqa: PLC0415

        return read_old_workbook(path)
    if _MARKUP.match(head.lstrip(_BLANKS)):
        from shared.tables.files.web_page import read_web_page  # noqa: PLC0415

        return read_web_page(path)
    return PlainFile(path)


def _opened_archive(path: Path) -> Opened:
    if is_open_document(path):
        from shared.tables.files.open_document import read_open_document  # noqa: PLC0415

        return read_open_document(path)
    from shared.tables.files.workbook import Workbook  # noqa: PLC0415

    return Workbook(path)
