"""HS codes over HTTP: chosen for a product that waits, or corrected."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import StringConstraints

from services.intake.api.bodies import Body
from services.intake.api.nominations import Cause, Expected, Receipt
from services.intake.handlers.nominations import Nominations
from services.intake.letters import reference
from services.intake.model.commodities import ChooseCommodity
from shared.contracts.envelope import LongText, Text
from shared.contracts.ids import UmkmId
from shared.plumbing.http import Problem, accepted, etag

HS6_DIGITS = 6
UNKNOWN_HS = "unknown-hs"


class Choosing(Body):
    hs6: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9.]{6,13}$")]
    """Of the programme's table, with dots or without; of a national line the first six digits."""
    officer: Text
    """Of the district or the province, who answers for it."""
    reason: LongText = ""


def router(nominations: Nominations) -> APIRouter:
    routes = APIRouter(tags=["nominations"])

    @routes.post("/nominations/{umkm_id}/products/{number}/commodity")
    async def choose_commodity(
        umkm_id: UmkmId,
        number: Annotated[int, Path(ge=1, le=20)],
        choosing: Choosing,
        cause: Cause,
        expected: Expected,
        response: Response,
    ) -> Receipt:
        """Choose or correct the HS code of one product; products count from 1.

        A recommendation that waited goes out with it; one that was sent goes out again, corrected.
        With `If-Match`, only if nothing has changed since.
        """
        hs6 = choosing.hs6.replace(".", "")[:HS6_DIGITS]
        commodity = reference.commodities().get(hs6)
        if commodity is None:
            sentence = reference.sentences()[UNKNOWN_HS]
            raise Problem(422, UNKNOWN_HS, sentence.indonesian, message_en=sentence.english)
        command = ChooseCommodity(
            number, hs6, commodity.group, choosing.officer, choosing.reason, cause
        )
        applied = accepted(await nominations.tell(umkm_id, command, cause, expected))
        response.headers["etag"] = etag(applied.version)
        return Receipt(umkm_id=umkm_id, version=applied.version)

    return routes
