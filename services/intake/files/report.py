"""The report of an import as CSV, streamed."""

from collections.abc import AsyncIterable, AsyncIterator

from services.intake.model.imports import Failure, Import, Outcome
from services.intake.model.lines import Cause, Line
from shared.tables.writing import BOM, record

HEADINGS = (
    *("baris", "hasil", "kolom", "kode", "keterangan", "explanation", "isi", "umkm_id", "lembar"),
)


async def as_csv(
    lines: AsyncIterable[Line], job: Import, *, everything: bool
) -> AsyncIterator[str]:
    """One record for each problem or notice; accepted rows without any only if all are wanted."""
    yield BOM + record(HEADINGS)
    if job.failure:  # why there are no more rows, or none
        yield record(("", "gagal", "", *_sentences(job.failure), "", "", ""))
    for notice in job.notices:
        yield record(("", "perhatian", "", *_sentences(notice), notice.given, "", ""))
    async for each in lines:
        line = each.on_sheet(job.sheets)
        causes = [*line.problems, *line.notices]
        for cause in causes:
            yield record(_cells(line, cause))
        if everything and not causes:
            yield record((_number(line), line.outcome, *[""] * 5, *_behind(line)))


def _cells(line: Line, cause: Cause) -> tuple[str, ...]:
    notice = cause in line.notices
    outcome = Outcome.ACCEPTED if notice and not line.problems else line.outcome
    return (
        _number(line),
        f"{outcome}, perhatian" if notice else outcome,
        cause.column,
        *_sentences(cause),
        cause.given or "",
        *_behind(line),
    )


def _sentences(cause: Failure | Cause) -> tuple[str, str, str]:
    return cause.code, cause.message_id, cause.message_en


def _number(line: Line) -> str:
    return str(line.row or line.line)


def _behind(line: Line) -> tuple[str, str]:
    return line.umkm_id or "", line.sheet or ""
