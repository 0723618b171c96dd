"""Files over HTTP: posted once, read in the background; and an empty one to begin with."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Query, Request, Response

from services.intake.api.answers import agreed, problem_in_words
from services.intake.api.bodies import most_bytes, pieces
from services.intake.api.imports import ImportView
from services.intake.api.single import SpokenDistrict
from services.intake.files.limits import UPLOADS
from services.intake.files.template import template
from services.intake.handlers.imports import Imports
from services.intake.model.imports import Mode, Sending
from shared.contracts.ids import RoundId
from shared.contracts.written import Flag, RecentDay
from shared.plumbing.access import ANYBODY, DISTRICT
from shared.plumbing.core.context import actor
from shared.plumbing.http import XLSX, IdempotencyKey, Problem, as_file, heed_key
from shared.plumbing.http.doors import Doors
from shared.tables.unreadable import Unreadable, UnreadableFileError

_BINARY = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
BYTES = {"requestBody": {"required": True, "content": _BINARY}}


class ConsentIn(StrEnum):
    """Where the owners' consent stands (UU 27/2022)."""

    COLUMN = "column"
    LETTER = "letter"
    """In one sentence that speaks for all rows; the sender declares its date."""


def declared(
    consent: ConsentIn = ConsentIn.COLUMN, consent_on: RecentDay | None = None
) -> date | None:
    """`consent=letter` with `consent_on` declares that one sentence speaks for all rows."""
    if (consent is ConsentIn.LETTER) is not (consent_on is not None):
        raise problem_in_words(422, "consent-declaration")
    return consent_on


def sending(
    round_id: RoundId,
    district: SpokenDistrict,
    filename: Annotated[str, Query(max_length=200)] = "surat",
    mode: Mode = Mode.ROWS,
    declared_consent_on: Annotated[date | None, Depends(declared)] = None,
    *,
    dry_run: Flag = False,
) -> Sending:
    return Sending(
        round_id=round_id,
        district=district,
        file=_base(filename),
        mode=mode,
        dry_run=dry_run,
        declared_consent_on=declared_consent_on,
        sent_by=actor(),
    )


def router(imports: Imports, limit: int) -> Doors:
    routes = Doors("imports")

    async def room(request: Request) -> AsyncIterator[None]:
        with UPLOADS.one_more(most_bytes(request, limit)):
            yield

    @routes.post(
        "/rounds/{round_id}/imports",
        to=[DISTRICT.of("district")],
        status_code=202,
        openapi_extra=BYTES,
        dependencies=[Depends(room)],
    )
    async def begin_import(
        sent: Annotated[Sending, Depends(sending)],
        request: Request,
        response: Response,
        key: IdempotencyKey = None,
    ) -> ImportView:
        """Take a file in (CSV, XLSX, XLS or ODS, as the body) and read it in the background.

        Where too many files come at once it answers 503, and the file may be sent again.
        The same file again is answered with its first import. `mode=all` takes nothing unless
        every row can be read; `dry_run` takes nothing at all, and says what would be taken.
        `consent=letter` needs `consent_on`, and without it there is no `consent_on`.
        """
        try:
            file = await imports.receive(pieces(request, limit))
        except UnreadableFileError as error:
            status, english = 413 if error.code is Unreadable.TOO_BIG else 422, error.message_en
            raise Problem(status, error.code, error.message_id, message_en=english) from error
        heed_key(request, key, file.sha256.digest())
        accepted = agreed(await imports.accept(sent, file))
        response.headers["location"] = f"/imports/{accepted.import_id}"
        return ImportView.seen(accepted)

    @routes.get("/templates/letter.xlsx", to=[ANYBODY], response_class=Response)
    async def get_template() -> Response:
        """An empty letter with headings, lists to choose from, and a comment on each column."""
        content = await asyncio.to_thread(template)
        return Response(content, media_type=XLSX, headers=as_file("surat-rekomendasi.xlsx"))

    return routes


def _base(filename: str) -> str:
    """Drop the folders of the sender's machine, and what does not print."""
    name = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in name if c.isprintable()) or "surat"
