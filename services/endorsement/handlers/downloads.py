"""Lists as files. Decrees and workbooks wait for each other; the other files are streamed."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import orjson

from services.endorsement.documents.decree import MOST_LINES, decree
from services.endorsement.documents.plain import as_csv, as_text
from services.endorsement.documents.rows import columns, mark, row, warning
from services.endorsement.documents.words import HEADINGS, moment
from services.endorsement.documents.workbook import Cover, ListWorkbook
from services.endorsement.model.entries import ListEntry, ListPart
from services.endorsement.model.lists import PriorityList
from services.endorsement.store.lists import ListStore
from shared.indonesia.zones import Zone
from shared.plumbing.core.failures import Refused
from shared.plumbing.run.child import OUR_OWN, answer
from shared.province import Province

PORTION = 500
SETTING = "services.endorsement.documents.setting"
SET_WITHIN_SECONDS = 60
DECREES_AT_ONCE, WORKBOOKS_AT_ONCE = 1, 2


@dataclass(frozen=True, slots=True)
class Downloads:
    """A list in force gives the same bytes each time. A draft is marked as a draft."""

    store: ListStore
    province: Province
    _decrees: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(DECREES_AT_ONCE), init=False
    )
    _workbooks: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(WORKBOOKS_AT_ONCE), init=False
    )

    def text(self, head: PriorityList, part: ListPart) -> AsyncIterator[str]:
        """Stream the text of the content hash (for places)."""
        return as_text(self._portions(head, part))

    def csv(self, head: PriorityList, part: ListPart) -> AsyncIterator[str]:
        return as_csv(self._portions(head, part), mark(head), self.province)

    async def workbook(self, head: PriorityList, part: ListPart) -> BinaryIO:
        """Return an open file. It is deleted when it is closed."""
        async with self._workbooks:
            with tempfile.TemporaryDirectory(prefix="sentra-list-") as folder:
                path = Path(folder) / "list.xlsx"
                title = f"{HEADINGS[part]} Nomor {head.number}"
                made_at = head.published_at or head.cutoff
                zone = self.province.zone
                cover = Cover(title, _remark(head, part, zone), made_at, head.in_force)
                book = ListWorkbook(path, cover, columns(zone))
                async for portion in self._portions(head, part):
                    await asyncio.to_thread(self._write, book, head, portion)
                await asyncio.to_thread(book.close)
                return path.open("rb")

    async def decree(self, head: PriorityList, part: ListPart) -> bytes | Refused:
        """Return a PDF of the whole part, or a refusal."""
        lines = head.placed if part is ListPart.PLACES else head.waiting
        if lines > MOST_LINES:
            detail = f"A decree holds {MOST_LINES:,} UMKM, and these are {lines:,}: "
            return Refused("too-long-for-a-letter", f"{detail}take the workbook, format=xlsx.")
        async with self._decrees:
            entries = [e async for portion in self._portions(head, part) for e in portion]
            content = decree(head, part, entries, self.province)
            return await _set(orjson.dumps(content))

    def _portions(self, head: PriorityList, part: ListPart) -> AsyncIterator[list[ListEntry]]:
        return self.store.stream_entries(head.number, part, PORTION)

    def _write(self, book: ListWorkbook, head: PriorityList, portion: Sequence[ListEntry]) -> None:
        book.write([row(entry, mark(head), self.province) for entry in portion])


def _remark(head: PriorityList, part: ListPart, zone: Zone) -> str:
    """The hash covers the places only, so the waiting list has none."""
    if warned := warning(head):
        return warned
    assert head.published_at  # noqa: S101 - a list in force has it
    proof = f"; SHA-256 {head.content_sha256}" if part is ListPart.PLACES else ""
    return f"Diterbitkan {moment(head.published_at, zone)}{proof}"


async def _set(content: bytes) -> bytes:
    made = await answer(SETTING, stdin=content, within=SET_WITHIN_SECONDS, errors=OUR_OWN)
    if made is None:
        raise RuntimeError("the decree could not be set")
    return made
