"""A product without an HS code waits for a person; a wrong code is corrected."""

from dataclasses import replace

import pytest

from services.intake.model.commodities import ChooseCommodity, CommodityChosen
from services.intake.model.likeness import MergeInto
from services.intake.model.nominations import (
    Nomination,
    NominationStatus,
    Recommend,
    ReturnUmkm,
    SettleConflict,
    WithdrawUmkm,
)
from services.intake.model.recommendation import Product
from services.intake.rules.nominations import NominationCommand
from shared.contracts.intake import (
    ContactChanged,
    HsSource,
    OfferedProduct,
    SourceKind,
    UmkmRecommended,
    UmkmReturned,
    UmkmWithdrawn,
)
from shared.plumbing.core.failures import Refused
from tests.support.deciders import Decided
from tests.unit.intake.builders import (
    CLOSING,
    COFFEE,
    DAY,
    NOW,
    a_call,
    a_nomination,
    given,
    to_recommend,
)

POWDER = Product(name="Kopi bubuk", candidates=("090121", "090111"))
PROPOSED = COFFEE.model_copy(update={"hs_source": HsSource.PROPOSED})
SECOND_ROUND = a_call(round_id="r2")


def without_code(place: str = "a.csv, line 4") -> Recommend:
    return to_recommend(place=place, products=(POWDER,))


def choose(hs6: str = "090121", number: int = 1, cause: str = "c1") -> ChooseCommodity:
    return ChooseCommodity(number, hs6, "kopi", "Ibu Ratna", "Kopi sangrai", cause)


def offered(outcome: Decided[Nomination]) -> tuple[OfferedProduct, ...]:
    """The products of the one recommendation that everybody hears of."""
    return outcome.the(UmkmRecommended).products


def status_of(state: Nomination) -> str:
    assert state.present
    return state.present.status


def test_a_umkm_without_any_code_is_accepted_and_nobody_is_asked_to_judge_it() -> None:
    outcome = given(Nomination("U1")).when(without_code())

    outcome.then_published(ContactChanged)
    assert status_of(outcome.state) == NominationStatus.COMMODITY_OPEN


def test_a_umkm_goes_out_with_the_products_that_have_a_code_and_keeps_the_others() -> None:
    outcome = given(Nomination("U1")).when(to_recommend(products=(COFFEE, POWDER)))

    assert [each.name for each in offered(outcome)] == [COFFEE.name]
    assert status_of(outcome.state) == NominationStatus.RECOMMENDED
    assert outcome.state.recommendation
    assert outcome.state.recommendation.products == (COFFEE, POWDER)


def test_a_waiting_umkm_goes_out_when_its_code_is_chosen() -> None:
    outcome = given(a_nomination(without_code())).when(choose())

    [product] = offered(outcome)
    assert (product.hs6, product.commodity, product.hs_source) == ("090121", "kopi", "chosen")
    assert status_of(outcome.state) == NominationStatus.RECOMMENDED


def test_a_choice_for_the_second_product_sends_both() -> None:
    state = a_nomination(to_recommend(products=(COFFEE, POWDER)))

    outcome = given(state).when(choose(number=2))

    assert [each.hs6 for each in offered(outcome)] == ["090111", "090121"]


def test_who_chose_and_what_the_code_was_before_stays_in_the_dossier() -> None:
    state = a_nomination(to_recommend(products=(PROPOSED,)))

    outcome = given(state).when(choose())

    [choice] = outcome.state.choices
    assert isinstance(outcome.events[0], CommodityChosen)
    assert (choice.was, choice.was_source, choice.hs6) == ("090111", "proposed", "090121")
    assert (choice.officer, choice.reason, choice.chosen_at) == ("Ibu Ratna", "Kopi sangrai", NOW)


def test_a_corrected_code_is_published_in_the_same_round_with_the_same_recommender() -> None:
    by_agency = replace(to_recommend(products=(PROPOSED,)), agency="bi")

    outcome = given(a_nomination(by_agency)).when(choose())

    announced = outcome.then_published(UmkmRecommended).the(UmkmRecommended)
    assert (announced.round_id, announced.source_kind) == ("r1", SourceKind.AGENCY)
    assert (announced.recommended_by, announced.corrected) == ("bi", True)


def test_the_same_code_chosen_twice_changes_nothing() -> None:
    state = a_nomination(without_code(), choose())

    again = given(state).when(choose(cause="c2"))

    assert again.then_nothing().state == state


def test_a_proposed_code_that_a_person_confirms_is_published_as_chosen() -> None:
    state = a_nomination(to_recommend(products=(PROPOSED,)))

    outcome = given(state).when(choose(hs6="090111"))

    assert [each.hs_source for each in offered(outcome)] == [HsSource.CHOSEN]


