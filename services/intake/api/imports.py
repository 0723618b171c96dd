"""Imports over HTTP: watched, reported row by row, given back marked."""

from pathlib import Path
from typing import Annotated

from fastapi import Depends, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from services.intake.api.answers import agreed, problem_in_words
from services.intake.files.report import as_csv
from services.intake.handlers.given_back import mark
from services.intake.handlers.imports import Imports
from services.intake.model.imports import Import, Outcome
from services.intake.model.lines import Line
from shared.contracts.ids import AnyId
from shared.contracts.written import Flag
from shared.plumbing.access import AUDITOR, DISTRICT, PROVINCE, present_caller
from shared.plumbing.http import CSV, XLSX, as_file, as_server_sent_events
from shared.plumbing.http.doors import Doors

LAST_LINE = 10**9
"""No file has as many; MongoDB holds no greater number than 64 bits."""


class ImportView(Import):
    """An import, with where to look next."""

    url: str
    events: str
    report: str
    marked: str

    @classmethod
    def seen(cls, job: Import) -> "ImportView":
        url = f"/imports/{job.import_id}"
        report, marked = f"{url}/report.csv", f"{url}/marked"
        return cls(**dict(job), url=url, events=f"{url}/events", report=report, marked=marked)


class LinePage(BaseModel):
    lines: list[Line]
    after: int | None
    """Ask with this for the next ones; None where there are none."""


def router(imports: Imports) -> Doors:
    routes = Doors("imports")

    async def known(import_id: AnyId) -> Import:
        return await known_import(imports, import_id)

    async def remembered(import_id: AnyId) -> Import:
        job = await known(import_id)
        if job.forgotten:
            raise problem_in_words(410, "import-forgotten")
        return job

    @routes.get("/imports/{import_id}", to=[PROVINCE, AUDITOR, DISTRICT.by_object])
    async def get_import(job: Annotated[Import, Depends(known)]) -> ImportView:
        """How far an import has come: percentage, rows a second, what became of the rows."""
        return ImportView.seen(job)

    @routes.get(
        "/imports/{import_id}/events",
        to=[PROVINCE, AUDITOR, DISTRICT.by_object],
        response_class=StreamingResponse,
    )
    async def watch_import(job: Annotated[Import, Depends(known)]) -> StreamingResponse:
        """The same as server-sent events, until it is finished or something is asked."""

        async def look() -> tuple[bytes, bool]:
            now = await imports.store.get(job.import_id)
            shown = ImportView.seen(now).model_dump_json().encode()
            return shown, now.is_finished or now.question is not None

        return as_server_sent_events(look)

    @routes.get("/imports/{import_id}/lines", to=[PROVINCE, AUDITOR, DISTRICT.by_object])
    async def list_lines(
        job: Annotated[Import, Depends(remembered)],
        after: Annotated[int, Query(ge=0, le=LAST_LINE)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        outcome: Outcome | None = None,
    ) -> LinePage:
        """What became of each row, in the order of the file."""
        return await _page(imports, job, after, limit, outcome)

    @routes.get(
        "/imports/{import_id}/report.csv",
        to=[PROVINCE, AUDITOR, DISTRICT.by_object],
        response_class=StreamingResponse,
    )
    async def get_report(
        job: Annotated[Import, Depends(remembered)], *, everything: Flag = False
    ) -> StreamingResponse:
        """Line, field, code, sentence and what was given; the accepted rows too if asked."""
        text = as_csv(imports.store.read_lines(job.import_id), job, everything=everything)
        name = f"{Path(job.file).stem}-laporan.csv"
        return StreamingResponse(text, media_type=CSV, headers=as_file(name))

    @routes.get("/imports/{import_id}/marked", to=[DISTRICT.by_object], response_class=Response)
    async def get_marked(job: Annotated[Import, Depends(remembered)]) -> Response:
        """The file as it came, with a column that says what to mend; send it again when mended."""
        return await _marked(imports, job)

    return routes


async def known_import(imports: Imports, import_id: AnyId) -> Import:
    job = await imports.store.find(import_id)
    if job is None or not present_caller().reaches(district=job.district):
        raise problem_in_words(404, "no-import")
    return job


async def _page(
    imports: Imports, job: Import, after: int, limit: int, outcome: Outcome | None
) -> LinePage:
    page: list[Line] = []
    async for line in imports.store.read_lines(job.import_id, after):
        if outcome in {None, line.outcome}:
            page.append(line.on_sheet(job.sheets))
        if len(page) == limit:
            return LinePage(lines=page, after=line.line)
    return LinePage(lines=page, after=None)


async def _marked(imports: Imports, job: Import) -> Response:
    if not job.is_finished:
        raise problem_in_words(409, "import-runs", job.status)
    marked = agreed(await mark(imports.store, job))
    kind = XLSX if marked.name.endswith(".xlsx") else CSV
    return Response(marked.content, media_type=kind, headers=as_file(marked.name))
