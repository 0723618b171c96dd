"""What two districts claim, over HTTP: listed, and settled by the province."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from services.intake.api.answers import ensure_round
from services.intake.api.bodies import Body
from services.intake.api.nominations import Cause, Expected, Receipt
from services.intake.api.single import SpokenDistrict
from services.intake.handlers.nominations import Nominations
from services.intake.model.nominations import Conflict, Nomination, SettleConflict
from shared.contracts.envelope import LongText, Text
from shared.contracts.ids import RoundId, UmkmId
from shared.plumbing.http import accepted


class ConflictView(BaseModel):
    """One UMKM and the two districts that named it in one round."""

    umkm_id: str
    business_name: str
    first: str
    second: str
    place: str
    """Where the second one was read."""
    first_agency: str | None
    """Whose own nomination the first one is; its district has said nothing then."""
    agency: str | None
    """Whose own nomination the second one is."""
    settled_for: str | None
    settled_by: str | None
    reason: str | None
    settled_at: datetime | None


def _first(nomination: Nomination, conflict: Conflict) -> str:
    """Whose recommendation counts until it is settled: another one may have come meanwhile."""
    standing = nomination.find_in(conflict.round_id)
    return standing.district if standing and conflict.is_open else conflict.first


class Settlement(Body):
    district: SpokenDistrict
    """Whose UMKM it is."""
    officer: Text
    """Of the province, who answers for it."""
    reason: LongText


def router(nominations: Nominations) -> APIRouter:
    routes = APIRouter(tags=["conflicts"])

    @routes.get("/rounds/{round_id}/conflicts")
    async def list_conflicts(round_id: RoundId, *, settled: bool = False) -> list[ConflictView]:
        """List what waits for the province, or what it has settled."""
        await ensure_round(nominations.desks, round_id)
        return [
            ConflictView(
                umkm_id=each.umkm_id,
                business_name=conflict.recommendation.business_name,
                first=_first(each, conflict),
                second=conflict.second,
                place=conflict.place,
                first_agency=conflict.first_agency,
                agency=conflict.agency,
                settled_for=conflict.settled_for,
                settled_by=conflict.settled_by,
                reason=conflict.reason,
                settled_at=conflict.settled_at,
            )
            for each in await nominations.desks.store.list_conflicts(round_id, settled=settled)
            for conflict in each.conflicts
            if conflict.round_id == round_id and conflict.is_open is not settled
        ]

    @routes.post("/rounds/{round_id}/conflicts/{umkm_id}/settle")
    async def settle(
        round_id: RoundId, umkm_id: UmkmId, said: Settlement, cause: Cause, expected: Expected
    ) -> Receipt:
        """Say whose UMKM it is; where that is the later district, its recommendation counts.

        With `If-Match`, only if nothing has changed since.
        """
        counted = f"settled/{umkm_id}/{cause}"
        command = SettleConflict(round_id, said.district, said.officer, said.reason, counted)
        told = accepted(await nominations.settle(umkm_id, command, cause, expected))
        return Receipt(umkm_id=umkm_id, version=told.version)

    return routes
