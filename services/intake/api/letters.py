"""Letters over HTTP: raw bytes in, the fate of every row out."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.intake.api.answers import problem_of, unreadable
from services.intake.api.bodies import pieces
from services.intake.api.single import SpokenDistrict
from services.intake.handlers.letters import Envelope, Letters
from services.intake.handlers.reports import LetterReport
from services.intake.letters.unreadable import UnreadableLetterError
from shared.contracts.ids import RoundId
from shared.plumbing.failures import Refused
from shared.plumbing.http import IdempotencyKey, correlation, heed_key

BYTES = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def router(letters: Letters) -> APIRouter:
    routes = APIRouter(tags=["letters"])

    @routes.post("/rounds/{round_id}/letters", response_model=LetterReport, openapi_extra=BYTES)
    async def take_letter(
        round_id: RoundId,
        district: SpokenDistrict,
        request: Request,
        filename: Annotated[str, Query(max_length=200)] = "letter",
        key: IdempotencyKey = None,
    ) -> Response:
        """Take a district's letter in (CSV or XLSX, as the body).

        The same letter again is answered alike, and nothing of it is taken twice; of one UMKM
        named twice the first row counts.
        """
        try:
            content = b"".join([piece async for piece in pieces(request, letters.limit)])
            heed_key(request, key, content)
            envelope = Envelope(round_id, district, _base(filename), content, correlation())
            report = await letters.take(envelope)
        except UnreadableLetterError as error:
            raise unreadable(error) from error
        if isinstance(report, Refused):
            raise problem_of(report)
        # Dumped once: the framework would validate and copy each of some ten thousand lines.
        text = report.model_dump_json(exclude_none=True)
        return Response(text, media_type="application/json")

    return routes


def _base(filename: str) -> str:
    """Drop the folders of the sender's machine."""
    return filename.replace("\\", "/").rpartition("/")[2] or "letter"
