"""The rules of nominations."""

from dataclasses import replace
from datetime import UTC, date, datetime

from services.intake.model.likeness import NoteLikeness
from services.intake.model.nominations import (
    Nomination,
    NominationStatus,
    Owed,
    ReturnUmkm,
    WithdrawUmkm,
)
from services.intake.model.responses import RowTally
from services.intake.rules.dossiers import evolve_nomination
from services.intake.rules.nominations import learn_from_refused
from shared.contracts.intake import (
    ContactChanged,
    SourceKind,
    UmkmRecommended,
    UmkmReturned,
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
    code_of,
    of_nomination,
    published,
    to_recommend,
)

SECOND_ROUND = a_call(round_id="r2")


def test_a_recommended_umkm_is_told_to_all_and_its_contact_to_few() -> None:
    _, outcome = of_nomination(Nomination("U1"), to_recommend())

    recommended, contact = published(outcome)
    assert isinstance(recommended, UmkmRecommended)
    assert isinstance(contact, ContactChanged)
    assert recommended.recommended_by == recommended.district == "12.11"
    assert (contact.owner_name, contact.phone) == ("Tiurma Sihombing", "+6281260001234")


def test_no_private_data_are_told_to_all() -> None:
    private = a_recommendation()

    _, outcome = of_nomination(Nomination("U1"), to_recommend())

    text = published(outcome)[0].model_dump_json()
    for secret in (private.owner_name, private.nik, private.phone, private.email, private.address):
        assert secret
        assert secret not in text


def test_a_nib_is_told_of_but_not_told() -> None:
    _, outcome = of_nomination(Nomination("U1"), to_recommend(nib="1234567890123"))

    recommended = published(outcome)[0]
    assert isinstance(recommended, UmkmRecommended)
    assert recommended.has_nib
    assert "1234567890123" not in recommended.model_dump_json()


def test_the_same_umkm_again_is_answered_with_the_first() -> None:
    state, outcome = of_nomination(a_nomination(), to_recommend(place="b.csv, line 9"))

    assert outcome == Refused("duplicate", "recommended already: 12.11, a.csv, line 4")
    assert state == a_nomination()


def test_the_same_umkm_from_another_district_is_answered_with_the_first_district() -> None:
    _, outcome = of_nomination(a_nomination(), to_recommend(district="12.07"))

    first = "recommended already: 12.11, a.csv, line 4"
    assert outcome == Refused("duplicate-across-districts", first)


def test_a_umkm_is_recommended_anew_in_the_next_round() -> None:
    state, outcome = of_nomination(a_nomination(), to_recommend(SECOND_ROUND))

    assert [type(event) for event in published(outcome)] == [UmkmRecommended]
    assert [each.round_id for each in state.standings] == ["r1", "r2"]


def test_a_late_letter_of_an_older_round_still_meets_its_first() -> None:
    state = a_nomination(to_recommend(), to_recommend(SECOND_ROUND))

    _, outcome = of_nomination(state, to_recommend())

    assert code_of(outcome) == "duplicate"


def test_a_new_phone_is_a_changed_contact() -> None:
    again = to_recommend(SECOND_ROUND, phone="+6281260009999")

    _, outcome = of_nomination(a_nomination(), again)

    assert [type(event) for event in published(outcome)] == [UmkmRecommended, ContactChanged]


def test_nothing_is_recommended_from_the_closing_on() -> None:
    _, outcome = of_nomination(Nomination("U1"), to_recommend(), CLOSING)

    assert code_of(outcome) == "round-closed"


def test_a_letter_that_came_in_time_may_be_read_after_the_closing() -> None:
    in_time = replace(to_recommend(), received_at=CLOSING - DAY)

    _, outcome = of_nomination(Nomination("U1"), in_time, CLOSING + DAY)

    assert published(outcome)


def test_a_returned_umkm_is_mended_and_recommended_by_its_district() -> None:
    state, outcome = of_nomination(a_nomination(), ReturnUmkm("foto", "Foto produk tidak jelas"))
    mended, again = of_nomination(state, to_recommend(reason="Foto baru"))

    assert published(outcome) == [
        UmkmReturned(
            umkm_id="U1",
            round_id="r1",
            district="12.11",
            reason_code="foto",
            reason="Foto produk tidak jelas",
        )
    ]
    assert [type(event) for event in published(again)] == [UmkmRecommended]
    assert [each.status for each in mended.standings] == [NominationStatus.RECOMMENDED]


def test_a_returned_umkm_stays_with_its_district() -> None:
    state = a_nomination(to_recommend(), ReturnUmkm("foto"))

    _, outcome = of_nomination(state, to_recommend(district="12.07"))

    assert code_of(outcome) == "duplicate-across-districts"


