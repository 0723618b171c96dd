"""Nominations over HTTP."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Path, Response
from pydantic import BaseModel, StringConstraints

from services.intake.api.answers import agreed, duplicate, problem_in_words
from services.intake.api.bodies import Body, Cause, Expected
from services.intake.api.single import SingleRecommendation
from services.intake.handlers.nominations import Nominations
from services.intake.letters import reference
from services.intake.model.commodities import ChooseCommodity
from services.intake.model.nominations import DUPLICATES, ReturnUmkm, WithdrawUmkm
from shared.contracts.envelope import LongText, Text
from shared.contracts.ids import AgencyId, RoundId, UmkmId
from shared.indonesia.personal import NoPersonalData
from shared.plumbing.access import AGENCY, DISTRICT, PROVINCE, present_caller
from shared.plumbing.core.aggregate import Applied
from shared.plumbing.core.failures import Refused
from shared.plumbing.http import Problem, accepted, etag
from shared.plumbing.http.doors import Doors
from shared.plumbing.http.reach import act_for


class Receipt(BaseModel):
    """The nomination that was changed; a refused command is answered as a problem."""

    umkm_id: str
    version: int


Reason = Annotated[LongText, NoPersonalData]


class Returned(Body):
    reason_code: Text
    reason: Reason = ""
    round_id: RoundId | None = None
    """The present one, where none is named."""


class Withdrawn(Body):
    reason: Reason = ""
    round_id: RoundId | None = None
    """The present one, where none is named."""


class HsChoice(Body):
    hs6: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9.]{6,13}$")]
    """Of the programme's table, with dots or without; of a national line the first six digits."""
    officer: Text
    """Of the district or the province, who answers for it."""
    reason: LongText = ""


SAYING_NOTHING = Withdrawn()
HS6_DIGITS = 6
Editing = ReturnUmkm | WithdrawUmkm | ChooseCommodity
Edit = Callable[[Editing], Awaitable[Receipt]]


def router(nominations: Nominations) -> Doors:
    routes = Doors("nominations")

    @routes.post("/rounds/{round_id}/recommendations", to=[DISTRICT.by_object], status_code=201)
    async def recommend(round_id: RoundId, new: SingleRecommendation, cause: Cause) -> Receipt:
        """Recommend one UMKM, in the name of its district."""
        act_for(district=new.district)
        outcome = await nominations.recommend(round_id, new.checked(), cause)
        return _recommended(round_id, outcome)

    @routes.post(
        "/rounds/{round_id}/agencies/{agency}/nominations",
        to=[AGENCY.of("agency")],
        status_code=201,
    )
    async def nominate(
        round_id: RoundId, agency: AgencyId, new: SingleRecommendation, cause: Cause
    ) -> Receipt:
        """Take what an agency nominates by itself, from any district; it may not vote on it."""
        outcome = await nominations.nominate(round_id, agency, new.checked(), cause)
        return _recommended(round_id, outcome)

    async def editing(
        umkm_id: UmkmId, cause: Cause, expected: Expected, response: Response
    ) -> Edit:
        """Of one nomination; with `If-Match`, only if nothing has changed since."""
        await ensure_reach(nominations, umkm_id)

        async def edit(command: Editing) -> Receipt:
            outcome = await nominations.desks.tell_umkm(umkm_id, command, cause, expected)
            receipt = receipt_of(outcome)
            response.headers["etag"] = etag(receipt.version)
            return receipt

        return edit

    @routes.post("/nominations/{umkm_id}/return", to=[PROVINCE])
    async def give_back(why: Returned, edit: Annotated[Edit, Depends(editing)]) -> Receipt:
        """Give a recommendation back to its district, which may mend it and recommend again.

        With `If-Match`, only if nothing has changed since.
        """
        return await edit(ReturnUmkm(why.reason_code, why.reason, why.round_id))

    @routes.post(
        "/nominations/{umkm_id}/withdraw",
        to=[PROVINCE, DISTRICT.by_object, AGENCY.by_object],
    )
    async def withdraw(
        edit: Annotated[Edit, Depends(editing)], why: Withdrawn = SAYING_NOTHING
    ) -> Receipt:
        """Take a recommendation back; with `If-Match`, only if nothing has changed since."""
        return await edit(WithdrawUmkm(why.reason, why.round_id))

    @routes.post(
        "/nominations/{umkm_id}/products/{number}/commodity",
        to=[PROVINCE, DISTRICT.by_object, AGENCY.by_object],
    )
    async def choose_commodity(
        number: Annotated[int, Path(ge=1, le=20)],
        choice: HsChoice,
        cause: Cause,
        edit: Annotated[Edit, Depends(editing)],
    ) -> Receipt:
        """Choose or correct the HS code of one product; products count from 1.

        A recommendation that waited is published; one that was published is published again,
        corrected. With `If-Match`, only if nothing has changed since.
        """
        hs6 = choice.hs6.replace(".", "")[:HS6_DIGITS]
        commodity = reference.commodities().get(hs6)
        if commodity is None:
            raise problem_in_words(422, "unknown-hs")
        reason, officer = choice.reason, choice.officer
        return await edit(ChooseCommodity(number, hs6, commodity.group, officer, reason, cause))

    return routes


async def ensure_reach(nominations: Nominations, umkm_id: str) -> None:
    """Raises the problem of an unknown UMKM if it is another's."""
    caller = present_caller()
    if caller.reaches(umkm=umkm_id):
        return
    seen = await nominations.dossiers.find(umkm_id)
    if seen is None or not caller.reaches(**seen.nomination.owners):
        raise unknown(umkm_id)


def unknown(umkm_id: str) -> Problem:
    return Problem(404, "no-nomination", f"Nobody recommended {umkm_id}.")


def receipt_of(outcome: Applied | Refused) -> Receipt:
    applied = accepted(agreed(outcome))
    return Receipt(umkm_id=applied.key, version=applied.version)


def _recommended(round_id: str, outcome: Applied | Refused) -> Receipt:
    applied = agreed(outcome)
    if applied.refused and applied.refused.code in DUPLICATES:
        raise duplicate(round_id, applied.key, applied.refused)
    return receipt_of(applied)