def test_another_code_chosen_later_corrects_the_first() -> None:
    state = a_nomination(without_code(), choose())

    outcome = given(state).when(choose(hs6="090111", cause="c2"))

    assert [each.hs6 for each in offered(outcome)] == ["090111"]
    assert [each.was for each in outcome.state.choices] == [None, "090121"]


def test_a_code_is_chosen_after_the_closing_too_because_the_umkm_came_in_time() -> None:
    outcome = given(a_nomination(without_code())).when(choose(), at=CLOSING + 9 * DAY)

    assert offered(outcome)


def test_a_code_is_chosen_for_the_present_round_and_not_for_an_older_one() -> None:
    state = a_nomination(without_code(), to_recommend(SECOND_ROUND, products=(POWDER,)))

    outcome = given(state).when(choose())

    announced = outcome.then_published(UmkmRecommended).the(UmkmRecommended)
    assert announced.round_id == "r2"
    assert [each.status for each in outcome.state.standings] == ["commodity-open", "recommended"]


@pytest.mark.parametrize(
    ("last", "code"),
    [
        (ReturnUmkm("foto"), "already-returned"),
        (WithdrawUmkm(), "already-withdrawn"),
        (MergeInto("U9", "Ibu Ratna", "sama"), "merged"),
    ],
)
def test_no_code_is_chosen_for_a_umkm_that_does_not_stand(
    last: NominationCommand, code: str
) -> None:
    state = a_nomination(without_code(), last)

    given(state).when(choose()).then_refused(code)


def test_a_umkm_or_product_that_is_not_there_has_no_code_to_choose() -> None:
    nobody = given(Nomination("U1")).when(choose())
    second = given(a_nomination(without_code())).when(choose(number=2))

    assert nobody.then_refused("no-nomination").refusal.missing
    assert second.then_refused("no-product").refusal.missing


def test_a_waiting_umkm_is_returned_and_withdrawn_like_any_other() -> None:
    waiting = a_nomination(without_code())

    first = given(waiting).when(ReturnUmkm("foto"))
    second = given(waiting).when(WithdrawUmkm())

    first.then_published(UmkmReturned)
    second.then_published(UmkmWithdrawn)
    assert (status_of(first.state), status_of(second.state)) == ("returned", "withdrawn")


def test_a_waiting_umkm_is_a_duplicate_when_it_comes_again_and_the_answer_says_what_it_needs() -> (
    None
):
    outcome = given(a_nomination(without_code())).when(to_recommend(place="b.csv, line 9"))

    first = "recommended already: 12.11, a.csv, line 4; it waits for an HS code"
    assert outcome.refusal == Refused("duplicate", first)


def test_a_waiting_umkm_of_a_second_district_is_held_and_goes_out_where_that_district_wins() -> (
    None
):
    second = to_recommend(district="12.07")
    settle = SettleConflict("r1", "12.07", "Ibu Ratna", "Gudang di sana", "settled/1")

    held = given(a_nomination(without_code())).when(second)
    outcome = given(held.then_refused("duplicate-across-districts").state).when(settle)

    outcome.then_published(UmkmWithdrawn, UmkmRecommended)
    assert status_of(outcome.state) == NominationStatus.RECOMMENDED


def test_what_an_agency_nominated_waits_when_its_district_recommends_it_without_a_code() -> None:
    nominated = a_nomination(replace(to_recommend(), agency="bi"))

    outcome = given(nominated).when(without_code())
    chosen = outcome.when(choose())

    outcome.then_published()
    assert [each.hs6 for each in offered(chosen)] == ["090121"]


def test_a_code_that_was_chosen_once_holds_for_the_same_product_in_the_next_letter() -> None:
    chosen = a_nomination(without_code(), choose())

    outcome = given(chosen).when(to_recommend(SECOND_ROUND, products=(POWDER,)))

    assert [(each.hs6, each.hs_source) for each in offered(outcome)] == [("090121", "chosen")]


@pytest.mark.parametrize(
    ("product", "hs6"),
    [
        (COFFEE.model_copy(update={"name": "Kopi bubuk"}), ["090111"]),
        (POWDER.model_copy(update={"name": "Kopi hijau"}), []),
        (POWDER.model_copy(update={"hs_given": "2101"}), []),
    ],
)
def test_an_earlier_choice_yields_to_a_letter_that_says_something_else(
    product: Product, hs6: list[str]
) -> None:
    chosen = a_nomination(without_code(), choose())

    outcome = given(chosen).when(to_recommend(SECOND_ROUND, products=(product,)))

    announced = [each for each in outcome.published if isinstance(each, UmkmRecommended)]
    assert [product.hs6 for each in announced for product in each.products] == hs6
