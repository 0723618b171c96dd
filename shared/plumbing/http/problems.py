"""Answers that are not a success: problem details (RFC 9457)."""

from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel

from shared.plumbing.core.aggregate import Applied
from shared.plumbing.core.failures import STALE, Refused
from shared.plumbing.core.requests import KEY_REUSED

PROBLEM = "application/problem+json"
_INDONESIAN = {
    KEY_REUSED.code: "Kunci ini sudah dipakai untuk permintaan lain, dan yang itu berlaku; "
    "pilih kunci baru.",
}


class ProblemDetails(BaseModel):
    """An answer that is not a success (RFC 9457)."""

    type: str
    """`urn:sentra:problem:<code>`."""
    title: str
    """The code."""
    status: int
    detail: str
    errors: list[dict[str, str]] | None = None
    """Field and problem, if the request is malformed."""
    message_en: str | None = None
    """English, if `detail` is in Indonesian."""


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """An answer that is not a success. Code behind an HTTP route raises it."""

    def __init__(self, status: int, code: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.more = status, code, detail, more


def accepted(applied: Applied) -> Applied:
    """Return the receipt, or raise its refusal as a problem."""
    if applied.refused:
        raise refusal(applied.refused)
    return applied


def refusal(refused: Refused) -> Problem:
    status = 412 if refused.code == STALE else 404 if refused.missing else 409
    if indonesian := _INDONESIAN.get(refused.code):
        return Problem(status, refused.code, indonesian, message_en=refused.detail)
    return Problem(status, refused.code, refused.detail)


def no_json() -> Problem:
    """A body that is sent as something else."""
    english = "Send the body as application/json."
    return Problem(415, "http-415", "Kirim isinya sebagai application/json.", message_en=english)


def rendered(status: int, code: str, detail: str, **more: Any) -> JSONResponse:
    body = {"type": f"urn:sentra:problem:{code}", "title": code, "status": status}
    return JSONResponse(body | {"detail": detail} | more, status, media_type=PROBLEM)
