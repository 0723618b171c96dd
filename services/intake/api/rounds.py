"""Rounds and their responses over HTTP."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from fastapi import Query, Response
from pydantic import BaseModel, Field, model_validator

from services.intake.api.answers import problem_in_words
from services.intake.api.bodies import Body, Cause
from services.intake.api.single import SpokenDistrict
from services.intake.handlers.rounds import Rounds
from services.intake.model.dossiers import Counts
from services.intake.model.nominations import NominationStatus
from services.intake.model.responses import Response as DistrictResponse
from services.intake.model.responses import RowTally
from services.intake.model.rounds import Admission, OpenRound, Round, RoundPlan, RoundStatus
from shared.contracts.ids import AnyId, RoundId
from shared.contracts.written import DISTINCT
from shared.plumbing.access import AGENCY, ANYBODY, AUDITOR, DISTRICT, PROVINCE, present_caller
from shared.plumbing.http import WITH_ETAG, accepted, etag
from shared.plumbing.http.doors import Doors
from shared.province.serving import province


class Plan(Body, RoundPlan):
    districts: tuple[SpokenDistrict, ...] = Field(
        min_length=1, max_length=600, json_schema_extra=DISTINCT
    )
    """Who is asked; each gets a `round-opened` of its own."""

    @model_validator(mode="after")
    def _asks_districts_that_exist(self) -> Self:
        if unknown := sorted(set(self.districts) - province().names.keys()):
            raise ValueError(f"no such district: {', '.join(unknown)}")
        return self


class NewRound(Plan):
    round_id: RoundId


class ResponseState(StrEnum):
    ANSWERED = "answered"
    DECLINED = "declined"
    SILENT = "silent"


class DistrictView(BaseModel):
    """One district that was asked; it is silent until a UMKM of it was accepted."""

    district: str
    name: str
    answer: ResponseState
    first_at: datetime | None = None
    responded_at: datetime | None = None
    letters: int = 0
    reminded: tuple[int, ...] = ()
    declined_because: str | None = None
    quota: int | None = None
    standing: int | None = None
    """So many UMKM stand, where there is a quota; a row may have been withdrawn or sent again."""
    over_quota: int = 0
    """So many more stand than were asked for; all of them count."""
    returned: int = 0
    """So many are with their district, to be mended."""
    commodity_open: int = 0
    """So many wait until the district chooses the HS code of a product."""
    tally: RowTally = RowTally()


class RoundView(BaseModel):
    round_id: str
    status: RoundStatus
    plan: RoundPlan
    opened_at: datetime | None
    closed_at: datetime | None
    invited: int
    answered: int
    silent: int
    declined: int
    admissions: Sequence[Admission]
    responses: list[DistrictView]


class RoundSummary(BaseModel):
    """A round without its districts."""

    round_id: str
    status: RoundStatus
    number: int | None
    """Which round (gelombang) of the programme it is."""
    title: str
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    invited: int
    answered: int
    silent: int
    declined: int


def router(rounds: Rounds) -> Doors:
    routes = Doors("rounds")

    @routes.get("/rounds", to=[PROVINCE, AUDITOR, DISTRICT, AGENCY])
    async def list_rounds(
        status: RoundStatus | None = None,
        after: AnyId = "",
        limit: Annotated[int, Query(ge=1, le=100)] = 50,
    ) -> list[RoundSummary]:
        """Rounds by id; `after` is the last id of the page before."""
        listed = await rounds.desks.store.list_rounds(status, after, limit)
        answers: dict[str, Counter[ResponseState]] = {each.round_id: Counter() for each in listed}
        for each in await rounds.desks.store.list_responses(*answers) if answers else ():
            answers[each.round_id][_answer(each)] += 1
        return [_summary(each, answers[each.round_id]) for each in listed]

    @routes.post("/rounds", to=[PROVINCE], status_code=201)
    async def open_round(new: NewRound, cause: Cause, response: Response) -> RoundView:
        """Open a round: every district in it is asked."""
        plan = RoundPlan(**new.model_dump(exclude={"round_id"}))
        accepted(await rounds.tell(new.round_id, OpenRound(plan), cause))
        return await get_round(new.round_id, response)

    @routes.get(
        "/rounds/{round_id}",
        to=[PROVINCE, AUDITOR, DISTRICT.by_object, AGENCY],
        responses=WITH_ETAG,
    )
    async def get_round(round_id: RoundId, response: Response) -> RoundView:
        """Give a round with the response of each district, and its version as `ETag`.

        A district sees its own response, and how many there are of the others.
        """
        return await shown_round(rounds, round_id, response)

    @routes.get("/counts", to=[ANYBODY])
    async def get_counts(round_id: RoundId | None = None) -> Counts:
        """Count what was taken in, of one round or of all."""
        return await rounds.desks.store.count(round_id)

    return routes


async def shown_round(rounds: Rounds, round_id: str, response: Response) -> RoundView:
    store = rounds.desks.store
    state, version = await store.find_round_and_version(round_id)
    response.headers["etag"] = etag(version)
    if state is None or state.plan is None:
        raise problem_in_words(404, "no-round")
    returned = await store.count_with_status(round_id, NominationStatus.RETURNED)
    waiting = await store.count_with_status(round_id, NominationStatus.COMMODITY_OPEN)
    standing = await store.count_standing(round_id) if state.plan.quota else {}
    responses = {each.district: each for each in await store.list_responses(round_id)}
    districts, own = [], present_caller().reach_as(DISTRICT)
    for code in state.plan.districts:
        response_of = responses.get(code) or DistrictResponse(round_id, code)
        name = province().names.get(code, code)
        view = DistrictView(**asdict(response_of), name=name, answer=_answer(response_of))
        view.returned, view.commodity_open = returned.get(code, 0), waiting.get(code, 0)
        if state.plan.quota:
            view.quota, view.standing = state.plan.quota, standing.get(code, 0)
            view.over_quota = max(view.standing - view.quota, 0)
        districts.append(view)
    answers = Counter(each.answer for each in districts)
    return RoundView(
        **asdict(state),
        invited=len(districts),
        answered=answers[ResponseState.ANSWERED],
        silent=answers[ResponseState.SILENT],
        declined=answers[ResponseState.DECLINED],
        responses=[each for each in districts if own is None or each.district in own],
    )


def _summary(state: Round, answers: Counter[ResponseState]) -> RoundSummary:
    assert state.plan  # noqa: S101 - only rounds with a plan are listed
    invited = len(state.plan.districts)
    answers[ResponseState.SILENT] += invited - answers.total()
    counts = {each.value: answers[each] for each in ResponseState}
    return RoundSummary(**asdict(state) | dict(state.plan) | counts, invited=invited)


def _answer(response: DistrictResponse) -> ResponseState:
    if response.responded_at:
        return ResponseState.ANSWERED
    return ResponseState.DECLINED if response.declined_at else ResponseState.SILENT
