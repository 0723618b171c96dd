"""What requests bring: their cause, the version that was seen, bodies, and files piece by piece."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request

from services.intake.api.answers import problem_in_words
from services.intake.files import limits
from shared.contracts.faults import FewFaults
from shared.plumbing.http import cause_of_request, expected_version
from shared.plumbing.http.body_limit import announced_bytes
from shared.plumbing.http.pieces import parts_within
from shared.tables.unreadable import Unreadable, UnreadableFileError

Cause = Annotated[str, Depends(cause_of_request)]
Expected = Annotated[int | None, Depends(expected_version)]
"""The version that `If-Match` names, or none."""


class Body(FewFaults, extra="forbid", use_attribute_docstrings=True):
    """What is asked; an unknown field may be a slip of the pen, so it is refused."""


async def pieces(
    request: Request, limit: int, within: float = limits.UPLOAD_WALL_SECONDS
) -> AsyncIterator[bytes]:
    """Give a body as it comes; raises UnreadableFileError for too much.

    Raises a Problem for a form, and for a body that takes longer than `within` seconds.
    The bytes are counted, because a small size in the head proves nothing.
    """
    if request.headers.get("content-type", "").lower().startswith("multipart/"):
        raise problem_in_words(415, "form")
    if (size := announced_bytes(request.scope)) > limit:
        raise UnreadableFileError(Unreadable.TOO_BIG, found=size, limit=limit)
    came = 0
    try:
        async for part in parts_within(request, within):
            came += len(part)
            if came > limit:
                raise UnreadableFileError(Unreadable.TOO_BIG, found=f"> {limit}", limit=limit)
            yield part
    except TimeoutError:
        raise problem_in_words(408, "slow-upload") from None


def most_bytes(request: Request, limit: int) -> int:
    """How many bytes may come: the limit, where the head does not say fewer."""
    return min(announced_bytes(request.scope) or limit, limit)
