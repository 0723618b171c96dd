"""Rounds over HTTP before and beside their usual course: drafts, extensions, late districts."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Response

from services.intake.api.answers import agreed, problem_of
from services.intake.api.bodies import Body, Cause, Expected
from services.intake.api.rounds import Plan, RoundView, shown_round
from services.intake.api.single import SpokenDistrict
from services.intake.handlers.rounds import Rounds
from services.intake.model.rounds import (
    AdmitDistrict,
    CloseRound,
    DraftRound,
    ExtendRound,
    OpenRound,
    RoundCommand,
    RoundPlan,
)
from shared.contracts.envelope import LongText, Text
from shared.contracts.ids import RoundId
from shared.contracts.written import Planned
from shared.plumbing.access import DISTRICT, PROVINCE
from shared.plumbing.http import accepted
from shared.plumbing.http.doors import Doors


class Extension(Body):
    closes_at: Planned


class Letting(Body):
    """Who lets a late district in, until when and why."""

    until: Planned
    officer: Text
    reason: Text


class Declined(Body):
    reason: LongText = ""


SAYING_NOTHING = Declined()
Change = Callable[[RoundCommand], Awaitable[RoundView]]


def router(rounds: Rounds) -> Doors:
    routes = Doors("rounds")

    async def changing(
        round_id: RoundId, cause: Cause, expected: Expected, response: Response
    ) -> Change:
        async def change(command: RoundCommand) -> RoundView:
            applied = await rounds.tell(round_id, command, cause, expected)
            if applied.refused:
                raise problem_of(applied.refused)
            return await shown_round(rounds, round_id, response)

        return change

    @routes.put("/rounds/{round_id}", to=[PROVINCE])
    async def draft_round(plan: Plan, change: Annotated[Change, Depends(changing)]) -> RoundView:
        """Plan a round, or change its plan. Nothing is published."""
        return await change(DraftRound(RoundPlan(**plan.model_dump())))

    @routes.post("/rounds/{round_id}/open", to=[PROVINCE])
    async def open_draft(change: Annotated[Change, Depends(changing)]) -> RoundView:
        """Open a round as it was drafted."""
        return await change(OpenRound())

    @routes.post("/rounds/{round_id}/extend", to=[PROVINCE])
    async def extend_round(
        new: Extension, change: Annotated[Change, Depends(changing)]
    ) -> RoundView:
        """Let an open round close later."""
        return await change(ExtendRound(new.closes_at))

    @routes.post("/rounds/{round_id}/close", to=[PROVINCE])
    async def close_round(change: Annotated[Change, Depends(changing)]) -> RoundView:
        """Close a round before its time; nothing is taken in any more."""
        return await change(CloseRound())

    @routes.post("/rounds/{round_id}/districts/{district}/admit", to=[PROVINCE])
    async def admit_district(
        district: SpokenDistrict, letting: Letting, change: Annotated[Change, Depends(changing)]
    ) -> RoundView:
        """Let one late district in, after the closing too."""
        return await change(AdmitDistrict(district, letting.until, letting.officer, letting.reason))

    @routes.post("/rounds/{round_id}/districts/{district}/decline", to=[DISTRICT.of("district")])
    async def decline(
        round_id: RoundId,
        district: SpokenDistrict,
        cause: Cause,
        expected: Expected,
        response: Response,
        declined: Declined = SAYING_NOTHING,
    ) -> RoundView:
        """Say for a district that it has nobody to recommend; it is not reminded any more."""
        accepted(agreed(await rounds.decline(round_id, district, declined.reason, cause, expected)))
        return await shown_round(rounds, round_id, response)

    return routes
