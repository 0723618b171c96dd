"""What the tests of intake are not about, filled in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from services.intake.model.identities import identity_keys
from services.intake.model.nominations import Nomination, Recommend
from services.intake.model.recommendation import Product, Recommendation
from services.intake.model.responses import Response
from services.intake.model.rounds import Call, OpenRound, Round, RoundCommand, RoundPlan
from services.intake.rules.dossiers import evolve_nomination
from services.intake.rules.nominations import (
    NominationCommand,
    decide_nomination,
)
from services.intake.rules.responses import ResponseCommand, decide_response, evolve_response
from services.intake.rules.rounds import decide_round, evolve_round
from shared.contracts.envelope import Event
from shared.indonesia.zones import Zone
from shared.plumbing.core.failures import Refused

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY = timedelta(days=1)
CLOSING = NOW + 30 * DAY
COFFEE = Product(name="Kopi Sidikalang", hs6="090111", commodity="kopi")


def a_plan(**fields: Any) -> RoundPlan:
    plan = {
        "title": "Gelombang 1",
        "letter_number": "518/1/2026",
        "opens_at": NOW,
        "closes_at": CLOSING,
        "reminder_days": (14, 7, 3),
        "districts": ("12.11", "12.07"),
    }
    return RoundPlan(**(plan | fields))


def a_round(**fields: Any) -> Round:
    """An open round."""
    state, _ = of_round(Round("r1"), OpenRound(a_plan(**fields)), NOW)
    return state


def a_call(**fields: Any) -> Call:
    return replace(Call("r1", NOW, CLOSING, ("12.11", "12.07")), **fields)


def a_recommendation(**changes: Any) -> Recommendation:
    fields = {
        "business_name": "Kopi Sidikalang Jaya",
        "owner_name": "Tiurma Sihombing",
        "nik": "1211014503800001",
        "phone": "+6281260001234",
        "email": "tiurma@usaha.example",
        "address": "Jalan Sisingamangaraja 4",
        "district": "12.11",
        "products": (COFFEE,),
        "consent_on": date(2026, 2, 1),
    }
    return Recommendation(**(fields | changes))


def umkm_id(recommendation: Recommendation, key: SecretStr) -> str:
    """The id of a UMKM that is new."""
    return identity_keys(recommendation, key)[0].partition("/")[2]


def to_recommend(
    call: Call | None = None, place: str = "a.csv, line 4", **fields: Any
) -> Recommend:
    return Recommend(a_recommendation(**fields), call or a_call(), place)


def a_nomination(*commands: NominationCommand) -> Nomination:
    """One that has heard these; by default a recommendation."""
    state = Nomination("U1")
    for command in commands or (to_recommend(),):
        state, _ = of_nomination(state, command)
    return state


Told = Sequence[Event] | Refused


def of_round(state: Round, command: RoundCommand, now: datetime = NOW) -> tuple[Round, Told]:
    outcome = decide_round(state, command, now)
    for event in () if isinstance(outcome, Refused) else outcome:
        state = evolve_round(state, event)
    return state, outcome


def of_response(
    state: Response, command: ResponseCommand, now: datetime = NOW
) -> tuple[Response, Told]:
    outcome = decide_response(state, command, now)
    for event in () if isinstance(outcome, Refused) else outcome:
        state = evolve_response(state, event)
    return state, outcome


def of_nomination(
    state: Nomination, command: NominationCommand, now: datetime = NOW
) -> tuple[Nomination, Told]:
    outcome = decide_nomination(state, command, Zone.WIB, now)
    for event in () if isinstance(outcome, Refused) else outcome:
        state = evolve_nomination(state, event)
    return state, outcome


def code_of(outcome: Told) -> str:
    assert isinstance(outcome, Refused)
    return outcome.code


def published(outcome: Told) -> list[Event]:
    """What leaves the service."""
    assert not isinstance(outcome, Refused)
    return [event for event in outcome if event.topic]
