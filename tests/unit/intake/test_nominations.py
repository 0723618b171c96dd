"""The rules of nominations."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.intake.model.likeness import NoteLikeness
from services.intake.model.nominations import (
    Nomination,
    NominationStatus,
    Owed,
    Recommend,
    ReturnUmkm,
    WithdrawUmkm,
)
from services.intake.model.responses import RowTally
from shared.contracts.intake import (
    ContactChanged,
    SourceKind,
    UmkmRecommended,
    UmkmWithdrawn,
)
from shared.plumbing.core.failures import Refused
from tests.unit.intake.builders import (
    CLOSING,
    DAY,
    NOW,
    a_call,
    a_nomination,
    a_recommendation,
    given,
    to_recommend,
)

SECOND_ROUND = a_call(round_id="r2")


def test_a_recommended_umkm_is_told_to_all_and_its_contact_to_few() -> None:
    outcome = given(Nomination("U1")).when(to_recommend())

    outcome.then_published(UmkmRecommended, ContactChanged)
    recommended, contact = outcome.the(UmkmRecommended), outcome.the(ContactChanged)
    assert recommended.recommended_by == recommended.district == "12.11"
    assert (contact.owner_name, contact.phone) == ("Tiurma Sihombing", "+6281260001234")


def test_no_private_data_are_told_to_all() -> None:
    private = a_recommendation()

    outcome = given(Nomination("U1")).when(to_recommend())

    text = outcome.the(UmkmRecommended).model_dump_json()
    for secret in (private.owner_name, private.nik, private.phone, private.email, private.address):
        assert secret
        assert secret not in text


def test_a_nib_is_told_of_but_not_told() -> None:
    outcome = given(Nomination("U1")).when(to_recommend(nib="1234567890123"))

    recommended = outcome.the(UmkmRecommended)
    assert recommended.has_nib
    assert "1234567890123" not in recommended.model_dump_json()


def test_the_same_umkm_again_is_answered_with_the_first() -> None:
    outcome = given(a_nomination()).when(to_recommend(place="b.csv, line 9"))

    assert outcome.refusal == Refused("duplicate", "recommended already: 12.11, a.csv, line 4")
    assert outcome.state == a_nomination()


def test_the_same_umkm_from_another_district_is_answered_with_the_first_district() -> None:
    outcome = given(a_nomination()).when(to_recommend(district="12.07"))

    first = "recommended already: 12.11, a.csv, line 4"
    assert outcome.refusal == Refused("duplicate-across-districts", first)


def test_a_umkm_is_recommended_anew_in_the_next_round() -> None:
    outcome = given(a_nomination()).when(to_recommend(SECOND_ROUND))

    outcome.then_published(UmkmRecommended, ContactChanged)
    assert [each.round_id for each in outcome.state.standings] == ["r1", "r2"]


def test_a_late_letter_of_an_older_round_still_meets_its_first() -> None:
    state = a_nomination(to_recommend(), to_recommend(SECOND_ROUND))

    given(state).when(to_recommend()).then_refused("duplicate")


@pytest.mark.parametrize(
    "again",
    [
        to_recommend(phone="+6281260009999"),
        to_recommend(SECOND_ROUND),
        to_recommend(consent_on=NOW.date()),
    ],
    ids=["another phone", "an erased owner in the next round", "an erased owner who agrees again"],
)
def test_a_contact_is_published_when_notify_may_lack_it(again: Recommend) -> None:
    returned = a_nomination(to_recommend(), ReturnUmkm("foto"))

    given(returned).when(again).then_published(UmkmRecommended, ContactChanged)


def test_nothing_is_recommended_from_the_closing_on() -> None:
    given(Nomination("U1")).when(to_recommend(), at=CLOSING).then_refused("round-closed")


def test_a_letter_that_came_in_time_may_be_read_after_the_closing() -> None:
    in_time = replace(to_recommend(), received_at=CLOSING - DAY)

    outcome = given(Nomination("U1")).when(in_time, at=CLOSING + DAY)

    assert outcome.published


def test_a_standing_remembers_when_and_where_it_was_read() -> None:
    standing = a_nomination().present

    assert standing is not None
    assert (standing.recommended_at, standing.place) == (NOW, "a.csv, line 4")


def test_a_consent_of_tomorrow_is_none_yet_and_the_day_is_that_of_sumatra() -> None:
    evening = datetime(2026, 3, 1, 18, tzinfo=UTC)  # past midnight there
    today, tomorrow = (
        replace(to_recommend(consent_on=day), received_at=evening)
        for day in (date(2026, 3, 2), date(2026, 3, 3))
    )

    given(Nomination("U1")).when(today).then_published(UmkmRecommended, ContactChanged)
    given(Nomination("U1")).when(tomorrow).then_refused("consent-in-future")


def test_a_umkm_in_two_rounds_is_withdrawn_from_the_one_that_is_named() -> None:
    both = a_nomination(to_recommend(), to_recommend(SECOND_ROUND))

    outcome = given(both).when(WithdrawUmkm(round_id="r1"))
    unknown = given(both).when(ReturnUmkm("foto", round_id="r9"))

    outcome.then_published(UmkmWithdrawn)
    assert {s.round_id: s.status for s in outcome.state.standings} == {
        "r1": NominationStatus.WITHDRAWN,
        "r2": NominationStatus.RECOMMENDED,
    }
    unknown.then_refused("not-in-round")


def test_what_an_agency_nominated_is_its_districts_own_to_recommend_and_then_a_duplicate() -> None:
    nominated = a_nomination(replace(to_recommend(), agency="bi"))

    outcome = given(nominated).when(to_recommend(place="b.csv, line 9"))
    again = outcome.when(to_recommend())

    recommended = outcome.the(UmkmRecommended)
    assert (recommended.source_kind, recommended.recommended_by) == (SourceKind.DISTRICT, "12.11")
    assert again.refusal == Refused("duplicate", "recommended already: 12.11, b.csv, line 9")


def test_a_district_that_recommends_a_umkm_of_an_agency_elsewhere_learns_of_both() -> None:
    nominated = a_nomination(replace(to_recommend(), agency="bi"))

    outcome = given(nominated).when(to_recommend(district="12.07"))

    first = "recommended already: bi for 12.11, a.csv, line 4"
    assert outcome.refusal == Refused("duplicate-across-districts", first)


def test_a_late_district_that_is_let_in_lets_no_agency_in() -> None:
    call = a_call(admitted={"12.11": CLOSING + 9 * DAY})

    late = given(Nomination("U1")).when(replace(to_recommend(call), agency="bi"), at=CLOSING)
    let_in = given(Nomination("U1")).when(to_recommend(call), at=CLOSING)

    late.then_refused("round-closed")
    assert let_in.published


def test_a_recommendation_by_hand_is_owed_to_its_district_until_somebody_examined_it() -> None:
    by_hand = replace(to_recommend(), count_as="row/k")

    outcome = given(Nomination("U1")).when(by_hand)
    examined = outcome.when(NoteLikeness(())).state

    state = outcome.state
    assert state.owed == (Owed("12.11", "r1", RowTally(rows=1, accepted=1), "row/k"),)
    assert not state.examined
    assert (examined.owed, examined.examined) == ((), True)


def test_a_nib_that_is_known_is_had_whether_it_is_written_down_again_or_not() -> None:
    first = replace(to_recommend(nib="1234567890123"), keys=("nib/U1",))

    outcome = given(a_nomination(first)).when(to_recommend(SECOND_ROUND))

    recommended = outcome.the(UmkmRecommended)
    assert recommended.has_nib


def test_a_nib_of_a_duplicate_is_attached() -> None:
    again = replace(to_recommend(nib="1234567890123"), keys=("nib/U1",))

    state = given(a_nomination()).when(again).then_refused("duplicate").state

    assert state.recommendation is not None
    assert state.recommendation.nib == "1234567890123"
