"""Rounds over HTTP before and beside their usual course: drafts, extensions, late districts."""

from fastapi import APIRouter, Response

from services.intake.api.answers import problem_of
from services.intake.api.bodies import Body
from services.intake.api.rounds import Cause, Expected, Plan, RoundView, shown_round
from services.intake.api.single import SpokenDistrict
from services.intake.handlers.rounds import Rounds
from services.intake.model.rounds import (
    AdmitDistrict,
    DraftRound,
    ExtendRound,
    OpenRound,
    Planned,
    RoundPlan,
)
from shared.contracts.envelope import LongText, Text
from shared.contracts.ids import RoundId
from shared.plumbing.failures import Refused
from shared.plumbing.http import accepted


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


def router(rounds: Rounds) -> APIRouter:
    routes = APIRouter(tags=["rounds"])

    @routes.put("/rounds/{round_id}")
    async def draft_round(
        round_id: RoundId, plan: Plan, cause: Cause, expected: Expected, response: Response
    ) -> RoundView:
        """Plan a round of which nobody hears yet, or plan it anew."""
        draft = DraftRound(RoundPlan(**plan.model_dump()))
        accepted(await rounds.tell(round_id, draft, cause, expected))
        return await shown_round(rounds, round_id, response)

    @routes.post("/rounds/{round_id}/open")
    async def open_draft(
        round_id: RoundId, cause: Cause, expected: Expected, response: Response
    ) -> RoundView:
        """Open a round as it was drafted."""
        accepted(await rounds.tell(round_id, OpenRound(), cause, expected))
        return await shown_round(rounds, round_id, response)

    @routes.post("/rounds/{round_id}/extend")
    async def extend_round(
        round_id: RoundId, new: Extension, cause: Cause, expected: Expected, response: Response
    ) -> RoundView:
        """Let an open round close later."""
        accepted(await rounds.tell(round_id, ExtendRound(new.closes_at), cause, expected))
        return await shown_round(rounds, round_id, response)

    @routes.post("/rounds/{round_id}/districts/{district}/admit")
    async def admit_district(
        round_id: RoundId,
        district: SpokenDistrict,
        said: Letting,
        cause: Cause,
        expected: Expected,
        response: Response,
    ) -> RoundView:
        """Let one late district in, after the closing too."""
        command = AdmitDistrict(district, said.until, said.officer, said.reason)
        told = await rounds.tell(round_id, command, cause, expected)
        if told.refused:
            raise problem_of(told.refused)
        return await shown_round(rounds, round_id, response)

    @routes.post("/rounds/{round_id}/districts/{district}/decline")
    async def decline(
        round_id: RoundId,
        district: SpokenDistrict,
        cause: Cause,
        expected: Expected,
        response: Response,
        said: Declined = SAYING_NOTHING,
    ) -> RoundView:
        """Say for a district that it has nobody to recommend; it is not reminded any more."""
        told = await rounds.decline(round_id, district, said.reason, cause, expected)
        if isinstance(told, Refused):
            raise problem_of(told)
        accepted(told)
        return await shown_round(rounds, round_id, response)

    return routes
