"""The rules of responses."""

from services.intake.app import new_response
from services.intake.model.responses import (
    BeginLetter,
    CountRows,
    NoteAnswer,
    Remind,
    Response,
    RowTally,
)
from shared.contracts.intake import DistrictReminded, DistrictResponded
from tests.unit.intake.builders import CLOSING, DAY, NOW, a_call, code_of, of_response, published

SILENT = Response("r1", "12.11")
BEGIN = BeginLetter("f00d", a_call())


def test_the_name_of_a_response_says_round_and_district() -> None:
    assert new_response("r1/12.11") == SILENT


def test_a_district_responds_with_its_first_accepted_umkm() -> None:
    tally = RowTally(rows=3, accepted=2, refused=1, codes={"missing-name": 1})

    begun, _ = of_response(SILENT, BeginLetter("f00d", a_call()))
    state, outcome = of_response(begun, CountRows(tally, "f00d"))

    responded = DistrictResponded(round_id="r1", district="12.11", accepted=2, refused=1)
    assert published(outcome) == [responded]
    assert (state.letters, state.responded_at) == (1, NOW)


def test_a_letter_that_is_refused_as_a_whole_and_sent_again_row_by_row_is_one_letter() -> None:
    begun, _ = of_response(SILENT, BeginLetter("f00d", a_call()))
    refused, _ = of_response(begun, CountRows(RowTally(), "f00d"))

    state, _ = of_response(refused, CountRows(RowTally(rows=2, accepted=2), "f00d"))

    assert (refused.letters, state.letters) == (1, 1)


def test_a_district_responds_once() -> None:
    answered, _ = of_response(SILENT, CountRows(RowTally(rows=1, accepted=1), "f00d"))

    state, outcome = of_response(
        answered, CountRows(RowTally(rows=2, accepted=2), "beef"), NOW + DAY
    )

    assert published(outcome) == []
    assert state.tally == RowTally(rows=3, accepted=3)
    assert state.responded_at == NOW


def test_a_long_letter_answers_with_its_first_accepted_rows_and_is_counted_at_its_end() -> None:
    begun, _ = of_response(SILENT, BEGIN)
    answered, outcome = of_response(begun, NoteAnswer(RowTally(rows=500, accepted=499, refused=1)))

    state, more = of_response(
        answered, CountRows(RowTally(rows=9_000, accepted=8_990, refused=10), "f00d"), NOW + DAY
    )

    assert published(outcome) == [
        DistrictResponded(round_id="r1", district="12.11", accepted=499, refused=1)
    ]
    assert published(more) == []
    assert state.responded_at == NOW
    assert (state.tally.rows, state.letters) == (9_000, 1)


def test_a_letter_of_nothing_but_mistakes_is_no_response() -> None:
    tally = RowTally(rows=2, refused=2, codes={"missing-name": 2, "invalid-nib": 1})

    state, outcome = of_response(SILENT, CountRows(tally, "f00d"))

    assert published(outcome) == []
    assert state.responded_at is None
    assert state.tally.codes == {"missing-name": 2, "invalid-nib": 1}


def test_a_letter_keeps_the_moment_at_which_it_came_until_it_is_counted() -> None:
    begun, _ = of_response(SILENT, BEGIN, NOW + DAY)
    counted, _ = of_response(begun, CountRows(RowTally(rows=1, accepted=1), "f00d"), NOW + 2 * DAY)

    assert begun.reading == ("f00d",)
    assert not counted.reading
    assert counted.first_at == NOW + DAY


def test_a_letter_after_the_closing_is_refused() -> None:
    _, outcome = of_response(SILENT, BEGIN, CLOSING)

    assert code_of(outcome) == "round-closed"


def test_a_silent_district_is_reminded() -> None:
    state, outcome = of_response(SILENT, Remind(7, CLOSING), CLOSING - 7 * DAY)

    reminded = DistrictReminded(
        round_id="r1", district="12.11", days_before_closing=7, closes_at=CLOSING
    )
    assert published(outcome) == [reminded]
    assert state.reminded == (7,)


def test_a_district_that_has_answered_is_not_reminded() -> None:
    answered, _ = of_response(SILENT, CountRows(RowTally(rows=1, accepted=1)))

    _, outcome = of_response(answered, Remind(7, CLOSING), CLOSING - 7 * DAY)

    assert published(outcome) == []


def test_a_reminder_that_comes_after_a_newer_one_says_nothing() -> None:
    reminded, _ = of_response(SILENT, Remind(3, CLOSING), CLOSING - 3 * DAY)

    _, outcome = of_response(reminded, Remind(7, CLOSING), CLOSING - 3 * DAY)

    assert published(outcome) == []


def test_of_a_closing_that_was_put_off_a_silent_district_is_reminded_anew() -> None:
    reminded, _ = of_response(SILENT, Remind(3, CLOSING), CLOSING - 3 * DAY)
    later = CLOSING + 10 * DAY

    again, outcome = of_response(reminded, Remind(7, later), later - 7 * DAY)
    _, twice = of_response(again, Remind(7, later), later - 7 * DAY)

    assert len(published(outcome)) == 1
    assert (again.reminded, again.reminded_until) == ((7,), later)
    assert published(twice) == []


def test_nobody_is_reminded_of_a_round_that_is_over() -> None:
    _, outcome = of_response(SILENT, Remind(7, CLOSING), CLOSING)

    assert published(outcome) == []


def test_to_count_one_less_is_no_answer() -> None:
    state, outcome = of_response(SILENT, CountRows(RowTally(accepted=-1, duplicates=1)))

    assert published(outcome) == []
    assert state.responded_at is None
