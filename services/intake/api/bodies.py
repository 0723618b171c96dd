"""Bodies of requests: nothing unknown in them; of files, what the head gives away is refused."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

from fastapi import Request
from pydantic import BaseModel, ConfigDict

from services.intake.files import limits
from shared.plumbing.http import Problem
from shared.tables.unreadable import Unreadable, UnreadableFileError

FORM = "multipart/"
_NO_FORM = (
    "Kirim berkasnya saja sebagai isi permintaan (curl --data-binary @surat.xlsx), "
    "bukan sebagai formulir (curl -F)."
)
_NO_FORM_EN = (
    "Send the file alone as the body of the request (curl --data-binary @letter.xlsx), "
    "not as a form (curl -F)."
)
_SLOW = "Berkas ini terlalu lama dikirim dan belum tersimpan; coba kirim lagi."
_SLOW_EN = "The file took too long to arrive and is not kept; please send it again."


class Body(BaseModel):
    """What is asked; a field that nobody knows may be a slip of the pen, so it is refused."""

    model_config = ConfigDict(extra="forbid")


async def pieces(
    request: Request, limit: int, within: float = limits.UPLOAD_WALL_SECONDS
) -> AsyncIterator[bytes]:
    """Give a body as it comes; raises UnreadableFileError for too much.

    Raises a Problem for a form, and for a body that takes longer than `within` seconds.

    A size that is claimed and small enough proves nothing: the bytes are counted.
    """
    _refuse_by_head(request, limit)
    came, until = 0, asyncio.get_running_loop().time() + within
    body = request.stream()
    while (piece := await _next_of(body, until)) is not None:
        came += len(piece)
        if came > limit:
            raise UnreadableFileError(Unreadable.TOO_BIG, found=f"> {limit}", limit=limit)
        yield piece


async def _next_of(body: AsyncGenerator[bytes, None], until: float) -> bytes | None:
    try:
        async with asyncio.timeout_at(until):
            return await anext(body, None)
    except TimeoutError:
        raise Problem(408, "slow-upload", _SLOW, message_en=_SLOW_EN) from None


def announced(request: Request, limit: int) -> int:
    """How many bytes may come: the limit, where the head does not say fewer."""
    claimed = request.headers.get("content-length", "")
    is_number = claimed.isascii() and claimed.isdecimal()
    return limit if not is_number or _is_above(claimed, limit) else int(claimed)


def _refuse_by_head(request: Request, limit: int) -> None:
    if request.headers.get("content-type", "").lower().startswith(FORM):
        raise Problem(415, "form", _NO_FORM, message_en=_NO_FORM_EN)
    claimed = request.headers.get("content-length", "")
    if claimed.isascii() and claimed.isdecimal() and _is_above(claimed, limit):
        raise UnreadableFileError(Unreadable.TOO_BIG, found=claimed[:20], limit=limit)


def _is_above(claimed: str, limit: int) -> bool:
    digits = claimed.lstrip("0")
    return len(digits) > len(str(limit)) or int(digits or "0") > limit
