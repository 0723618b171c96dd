"""The report of an import as CSV, streamed."""

from collections.abc import AsyncIterable, AsyncIterator, Iterator

from services.intake.letters import reference
from services.intake.model.imports import Failure, Import, ImportStatus, Outcome
from services.intake.model.lines import Cause, Line
from shared.tables.writing import BOM, record

HEADINGS = (
    *("baris", "hasil", "kolom", "kode", "keterangan", "explanation", "isi", "umkm_id", "lembar"),
)
_OUTCOMES = {
    Outcome.ACCEPTED: "diambil",
    Outcome.REFUSED: "ditolak",
    Outcome.DUPLICATE: "ganda",
}


async def as_csv(
    lines: AsyncIterable[Line], job: Import, *, everything: bool
) -> AsyncIterator[str]:
    """One record for each problem or notice; accepted rows without any only if all are wanted."""
    yield BOM + record(HEADINGS)
    for outcome, why in _on_the_whole(job):
        yield record(("", outcome, "", *_sentences(why), "", "", ""))
    for notice in job.notices:
        yield record(("", "perhatian", "", *_sentences(notice), notice.given, "", ""))
    async for each in lines:
        line = each.on_sheet(job.sheets)
        causes = [*line.problems, *line.notices]
        for cause in causes:
            outcome = _outcome(line, job) + ", perhatian" * (cause in line.notices)
            said = (cause.column, *_sentences(cause), cause.given or "")
            yield record((_number(line), outcome, *said, *_behind(line, job)))
        if everything and not causes:
            yield record((_number(line), _outcome(line, job), *[""] * 5, *_behind(line, job)))


def _on_the_whole(job: Import) -> Iterator[tuple[str, Failure]]:
    """Why there are no more rows, or none, or none is taken."""
    if job.failure:
        yield "gagal", job.failure
    elif job.question:
        asked = {"message_id": job.question.message_id, "message_en": job.question.message_en}
        yield "menunggu", Failure(code=job.status, **asked)
    elif job.status is ImportStatus.REFUSED:
        yield "tidak diambil", Failure(**reference.message("none-of-all"))
    elif job.is_foretold:
        yield "tidak diambil", Failure(**reference.message("foretold"))


def _outcome(line: Line, job: Import) -> str:
    return ("dapat " * job.is_foretold if line.is_accepted else "") + _OUTCOMES[line.outcome]


def _sentences(cause: Failure | Cause) -> tuple[str, str, str]:
    return cause.code, cause.message_id, cause.message_en


def _number(line: Line) -> str:
    return str(line.row or line.line)


def _behind(line: Line, job: Import) -> tuple[str, str]:
    is_new = line.is_accepted and job.is_foretold
    return "" if is_new else line.umkm_id or "", line.sheet or ""
