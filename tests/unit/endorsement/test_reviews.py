"""What the clock and a province officer do to a ballot."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.endorsement.model.ballots import (
    Ballot,
    BallotStatus,
    Lapse,
    MoveBallot,
    RemindAgencies,
    Reopen,
)
from shared.contracts.endorsement import (
    BallotMoved,
    BallotReminded,
    BallotReopened,
    Choice,
    UmkmEndorsed,
    UmkmRejected,
    VoteCast,
)
from shared.contracts.envelope import Event
from shared.plumbing.core.failures import Retryable
from tests.unit.endorsement.builders import (
    DUE,
    NOW,
    a_ballot,
    a_policy,
    a_recommendation,
    a_vote,
    under,
)

REMINDING = a_policy(reminder_days=(7, 2))
given = under(REMINDING).given
REOPEN = Reopen("Ibu Ratna", "Surat keberatan 12/2026")
MOVE = MoveBallot(2, "Ibu Ratna", "Rapat 3 Maret")


def an_open_ballot(*votes: tuple[str, Choice]) -> Ballot:
    cast = (a_vote(agency, choice) for agency, choice in votes)
    return given(Ballot("U1")).when(a_recommendation(), *cast).state


def before_due(days: float) -> datetime:
    return DUE - timedelta(days=days)


def reminders(events: Sequence[Event]) -> list[tuple[int, tuple[str, ...]]]:
    return [
        (event.days_before, event.waiting_for)
        for event in events
        if isinstance(event, BallotReminded)
    ]


def test_those_who_have_not_voted_are_reminded_once_at_each_of_the_days() -> None:
    ballot = given(an_open_ballot(("bi", Choice.ENDORSE)))

    early = ballot.when(RemindAgencies(), at=before_due(8))
    first = early.when(RemindAgencies(), at=before_due(7))
    again = first.when(RemindAgencies(), at=before_due(6))
    second = again.when(RemindAgencies(), at=before_due(2))
    late = second.when(RemindAgencies(), at=before_due(0.5))

    others = ("disperindag", "karantina")
    assert [reminders(each.published) for each in (early, first, again, second, late)] == [
        [], [(7, others)], [], [(2, others)], [],
    ]  # fmt: skip


def test_a_clock_that_jumps_over_two_reminders_brings_one() -> None:
    outcome = given(an_open_ballot()).when(RemindAgencies(), at=before_due(1))

    assert [days for days, _ in reminders(outcome.events)] == [2]


def test_a_clock_that_jumps_back_reminds_nobody_again() -> None:
    reminded = given(an_open_ballot()).when(RemindAgencies(), at=before_due(2))

    again = reminded.when(RemindAgencies(), at=before_due(7)).then_published()

    assert again.state == reminded.state


def test_nobody_is_reminded_after_the_deadline() -> None:
    outcome = given(an_open_ballot()).when(RemindAgencies(), at=DUE + timedelta(days=1))

    outcome.then_published()
    assert outcome.state.remind_at is None


def test_an_agency_that_asked_for_information_is_reminded_too() -> None:
    ballot = an_open_ballot(("bi", Choice.NEED_INFO), ("karantina", Choice.REJECT))

    outcome = given(ballot).when(RemindAgencies(), at=before_due(7))

    assert reminders(outcome.events) == [(7, ("disperindag", "bi"))]


def test_a_recommendation_that_is_told_again_does_not_set_reminders_back() -> None:
    reminded = given(an_open_ballot()).when(RemindAgencies(), at=before_due(7))

    again = reminded.when(a_recommendation(), at=before_due(6)).then_published()

    assert again.state == reminded.state


def an_endorsed_ballot() -> Ballot:
    return an_open_ballot(("bi", Choice.ENDORSE), ("disperindag", Choice.ENDORSE))


def test_a_decided_ballot_is_reopened_with_its_votes_and_a_new_deadline() -> None:
    later = NOW + timedelta(days=30)

    ballot = given(an_endorsed_ballot()).when(REOPEN, at=later).then_published(BallotReopened).state

    assert ballot.status is BallotStatus.OPEN
    assert ballot.due_at == later + timedelta(days=14)
    assert ballot.decided_at is None
    assert set(ballot.votes) == {"bi", "disperindag"}


def test_who_reopened_stays_on_the_ballot_and_off_the_topic() -> None:
    outcome = given(an_endorsed_ballot()).when(REOPEN)

    [reopening] = outcome.state.reopenings
    [reopened] = outcome.published
    assert (reopening.by, reopening.reason) == (REOPEN.by, REOPEN.reason)
    assert REOPEN.by not in reopened.model_dump_json()


def test_the_next_vote_decides_a_reopened_ballot_anew() -> None:
    reopened = given(an_endorsed_ballot()).when(REOPEN, a_vote("bi", Choice.REJECT, vote_id="v2"))

    outcome = reopened.when(a_vote("karantina", Choice.REJECT))

    outcome.then_published(VoteCast, UmkmRejected)


def test_a_ballot_that_is_open_is_not_reopened() -> None:
    awaited = a_ballot({"bi": Choice.ENDORSE}, is_open=False)

    given(an_open_ballot()).when(REOPEN).then_refused("not-decided")
    given(awaited).when(REOPEN).then_refused("not-decided")


def test_where_nobody_recommended_or_voted_there_is_no_ballot_to_reopen_or_move() -> None:
    move = MoveBallot(1, "Ibu Ratna", "Kebijakan baru")

    given(Ballot("U1")).when(REOPEN).then_refused("no-ballot")
    given(Ballot("U1")).when(move).then_refused("no-ballot")


def test_a_running_ballot_is_moved_to_another_policy_and_decided_by_it() -> None:
    lenient = a_policy(version=2, quorum=1)
    ballot = an_open_ballot(("bi", Choice.ENDORSE))

    outcome = under(REMINDING, lenient).given(ballot).when(MOVE)

    moved = outcome.then_published(BallotMoved, UmkmEndorsed).state
    assert moved.policy_version == 2
    assert moved.due_at == DUE


def test_who_moved_a_ballot_stays_on_it_and_off_the_topic() -> None:
    outcome = under(REMINDING, a_policy(version=2)).given(an_open_ballot()).when(MOVE)

    [move] = outcome.state.moves
    assert (move.from_version, move.policy_version) == (1, 2)
    assert (move.by, move.reason, move.at) == (MOVE.by, MOVE.reason, NOW)
    assert MOVE.by not in "".join(event.model_dump_json() for event in outcome.published)


def test_a_ballot_that_is_moved_to_its_own_policy_stays_as_it_is() -> None:
    ballot = an_open_ballot()

    outcome = given(ballot).when(MoveBallot(1, "Ibu Ratna", "sama"))

    assert outcome.then_published().state == ballot


@pytest.mark.parametrize(
    ("ballot", "version", "code"),
    [(an_open_ballot(), 9, "unknown-policy"), (an_endorsed_ballot(), 1, "not-running")],
)
def test_a_move_that_makes_no_sense_is_refused(ballot: Ballot, version: int, code: str) -> None:
    given(ballot).when(MoveBallot(version, "Ibu Ratna", "x")).then_refused(code)


def test_who_asks_for_information_on_a_reopened_ballot_decides_nothing() -> None:
    ballot = an_open_ballot(("bi", Choice.ENDORSE), ("disperindag", Choice.ENDORSE))

    waiting = given(ballot).when(REOPEN, a_vote("karantina", Choice.NEED_INFO))
    decided = waiting.when(a_vote("karantina", Choice.ENDORSE))

    waiting.then_published(VoteCast)
    assert isinstance(decided.published[-1], UmkmEndorsed)


def test_a_ballot_waits_for_a_policy_that_has_not_come_to_this_replica_yet() -> None:
    ballot = replace(a_ballot(), policy_version=2)

    for command in (a_vote("bi"), Lapse(), RemindAgencies(), a_recommendation()):
        with pytest.raises(Retryable, match="policy version 2 has not come"):
            under(a_policy(1)).given(ballot).when(command)
