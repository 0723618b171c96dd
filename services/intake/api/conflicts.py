"""What two districts claim, over HTTP: listed, and settled by the province."""

from dataclasses import asdict

from services.intake.api.answers import ensure_round
from services.intake.api.bodies import Body, Cause, Expected
from services.intake.api.nominations import Receipt, receipt_of
from services.intake.api.single import SpokenDistrict
from services.intake.handlers.nominations import Nominations
from services.intake.model.masking import Claims
from services.intake.model.nominations import Conflict, Nomination, SettleConflict
from shared.contracts.envelope import LongText, Text
from shared.contracts.ids import RoundId, UmkmId
from shared.contracts.written import Flag
from shared.plumbing.access import AUDITOR, PROVINCE
from shared.plumbing.http.doors import Doors


class ConflictView(Claims):
    """One UMKM and the two districts that named it in one round."""

    umkm_id: str
    business_name: str
    place: str
    """Where the second one was read."""
    first_agency: str | None
    """Whose own nomination the first one is; its district has said nothing then."""
    agency: str | None
    """Whose own nomination the second one is."""


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


def router(nominations: Nominations) -> Doors:
    routes = Doors("conflicts")

    @routes.get("/rounds/{round_id}/conflicts", to=[PROVINCE, AUDITOR])
    async def list_conflicts(round_id: RoundId, *, settled: Flag = False) -> list[ConflictView]:
        """List what waits for the province, or what it has settled."""
        await ensure_round(nominations.desks, round_id)
        return [
            ConflictView(
                **asdict(conflict) | {"first": _first(each, conflict)},
                umkm_id=each.umkm_id,
                business_name=conflict.recommendation.business_name,
            )
            for each in await nominations.desks.store.list_conflicts(round_id, settled=settled)
            for conflict in each.conflicts
            if conflict.round_id == round_id and conflict.is_open is not settled
        ]

    @routes.post("/rounds/{round_id}/conflicts/{umkm_id}/settle", to=[PROVINCE])
    async def settle(
        round_id: RoundId, umkm_id: UmkmId, settlement: Settlement, cause: Cause, expected: Expected
    ) -> Receipt:
        """Say whose UMKM it is; where that is the later district, its recommendation counts.

        With `If-Match`, only if nothing has changed since.
        """
        counted = f"settled/{umkm_id}/{cause}"
        command = SettleConflict(round_id, **settlement.model_dump(), count_as=counted)
        return receipt_of(await nominations.settle(umkm_id, command, cause, expected))

    return routes
