"""Nominations over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from services.intake.api.answers import problem_of
from services.intake.api.masking import NominationView
from services.intake.handlers.nominations import Nominations
from services.intake.letters.single import SingleRecommendation
from services.intake.model.nominations import NominationStatus, ReturnUmkm, WithdrawUmkm
from shared.contracts.envelope import LongText, Text
from shared.contracts.ids import DistrictCode, RoundId, UmkmId
from shared.plumbing.failures import Refused
from shared.plumbing.http import Problem, accepted, cause_of_request, correlation

Cause = Annotated[str, Depends(cause_of_request)]


class Receipt(BaseModel):
    """The nomination that was changed; a refused command is answered as a problem."""

    umkm_id: str
    version: int


class Returned(BaseModel):
    reason_code: Text
    reason: LongText = ""


class Withdrawn(BaseModel):
    reason: LongText = ""


def router(nominations: Nominations) -> APIRouter:
    routes = APIRouter(tags=["nominations"])
    store = nominations.desks.store

    @routes.post("/rounds/{round_id}/recommendations", status_code=201)
    async def recommend(round_id: RoundId, new: SingleRecommendation, cause: Cause) -> Receipt:
        """Recommend one UMKM, in the name of its district."""
        told = await nominations.recommend(round_id, new.checked(), cause, correlation())
        if isinstance(told, Refused):
            raise problem_of(told)
        return Receipt(umkm_id=told.key, version=accepted(told).version)

    @routes.get("/rounds/{round_id}/nominations")
    async def list_nominations(
        round_id: RoundId,
        district: DistrictCode | None = None,
        status: NominationStatus | None = None,
        after: str | None = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> list[NominationView]:
        """By UMKM id; `after` is the last id of the page before. Private data are masked."""
        wanted = {"round_id": round_id, "district": district, "status": status}
        standing = {name: value for name, value in wanted.items() if value}
        found = await store.list_nominations(standing, after, limit)
        return [NominationView.of(each) for each in found]

    @routes.get("/nominations/{umkm_id}")
    async def get_nomination(umkm_id: UmkmId) -> NominationView:
        """Give the dossier of one UMKM.

        NIK, phone and e-mail are masked and the address is left out, for everybody: this door
        does not know who asks.
        """
        found = await store.find_nomination(umkm_id)
        if found is None:
            raise Problem(404, "no-nomination", f"Nobody recommended {umkm_id}.")
        return NominationView.of(found)

    @routes.post("/nominations/{umkm_id}/return")
    async def give_back(umkm_id: UmkmId, why: Returned, cause: Cause) -> Receipt:
        """Give a recommendation back to its district, which may mend it and recommend again."""
        command = ReturnUmkm(why.reason_code, why.reason)
        told = accepted(await nominations.give_back(umkm_id, command, cause))
        return Receipt(umkm_id=umkm_id, version=told.version)

    @routes.post("/nominations/{umkm_id}/withdraw")
    async def withdraw(umkm_id: UmkmId, why: Withdrawn, cause: Cause) -> Receipt:
        """Take a recommendation back."""
        told = accepted(await nominations.withdraw(umkm_id, WithdrawUmkm(why.reason), cause))
        return Receipt(umkm_id=umkm_id, version=told.version)

    return routes
