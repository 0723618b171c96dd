"""The report of an import as CSV, streamed."""

from collections.abc import AsyncIterable, AsyncIterator, Iterator

from services.intake.letters import reference
from services.intake.model.imports import Failure, Import, ImportStatus, Outcome
from services.intake.model.lines import Finding, Line
from shared.tables.writing import BOM, record

HEADINGS = (
    *("baris", "hasil", "kolom", "kode", "keterangan", "explanation", "isi", "umkm_id", "lembar"),
)
_OUTCOMES = {"accepted": "diambil", "refused": "ditolak", "duplicate": "ganda"}


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
        could_be = job.is_foretold and line.outcome is Outcome.ACCEPTED
        number, outcome = str(line.row or line.line), "dapat " * could_be + _OUTCOMES[line.outcome]
        behind = "" if could_be else line.umkm_id or "", line.sheet or ""
        findings = [*line.problems, *line.notices]
        for finding in findings:
            became = f"{outcome}, perhatian" if finding in line.notices else outcome
            what = (finding.column, *_sentences(finding), finding.given or "")
            yield record((number, became, *what, *behind))
        if everything and not findings:
            yield record((number, outcome, *[""] * 5, *behind))


def _on_the_whole(job: Import) -> Iterator[tuple[str, Failure]]:
    """Why there are no more rows, or none, or none is taken."""
    if job.failure:
        yield "gagal", job.failure
    elif job.question:
        sentences = {"message_id": job.question.message_id, "message_en": job.question.message_en}
        yield "menunggu", Failure(code=job.status, **sentences)
    elif job.is_foretold:
        code = "none-of-all" if job.status is ImportStatus.REFUSED else "foretold"
        yield "tidak diambil", Failure(**reference.message(code))


def _sentences(finding: Failure | Finding) -> tuple[str, str, str]:
    return finding.code, finding.message_id, finding.message_en
