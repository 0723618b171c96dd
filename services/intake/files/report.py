"""The report of an import as CSV, streamed."""

from collections.abc import AsyncIterable, AsyncIterator

from services.intake.files.lines import Cause, Line
from services.intake.model.imports import Outcome
from shared.plumbing.spreadsheets import BOM, record

HEADINGS = ("baris", "hasil", "kolom", "kode", "keterangan", "explanation", "isi", "umkm_id")


async def as_csv(lines: AsyncIterable[Line], *, everything: bool) -> AsyncIterator[str]:
    """One record for each problem or notice; accepted rows without any only if all are wanted."""
    yield BOM + record(HEADINGS)
    async for line in lines:
        causes = [*line.problems, *line.notices]
        for cause in causes:
            yield record(_cells(line, cause))
        if everything and not causes:
            yield record((str(line.line), line.outcome, *[""] * 5, line.umkm_id or ""))


def _cells(line: Line, cause: Cause) -> tuple[str, ...]:
    notice = cause in line.notices
    outcome = Outcome.ACCEPTED if notice and not line.problems else line.outcome
    return (
        str(line.line),
        f"{outcome}, perhatian" if notice else outcome,
        cause.field,
        cause.code,
        cause.message_id,
        cause.message_en,
        cause.given or "",
        line.umkm_id or "",
    )
