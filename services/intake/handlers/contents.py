"""What a file holds: its rows, and before them what an officer should know of it as a whole."""

from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

from services.intake.files.reader import Head, Portion, read_file
from services.intake.letters import reference
from services.intake.letters.parsing import LetterFacts
from services.intake.model.imports import Import, Notice
from services.intake.model.lines import place_in_words, place_of
from services.intake.rules.nominations import WIB
from services.intake.store.imports import ImportStore

_MOST_NAMED = 20


class Contents:
    """Of one import; known only once its file is read."""

    def __init__(self, store: ImportStore, job: Import) -> None:
        self._store, self._job = store, job
        self._sheets: tuple[str, ...] = ()
        self._notices: list[Notice] = []
        self.lost_sheets = False
        """Whether rows cannot be read because their sheet lacks a column."""

    async def portions(self, path: Path) -> AsyncIterator[Portion]:
        letter = LetterFacts(self._job.district, self._job.created_at.astimezone(WIB).date())
        async for portion in read_file(path, letter):
            if portion.head:
                await self._keep(portion.head)
            elif portion.passed_over:
                self._notices.append(passed_over_in_words(portion.passed_over, self._sheets))
                await self._show_notices()
            else:
                yield portion

    async def _keep(self, head: Head) -> None:
        self._sheets = tuple(head.sheets)
        self.lost_sheets = any(lacking for _, lacking in head.left_out)
        self._notices = list(noticed_of(head))
        await self._show_notices(sheets=self._sheets, columns=head.columns)

    async def _show_notices(self, **more: Any) -> None:
        notices = [notice.model_dump() for notice in self._notices]
        await self._store.show(self._job.import_id, notices=notices, **more)

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


def passed_over_in_words(lines: Sequence[int], sheets: Sequence[str]) -> Notice:
    """Total, numbers of columns, headings of a further page: the first of them by line."""
    named = []
    for line in lines[:_MOST_NAMED]:
        sheet, on_sheet = place_of(line, sheets)
        named.append(f"{sheet}: {on_sheet}" if sheet else str(on_sheet))
    return _notice("lines-passed-over", ", ".join([*named, *["..."][: len(lines) > _MOST_NAMED]]))


def _notice(code: str, given: str) -> Notice:
    said = reference.sentences()[code]
    return Notice(code=code, message_id=said.indonesian, message_en=said.english, given=given)
