"""UMKM that may be one, over HTTP: shown to the province, and settled by it."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from services.intake.api.answers import ensure_round
from services.intake.api.bodies import Body, Cause, Expected
from services.intake.api.nominations import Receipt, receipt_of
from services.intake.handlers.likenesses import Likenesses
from services.intake.model.likeness import DismissLikeness, Likeness, MergeInto
from shared.contracts.envelope import LongText, Text
from shared.contracts.ids import RoundId, UmkmId
from shared.indonesia.personal import NoPersonalData
from shared.plumbing.access import AUDITOR, PROVINCE
from shared.plumbing.http.doors import Doors


class Flagged(BaseModel):
    """A UMKM that was accepted and may be another one."""

    umkm_id: str
    business_name: str
    district: str
    likely: list[Likeness]
    """The likeliest first."""


class Dismissal(Body):
    officer: Text
    """Of the province, who answers for it."""
    reason: Annotated[LongText, NoPersonalData]


class Merger(Dismissal):
    into: UmkmId
    """The UMKM that stays."""


def router(likenesses: Likenesses) -> Doors:
    routes = Doors("likenesses")

    @routes.get("/rounds/{round_id}/likenesses", to=[PROVINCE, AUDITOR])
    async def list_likenesses(
        round_id: RoundId,
        after: Annotated[str | None, Query(max_length=64)] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> list[Flagged]:
        """UMKM that may be others, by UMKM id; `after` is the last id of the page before."""
        await ensure_round(likenesses.desks, round_id)
        flagged = await likenesses.store.list_flagged(round_id, after, limit)
        return [
            Flagged(
                umkm_id=each.umkm_id,
                business_name=each.recommendation.business_name,
                district=each.recommendation.district,
                likely=[one for one in each.likely if one.is_open],
            )
            for each in flagged
            if each.recommendation
        ]

    @routes.post("/nominations/{umkm_id}/likenesses/{other}/dismiss", to=[PROVINCE])
    async def dismiss(
        umkm_id: UmkmId, other: UmkmId, dismissal: Dismissal, cause: Cause, expected: Expected
    ) -> Receipt:
        """Say that two UMKM that look alike are two; they are not flagged with each other again."""
        command = DismissLikeness(other, dismissal.officer, dismissal.reason)
        return receipt_of(await likenesses.dismiss(umkm_id, command, cause, expected))

    @routes.post("/nominations/{umkm_id}/merge", to=[PROVINCE])
    async def merge(umkm_id: UmkmId, merger: Merger, cause: Cause, expected: Expected) -> Receipt:
        """Say that a UMKM is another one, which stays.

        Its present recommendation is taken back, and the other one stands there instead; whatever
        names it later speaks of the other. With `If-Match`, only if nothing has changed since.
        """
        command = MergeInto(merger.into, merger.officer, merger.reason)
        return receipt_of(await likenesses.merge(umkm_id, command, cause, expected))

    return routes
