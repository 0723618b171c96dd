"""The two files that are streamed: the hashed text, and CSV."""

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Sequence

from services.endorsement.documents.rows import Cell, columns, row
from services.endorsement.documents.words import number
from services.endorsement.model.entries import ListEntry
from shared.province import Province
from shared.tables.writing import BOM, record, records

Portions = AsyncIterable[Sequence[ListEntry]]


def hashed_text(entries: Iterable[ListEntry]) -> str:
    """The exact text that the content hash of a list is computed from."""
    return "".join(f"{entry.rank} {entry.umkm_id}\n" for entry in entries)


async def as_text(portions: Portions) -> AsyncIterator[str]:
    async for portion in portions:
        yield hashed_text(portion)


async def as_csv(portions: Portions, marked: str, province: Province) -> AsyncIterator[str]:
    yield BOM + record(columns(province.zone))
    async for portion in portions:
        yield records([_text(cell) for cell in row(e, marked, province)] for e in portion)


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return number(cell)
    return "" if cell is None else str(cell)
