"""Agencies vote by stated rules, and always the same on the same recommendation."""

from types import SimpleNamespace

import pytest

from examples.agency.agency import build_vote, recommendations
from examples.agency.opinions import OPINIONS, opinion_of
from shared.contracts.endorsement import Choice
from shared.contracts.envelope import CloudEvent, envelope_of
from shared.contracts.intake import OfferedProduct, SizeClass, UmkmRecommended
from tests.unit.story.world import NOW

COFFEE, CARVING = "090121", "830629"


def a_recommendation(
    name: str = "Kopi Sipirok", hs6: str = COFFEE, **facts: object
) -> UmkmRecommended:
    product = OfferedProduct(name="Produk", hs6=hs6, commodity="kopi")
    return UmkmRecommended.model_validate(
        {
            "umkm_id": "u-1",
            "round_id": "2026-1",
            "business_name": name,
            "district": "12.03",
            "recommended_by": "12.03",
            "products": (product,),
            **facts,
        }
    )


def an_event(**facts: object) -> CloudEvent[UmkmRecommended]:
    data = a_recommendation(**facts)  # type: ignore[arg-type] # facts are those of the builder
    return envelope_of(UmkmRecommended)(
        id="nomination/u-1:1:0",
        source="/sentra/intake",
        type=UmkmRecommended.type,
        subject="u-1",
        time=NOW,
        data=data,
    )


@pytest.mark.parametrize("agency", OPINIONS)
def test_the_same_recommendation_gets_the_same_vote(agency: str) -> None:
    first, again = build_vote(agency, an_event()), build_vote(agency, an_event())

    assert (first.id, first.data) == (again.id, again.data)
    assert first.id == f"{agency}/nomination/u-1:1:0"


@pytest.mark.parametrize("agency", OPINIONS)
def test_a_recommendation_that_comes_back_mended_is_voted_on_anew(agency: str) -> None:
    first = an_event()
    mended = first.model_copy(update={"id": "nomination/u-1:3:0"})

    assert build_vote(agency, mended).id != build_vote(agency, first).id


@pytest.mark.parametrize("agency", OPINIONS)
def test_who_does_not_endorse_says_why(agency: str) -> None:
    for number in range(200):
        opinion = opinion_of(OPINIONS[agency], a_recommendation(f"Usaha {number}"), agency)
        assert opinion.choice is Choice.ENDORSE or opinion.reason


def test_quarantine_abstains_where_its_law_does_not_reach() -> None:
    opinion = opinion_of(OPINIONS["karantina"], a_recommendation(hs6=CARVING), "karantina")

    assert opinion.choice is Choice.ABSTAIN


def test_the_bank_asks_back_where_no_sales_are_stated() -> None:
    opinion = opinion_of(OPINIONS["bi"], a_recommendation(size_class=None), "bi")

    assert opinion.choice is Choice.NEED_INFO


def test_papers_and_size_help_with_the_trade_office() -> None:
    def endorsed(**facts: object) -> int:
        judge = OPINIONS["disperindag"]
        every = (a_recommendation(f"Usaha {n}", **facts) for n in range(200))  # type: ignore[arg-type] # as above
        return sum(opinion_of(judge, e, "disperindag").choice is Choice.ENDORSE for e in every)

    assert endorsed(has_nib=True, size_class=SizeClass.KECIL) > endorsed() > 0


def test_what_an_agency_cannot_read_does_not_stop_it() -> None:
    good = an_event().model_dump_json().encode()
    records = [SimpleNamespace(value=value) for value in (b"\xff", None, b"{}", good)]

    assert [each.data.umkm_id for each in recommendations(records)] == ["u-1"]
