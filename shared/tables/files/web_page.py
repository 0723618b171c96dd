"""Reads the tables of a web page, also one saved as .xls. Runs in the child process only."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from shared.tables.encodings import decoded
from shared.tables.files.held import Held, Rows
from shared.tables.records import writable
from shared.tables.unreadable import Unreadable, UnreadableFileError

_CELLS = frozenset({"td", "th"})
_UNSEEN = ["script", "style"]
_NEW_LINES = "br, p, div, li"
_NEW_LINE = "\x1e"
"""Marks a line break that the page shows. A line break in the source shows nothing."""
_WIDEST, _DIGITS = 1_000, 4
"""The most places that a cell may span, as in browsers."""


def read_web_page(path: Path) -> Held:
    """Each table with rows becomes a sheet. Raises UnreadableFileError if there is none."""
    try:
        text, _ = decoded(path.read_bytes())
        page = LexborHTMLParser(writable(text))
    except UnicodeDecodeError as error:
        raise UnreadableFileError(Unreadable.ENCODING) from error
    except SelectolaxError as error:  # above 40 MB its tree needs more memory than there is
        raise UnreadableFileError(Unreadable.TOO_HEAVY) from error
    page.strip_tags(_UNSEEN)
    for element in page.css(_NEW_LINES):
        element.insert_before(_NEW_LINE)
    tables: list[Rows] = [rows for table in page.css("table") if (rows := _rows(table))]
    if not tables:
        raise UnreadableFileError(Unreadable.WEB_PAGE)
    return Held({f"Tabel {number}": rows for number, rows in enumerate(tables, start=1)})


def _rows(table: LexborNode) -> Rows:
    rows = (row for part in table.iter() for row in part.iter() if row.tag == "tr")
    return list(_grid(rows))


def _grid(rows: Iterable[LexborNode]) -> Iterator[tuple[int, list[str]]]:
    """Place the cells. A cell that spans several places fills the first; the others are blank."""
    covered_until: dict[int, int] = {}
    for line, row in enumerate(rows, start=1):
        cells: list[str] = []
        for cell in (each for each in row.iter() if each.tag in _CELLS):
            while covered_until.get(len(cells), 0) >= line:
                cells.append("")
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            if height > 1:
                places = range(len(cells), len(cells) + width)
                covered_until |= dict.fromkeys(places, line + height - 1)
            cells += [_text(cell), *[""] * (width - 1)]
        yield line, cells


def _span(cell: LexborNode, name: str) -> int:
    written = (cell.attributes.get(name) or "").strip()[:_DIGITS]
    return min(max(int(written), 1), _WIDEST) if written.isdecimal() else 1


def _text(cell: LexborNode) -> str:
    lines = cell.text().split(_NEW_LINE)
    return "\n".join(" ".join(line.split()) for line in lines).strip()
