"""What the tests of intake are not about, filled in."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from services.intake.app import RESPONSE, ROUND, nominations_in
from services.intake.model.identities import identity_keys
from services.intake.model.nominations import Nomination, Recommend
from services.intake.model.recommendation import Product, Recommendation
from services.intake.model.rounds import Call, OpenRound, Round, RoundPlan
from services.intake.rules.nominations import NominationCommand
from shared.indonesia.zones import Zone
from tests.support.deciders import Deciders

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
given = Deciders(ROUND, RESPONSE, nominations_in(Zone.WIB), now=NOW).given
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
    return given(Round("r1")).when(OpenRound(a_plan(**fields))).state


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
    return given(Nomination("U1")).when(*(commands or (to_recommend(),))).state
