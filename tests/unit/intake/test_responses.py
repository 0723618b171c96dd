"""The rules of responses."""

from services.intake.model.responses import (
    BeginLetter,
    CountRows,
    NoteAnswer,
    Remind,
    Response,
    RowTally,
)
from services.intake.rules.responses import new_response
from shared.contracts.intake import DistrictReminded, DistrictResponded
from tests.unit.intake.builders import CLOSING, DAY, NOW, a_call, given

SILENT = Response("r1", "12.11")
BEGIN = BeginLetter("f00d", a_call())


def test_the_name_of_a_response_says_round_and_district() -> None:
    assert new_response("r1/12.11") == SILENT


def test_a_district_responds_with_its_first_accepted_umkm() -> None:
    tally = RowTally(rows=3, accepted=2, refused=1, codes={"missing-name": 1})

    outcome = given(SILENT).when(BEGIN, CountRows(tally, "f00d"))

    responded = DistrictResponded(round_id="r1", district="12.11", accepted=2, refused=1)
    outcome.then_published(responded)
    assert (outcome.state.letters, outcome.state.responded_at) == (1, NOW)


def test_a_letter_that_is_refused_as_a_whole_and_sent_again_row_by_row_is_one_letter() -> None:
    refused = given(SILENT).when(BEGIN, CountRows(RowTally(), "f00d"))

    again = refused.when(CountRows(RowTally(rows=2, accepted=2), "f00d"))

    assert (refused.state.letters, again.state.letters) == (1, 1)


def test_a_district_responds_once() -> None:
    answered = given(SILENT).when(CountRows(RowTally(rows=1, accepted=1), "f00d"))

    outcome = answered.when(CountRows(RowTally(rows=2, accepted=2), "beef"), at=NOW + DAY)

    outcome.then_published()
    assert outcome.state.tally == RowTally(rows=3, accepted=3)
    assert outcome.state.responded_at == NOW


def test_a_long_letter_answers_with_its_first_accepted_rows_and_is_counted_at_its_end() -> None:
    outcome = given(SILENT).when(BEGIN, NoteAnswer(RowTally(rows=500, accepted=499, refused=1)))

    more = outcome.when(
        CountRows(RowTally(rows=9_000, accepted=8_990, refused=10), "f00d"), at=NOW + DAY
    )

    outcome.then_published(
        DistrictResponded(round_id="r1", district="12.11", accepted=499, refused=1)
    )
    more.then_published()
    assert more.state.responded_at == NOW
    assert (more.state.tally.rows, more.state.letters) == (9_000, 1)


def test_a_letter_of_nothing_but_mistakes_is_no_response() -> None:
    tally = RowTally(rows=2, refused=2, codes={"missing-name": 2, "invalid-nib": 1})

    outcome = given(SILENT).when(CountRows(tally, "f00d"))

    outcome.then_published()
    assert outcome.state.responded_at is None
    assert outcome.state.tally.codes == {"missing-name": 2, "invalid-nib": 1}


def test_a_letter_keeps_the_moment_at_which_it_came_until_it_is_counted() -> None:
    begun = given(SILENT).when(BEGIN, at=NOW + DAY)
    counted = begun.when(CountRows(RowTally(rows=1, accepted=1), "f00d"), at=NOW + 2 * DAY)

    assert begun.state.reading == ("f00d",)
    assert not counted.state.reading
    assert counted.state.first_at == NOW + DAY


def test_a_letter_after_the_closing_is_refused() -> None:
    given(SILENT).when(BEGIN, at=CLOSING).then_refused("round-closed")


def test_a_silent_district_is_reminded() -> None:
    outcome = given(SILENT).when(Remind(7, CLOSING), at=CLOSING - 7 * DAY)

    reminded = DistrictReminded(
        round_id="r1", district="12.11", days_before_closing=7, closes_at=CLOSING
    )
    outcome.then_published(reminded)
    assert outcome.state.reminded == (7,)


def test_a_district_that_has_answered_is_not_reminded() -> None:
    answered = given(SILENT).when(CountRows(RowTally(rows=1, accepted=1)))

    answered.when(Remind(7, CLOSING), at=CLOSING - 7 * DAY).then_published()


def test_a_reminder_that_comes_after_a_newer_one_says_nothing() -> None:
    reminded = given(SILENT).when(Remind(3, CLOSING), at=CLOSING - 3 * DAY)

    reminded.when(Remind(7, CLOSING), at=CLOSING - 3 * DAY).then_published()


def test_of_a_closing_that_was_put_off_a_silent_district_is_reminded_anew() -> None:
    reminded = given(SILENT).when(Remind(3, CLOSING), at=CLOSING - 3 * DAY)
    later = CLOSING + 10 * DAY

    outcome = reminded.when(Remind(7, later), at=later - 7 * DAY)
    twice = outcome.when(Remind(7, later), at=later - 7 * DAY)

    outcome.then_published(DistrictReminded)
    assert (outcome.state.reminded, outcome.state.reminded_until) == ((7,), later)
    twice.then_published()


def test_nobody_is_reminded_of_a_round_that_is_over() -> None:
    given(SILENT).when(Remind(7, CLOSING), at=CLOSING).then_published()


def test_to_count_one_less_is_no_answer() -> None:
    outcome = given(SILENT).when(CountRows(RowTally(accepted=-1, duplicates=1)))

    outcome.then_published()
    assert outcome.state.responded_at is None
