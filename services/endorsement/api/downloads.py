"""Priority lists as files. Files of a published list never change."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, BinaryIO

from fastapi import Header, Response
from fastapi.responses import StreamingResponse

from services.endorsement.api.lists import ListNumber, known
from services.endorsement.documents.rows import is_draft, mark
from services.endorsement.handlers.downloads import Downloads
from services.endorsement.model.entries import ListPart
from services.endorsement.model.lists import PriorityList
from shared.plumbing.access import ANYBODY, AUDITOR, PROVINCE
from shared.plumbing.core.failures import Refused
from shared.plumbing.http import CSV, XLSX, Problem
from shared.plumbing.http.doors import Doors

TOO_LARGE = 413
NOT_MODIFIED = 304
CHUNK = 65_536


class FileKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"
    TXT = "txt"


MEDIA = {
    FileKind.CSV: CSV,
    FileKind.XLSX: XLSX,
    FileKind.PDF: "application/pdf",
    FileKind.TXT: "text/plain; charset=utf-8",
}
NAMES = {ListPart.PLACES: "daftar-prioritas", ListPart.WAITING: "daftar-tunggu"}
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {media: {} for media in MEDIA.values()}, "description": "The file."},
    NOT_MODIFIED: {"description": "What you have is what there is."},
}


def router(handlers: Downloads) -> Doors:
    routes = Doors("endorsement")

    @routes.get(
        "/priority-lists/{number}/download",
        to=[PROVINCE, AUDITOR, ANYBODY],
        response_class=StreamingResponse,
        responses=ANSWERS,
    )
    async def download_list(
        number: ListNumber,
        format: FileKind,  # noqa: A002 - the word of the query
        part: ListPart = ListPart.PLACES,
        if_none_match: Annotated[str | None, Header(max_length=1_000)] = None,
    ) -> Response:
        """Return a list as CSV, workbook, printable decree, or the hashed text."""
        head = known(number, await handlers.store.find_list(number))
        if head.content_sha256 is None:
            raise Problem(409, "not-ranked", f"List {number} was not ranked to its end.")
        headers = _headers(head, part, format)
        if "etag" in headers and _has(if_none_match, headers["etag"]):
            return Response(status_code=NOT_MODIFIED, headers=headers)
        return await _file(handlers, head, part, format, headers)

    return routes


async def _file(
    handlers: Downloads, head: PriorityList, part: ListPart, kind: FileKind, headers: dict[str, str]
) -> Response:
    media = MEDIA[kind]
    match kind:
        case FileKind.TXT:
            return StreamingResponse(handlers.text(head, part), media_type=media, headers=headers)
        case FileKind.CSV:
            return StreamingResponse(handlers.csv(head, part), media_type=media, headers=headers)
        case FileKind.XLSX:
            book = _chunks(await handlers.workbook(head, part))
            return StreamingResponse(book, media_type=media, headers=headers)
    made = await handlers.decree(head, part)
    if isinstance(made, Refused):
        raise Problem(TOO_LARGE, made.code, made.detail)
    return Response(made, media_type=media, headers=headers)


def _headers(head: PriorityList, part: ListPart, kind: FileKind) -> dict[str, str]:
    """A draft is never cached. A list in force never changes."""
    draft = is_draft(head)
    name = f"{mark(head)}-{NAMES[part]}" if draft else NAMES[part]
    headers = {"content-disposition": f'attachment; filename="{name}-{head.number}.{kind}"'}
    if draft:
        return headers | {"cache-control": "no-store"}
    tag = f'"{head.content_sha256}-{part}.{kind}"'
    return headers | {"etag": tag, "cache-control": "private, no-cache"}


def _has(if_none_match: str | None, tag: str) -> bool:
    known_tags = [each.strip().removeprefix("W/") for each in (if_none_match or "").split(",")]
    return tag in known_tags or "*" in known_tags


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk
