"""Files over HTTP: posted once, read in the background; and an empty one to begin with."""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO, Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from services.intake.api.answers import problem_of, unreadable
from services.intake.api.bodies import announced, pieces
from services.intake.api.imports import XLSX, ImportView, as_file
from services.intake.api.letters import BYTES
from services.intake.api.single import SpokenDistrict
from services.intake.files.gates import UPLOADS
from services.intake.files.template import template
from services.intake.handlers.imports import Imports
from services.intake.letters.unreadable import Unreadable, UnreadableLetterError
from services.intake.model.imports import Import, Mode
from services.intake.store import response_key
from shared.contracts.ids import RoundId
from shared.plumbing.failures import Refused
from shared.plumbing.http import IdempotencyKey, heed_key

_NAME_DIGITS = 32


class Sending(BaseModel):
    """How a file was sent."""

    round_id: str
    district: str
    file: str
    mode: Mode
    dry_run: bool


def sending(
    round_id: RoundId,
    district: SpokenDistrict,
    filename: Annotated[str, Query(max_length=200)] = "surat",
    mode: Mode = Mode.ROWS,
    *,
    dry_run: bool = False,
) -> Sending:
    return Sending(
        round_id=round_id, district=district, file=_base(filename), mode=mode, dry_run=dry_run
    )


def router(imports: Imports, limit: int) -> APIRouter:
    routes = APIRouter(tags=["imports"])

    async def room(request: Request) -> AsyncIterator[None]:
        with UPLOADS.one_more(announced(request, limit)):
            yield

    @routes.post(
        "/rounds/{round_id}/imports",
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
        """
        with tempfile.NamedTemporaryFile(prefix="sentra-upload-") as file:
            try:
                digest, size = await _spooled(request, file, limit)
            except UnreadableLetterError as error:
                raise unreadable(error) from error
            heed_key(request, key, digest.digest())
            await imports.desks.responses.claim()
            digest.update(f"\n{response_key(sent.round_id, sent.district)}".encode())
            accepted = await imports.accept(
                _new(sent, digest.hexdigest(), size, imports), Path(file.name)
            )
        if isinstance(accepted, Refused):
            raise problem_of(accepted)
        response.headers["location"] = f"/imports/{accepted.import_id}"
        return ImportView.seen(accepted)

    @routes.get("/templates/letter.xlsx", response_class=Response)
    async def get_template() -> Response:
        """An empty letter with headings, lists to choose from, and a comment on each column."""
        content = await asyncio.to_thread(template)
        return Response(content, media_type=XLSX, headers=as_file("surat-rekomendasi.xlsx"))

    return routes


def _new(sent: Sending, letter: str, size: int, imports: Imports) -> Import:
    name = f"{letter[:_NAME_DIGITS]}-{sent.mode}" + ("-dry" if sent.dry_run else "")
    now = imports.desks.clock.now()
    given = sent.model_dump()
    return Import(import_id=name, letter=letter, size_bytes=size, created_at=now, **given)


async def _spooled(request: Request, file: IO[bytes], limit: int) -> tuple["hashlib._Hash", int]:
    """Write the body to a file and hash it."""
    digest, size = hashlib.sha256(), 0
    async for piece in pieces(request, limit):
        digest.update(piece)
        size += file.write(piece)
    if not size:
        raise UnreadableLetterError(Unreadable.EMPTY)
    file.flush()
    return digest, size


def _base(filename: str) -> str:
    """Drop the folders of the sender's machine, and what does not print."""
    name = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in name if c.isprintable()) or "surat"
