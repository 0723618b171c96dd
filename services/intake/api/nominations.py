"""Nominations over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, StringConstraints

from services.intake.api.answers import duplicate, problem_of
from services.intake.api.bodies import Body
from services.intake.api.single import SingleRecommendation
from services.intake.handlers.nominations import Nominations
from services.intake.letters import reference
from services.intake.model.commodities import ChooseCommodity
from services.intake.model.nominations import DUPLICATES, ReturnUmkm, WithdrawUmkm
from shared.contracts.envelope import LongText, Text
from shared.contracts.ids import AgencyId, RoundId, UmkmId
from shared.plumbing.aggregate import Applied
from shared.plumbing.failures import Refused
from shared.plumbing.http import (
    Problem,
    accepted,
    cause_of_request,
    correlation,
    etag,
    expected_version,
)

Cause = Annotated[str, Depends(cause_of_request)]
Expected = Annotated[int | None, Depends(expected_version)]


class Receipt(BaseModel):
    """The nomination that was changed; a refused command is answered as a problem."""

    umkm_id: str
    version: int


class Returned(Body):
    reason_code: Text
    reason: LongText = ""
    round_id: RoundId | None = None
    """The present one, where none is named."""


class Withdrawn(Body):
    reason: LongText = ""
    round_id: RoundId | None = None
    """The present one, where none is named."""


class Choice(Body):
    hs6: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9.]{6,13}$")]
    """Of the programme's table, with dots or without; of a national line the first six digits."""
    officer: Text
    """Of the district or the province, who answers for it."""
    reason: LongText = ""


SAYING_NOTHING = Withdrawn()
HS6_DIGITS = 6


def router(nominations: Nominations) -> APIRouter:
    routes = APIRouter(tags=["nominations"])

    @routes.post("/rounds/{round_id}/recommendations", status_code=201)
    async def recommend(round_id: RoundId, new: SingleRecommendation, cause: Cause) -> Receipt:
        """Recommend one UMKM, in the name of its district."""
        told = await nominations.recommend(round_id, new.checked(), cause, correlation())
        return _receipt(round_id, told)

    @routes.post("/rounds/{round_id}/agencies/{agency}/nominations", status_code=201)
    async def nominate(
        round_id: RoundId, agency: AgencyId, new: SingleRecommendation, cause: Cause
    ) -> Receipt:
        """Take what an agency nominates by itself, from any district; it may not vote on it."""
        told = await nominations.nominate(round_id, agency, new.checked(), cause)
        return _receipt(round_id, told)

    @routes.post("/nominations/{umkm_id}/return")
    async def give_back(
        umkm_id: UmkmId, why: Returned, cause: Cause, expected: Expected, response: Response
    ) -> Receipt:
        """Give a recommendation back to its district, which may mend it and recommend again.

        With `If-Match`, only if nothing has changed since.
        """
        command = ReturnUmkm(why.reason_code, why.reason, why.round_id)
        return _edited(await nominations.tell(umkm_id, command, cause, expected), response)

    @routes.post("/nominations/{umkm_id}/withdraw")
    async def withdraw(
        umkm_id: UmkmId,
        cause: Cause,
        expected: Expected,
        response: Response,
        why: Withdrawn = SAYING_NOTHING,
    ) -> Receipt:
        """Take a recommendation back; with `If-Match`, only if nothing has changed since."""
        command = WithdrawUmkm(why.reason, why.round_id)
        return _edited(await nominations.tell(umkm_id, command, cause, expected), response)

    @routes.post("/nominations/{umkm_id}/products/{number}/commodity")
    async def choose_commodity(
        umkm_id: UmkmId,
        number: Annotated[int, Path(ge=1, le=20)],
        choice: Choice,
        cause: Cause,
        expected: Expected,
        response: Response,
    ) -> Receipt:
        """Choose or correct the HS code of one product; products count from 1.

        A recommendation that waited is published; one that was published is published again,
        corrected. With `If-Match`, only if nothing has changed since.
        """
        hs6 = choice.hs6.replace(".", "")[:HS6_DIGITS]
        command = ChooseCommodity(
            number, hs6, _commodity(hs6), choice.officer, choice.reason, cause
        )
        return _edited(await nominations.tell(umkm_id, command, cause, expected), response)

    return routes


def _receipt(round_id: str, told: Applied | Refused) -> Receipt:
    if isinstance(told, Refused):
        raise problem_of(told)
    if told.refused and told.refused.code in DUPLICATES:
        raise duplicate(round_id, told.key, told.refused)
    return Receipt(umkm_id=told.key, version=accepted(told).version)


def _edited(applied: Applied, response: Response) -> Receipt:
    response.headers["etag"] = etag(accepted(applied).version)
    return Receipt(umkm_id=applied.key, version=applied.version)


def _commodity(hs6: str) -> str:
    """The group of a code; raises a Problem where it is not in the programme's table."""
    if commodity := reference.commodities().get(hs6):
        return commodity.group
    sentence = reference.sentences()["unknown-hs"]
    raise Problem(422, "unknown-hs", sentence.indonesian, message_en=sentence.english)
