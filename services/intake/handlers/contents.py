"""What a file holds: its rows, and before them what an officer should know of it as a whole."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from services.intake.files.reader import Head, Portion, read_file
from services.intake.letters import reference
from services.intake.letters.sheets import place_in_words
from services.intake.model.imports import Import, Notice
from services.intake.store.imports import ImportStore


class Contents:
    """Of one import; known only once its file is read."""

    def __init__(self, store: ImportStore, job: Import) -> None:
        self._store, self._job = store, job
        self._sheets: tuple[str, ...] = ()
        self.lost_sheets = False
        """Whether rows cannot be read because their sheet lacks a column."""

    async def portions(self, path: Path) -> AsyncIterator[Portion]:
        async for portion in read_file(path, self._job.district):
            if portion.head:
                await self._keep(portion.head)
            else:
                yield portion

    async def _keep(self, head: Head) -> None:
        self._sheets = tuple(head.sheets)
        self.lost_sheets = any(lacking for _, lacking in head.left_out)
        notices = [notice.model_dump() for notice in noticed_of(head)]
        await self._store.show(
            self._job.import_id, sheets=self._sheets, notices=notices, columns=head.columns
        )

    def place_of(self, line: int) -> str:
        """As it is told to whoever recommends the same UMKM again."""
        return f"{self._job.file}, {place_in_words(line, self._sheets)}"


def noticed_of(head: Head) -> Iterator[Notice]:
    """What of the file is not read, each in a sentence."""
    for sheet, lacking in head.left_out:
        if lacking:
            columns = ", ".join(reference.heading_of(field) for field in lacking)
            yield _notice("sheet-lacks-columns", f"{sheet}: {columns}")
        else:
            yield _notice("sheet-left-out", sheet)
    for heading in head.unknown:
        yield _notice("unknown-column", heading)


def _notice(code: str, given: str) -> Notice:
    said = reference.sentences()[code]
    return Notice(code=code, message_id=said.indonesian, message_en=said.english, given=given)