def test_a_withdrawn_umkm_is_free_for_another_district() -> None:
    state, outcome = of_nomination(a_nomination(), WithdrawUmkm("Salah kabupaten"))
    moved, _ = of_nomination(state, to_recommend(district="12.07"))

    assert [type(event) for event in published(outcome)] == [UmkmWithdrawn]
    assert moved.present is not None
    assert (moved.present.district, moved.present.status) == ("12.07", "recommended")


def test_what_is_returned_or_withdrawn_is_not_returned_again() -> None:
    for last in (ReturnUmkm("foto"), WithdrawUmkm()):
        _, outcome = of_nomination(a_nomination(to_recommend(), last), ReturnUmkm("foto"))

        assert code_of(outcome) in {"already-returned", "already-withdrawn"}


def test_a_umkm_that_nobody_recommended_cannot_be_returned() -> None:
    _, outcome = of_nomination(Nomination("U1"), ReturnUmkm("foto"))

    assert outcome == Refused("no-nomination", "nobody recommended U1", missing=True)


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

    _, taken = of_nomination(Nomination("U1"), today)
    _, refused = of_nomination(Nomination("U1"), tomorrow)

    assert not isinstance(taken, Refused)
    assert code_of(refused) == "consent-in-future"


def test_a_umkm_in_two_rounds_is_withdrawn_from_the_one_that_is_named() -> None:
    both = a_nomination(to_recommend(), to_recommend(SECOND_ROUND))

    state, outcome = of_nomination(both, WithdrawUmkm(round_id="r1"))
    _, unknown = of_nomination(both, ReturnUmkm("foto", round_id="r9"))

    assert isinstance(outcome, list)
    assert {s.round_id: s.status for s in state.standings} == {
        "r1": NominationStatus.WITHDRAWN,
        "r2": NominationStatus.RECOMMENDED,
    }
    assert code_of(unknown) == "not-in-round"


def test_what_an_agency_nominated_is_its_districts_own_to_recommend_and_then_a_duplicate() -> None:
    nominated = a_nomination(replace(to_recommend(), agency="bi"))

    state, outcome = of_nomination(nominated, to_recommend(place="b.csv, line 9"))
    _, again = of_nomination(state, to_recommend())

    recommended = published(outcome)[0]
    assert isinstance(recommended, UmkmRecommended)
    assert (recommended.source_kind, recommended.recommended_by) == (SourceKind.DISTRICT, "12.11")
    assert again == Refused("duplicate", "recommended already: 12.11, b.csv, line 9")


def test_a_district_that_recommends_a_umkm_of_an_agency_elsewhere_learns_of_both() -> None:
    nominated = a_nomination(replace(to_recommend(), agency="bi"))

    _, outcome = of_nomination(nominated, to_recommend(district="12.07"))

    first = "recommended already: bi for 12.11, a.csv, line 4"
    assert outcome == Refused("duplicate-across-districts", first)


def test_a_late_district_that_is_let_in_lets_no_agency_in() -> None:
    call = a_call(admitted={"12.11": CLOSING + 9 * DAY})

    _, late = of_nomination(Nomination("U1"), replace(to_recommend(call), agency="bi"), CLOSING)
    _, let_in = of_nomination(Nomination("U1"), to_recommend(call), CLOSING)

    assert code_of(late) == "round-closed"
    assert published(let_in)


def test_a_recommendation_by_hand_is_owed_to_its_district_until_somebody_examined_it() -> None:
    by_hand = replace(to_recommend(), count_as="row/k")

    state, _ = of_nomination(Nomination("U1"), by_hand)
    examined, _ = of_nomination(state, NoteLikeness(()))

    assert state.owed == (Owed("12.11", "r1", RowTally(rows=1, accepted=1), "row/k"),)
    assert not state.examined
    assert (examined.owed, examined.examined) == ((), True)


def test_a_nib_that_is_known_is_had_whether_it_is_written_down_again_or_not() -> None:
    first = replace(to_recommend(nib="1234567890123"), keys=("nib/U1",))

    _, outcome = of_nomination(a_nomination(first), to_recommend(SECOND_ROUND))

    recommended = published(outcome)[0]
    assert isinstance(recommended, UmkmRecommended)
    assert recommended.has_nib


def test_a_nib_of_a_duplicate_is_attached() -> None:
    again = replace(to_recommend(nib="1234567890123"), keys=("nib/U1",))
    state, refused = of_nomination(a_nomination(), again)
    assert isinstance(refused, Refused)
    learned = learn_from_refused(again, refused)
    assert learned is not None

    state = evolve_nomination(state, learned)

    assert state.recommendation is not None
    assert state.recommendation.nib == "1234567890123"
