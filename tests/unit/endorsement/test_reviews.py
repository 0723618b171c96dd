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
from services.endorsement.model.policies import Policy
from services.endorsement.rules.ballots import BallotCommand, decide
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
from shared.plumbing.core.failures import Refused, Retryable
from tests.unit.endorsement.builders import (
    DUE,
    NOW,
    a_ballot,
    a_policy,
    a_recommendation,
    a_vote,
    after,
    policies,
)

REMINDING = a_policy(reminder_days=(7, 2))
REOPEN = Reopen("Ibu Ratna", "Surat keberatan 12/2026")
MOVE = MoveBallot(2, "Ibu Ratna", "Rapat 3 Maret")


def decide_all(
    ballot: Ballot, command: BallotCommand, now: datetime = NOW, *known: Policy
) -> tuple[list[Event], Ballot]:
    """Events that leave the service, and the ballot after them."""
    events = decide(ballot, command, policies(*(known or (REMINDING,))), now)
    assert not isinstance(events, Refused)
    return [event for event in events if event.type], after(ballot, events)


def refused(ballot: Ballot, command: BallotCommand) -> str:
    answer = decide(ballot, command, policies(REMINDING), NOW)
    assert isinstance(answer, Refused)
    return answer.code


def an_open_ballot(*votes: tuple[str, Choice]) -> Ballot:
    _, ballot = decide_all(Ballot("U1"), a_recommendation())
    for agency, choice in votes:
        _, ballot = decide_all(ballot, a_vote(agency, choice))
    return ballot


def before_due(days: float) -> datetime:
    return DUE - timedelta(days=days)


def reminders(events: Sequence[Event]) -> list[tuple[int, tuple[str, ...]]]:
    return [
        (event.days_before, event.waiting_for)
        for event in events
        if isinstance(event, BallotReminded)
    ]


def test_those_who_have_not_voted_are_reminded_once_at_each_of_the_days() -> None:
    ballot = an_open_ballot(("bi", Choice.ENDORSE))

    early, ballot = decide_all(ballot, RemindAgencies(), before_due(8))
    first, ballot = decide_all(ballot, RemindAgencies(), before_due(7))
    again, ballot = decide_all(ballot, RemindAgencies(), before_due(6))
    second, ballot = decide_all(ballot, RemindAgencies(), before_due(2))
    late, ballot = decide_all(ballot, RemindAgencies(), before_due(0.5))

    others = ("disperindag", "karantina")
    assert [reminders(each) for each in (early, first, again, second, late)] == [
        [], [(7, others)], [], [(2, others)], [],
    ]  # fmt: skip


def test_a_clock_that_jumps_over_two_reminders_brings_one() -> None:
    events, _ = decide_all(an_open_ballot(), RemindAgencies(), before_due(1))

    assert [days for days, _ in reminders(events)] == [2]


def test_a_clock_that_jumps_back_reminds_nobody_again() -> None:
    _, ballot = decide_all(an_open_ballot(), RemindAgencies(), before_due(2))

    assert decide_all(ballot, RemindAgencies(), before_due(7)) == ([], ballot)


def test_nobody_is_reminded_after_the_deadline() -> None:
    events, ballot = decide_all(an_open_ballot(), RemindAgencies(), DUE + timedelta(days=1))

    assert events == []
    assert ballot.remind_at is None


def test_an_agency_that_asked_for_information_is_reminded_too() -> None:
    ballot = an_open_ballot(("bi", Choice.NEED_INFO), ("karantina", Choice.REJECT))

    events, _ = decide_all(ballot, RemindAgencies(), before_due(7))

    assert reminders(events) == [(7, ("disperindag", "bi"))]


def test_a_recommendation_that_is_told_again_does_not_set_reminders_back() -> None:
    _, ballot = decide_all(an_open_ballot(), RemindAgencies(), before_due(7))

    assert decide_all(ballot, a_recommendation(), before_due(6)) == ([], ballot)


def an_endorsed_ballot() -> Ballot:
    return an_open_ballot(("bi", Choice.ENDORSE), ("disperindag", Choice.ENDORSE))


def test_a_decided_ballot_is_reopened_with_its_votes_and_a_new_deadline() -> None:
    later = NOW + timedelta(days=30)

    events, ballot = decide_all(an_endorsed_ballot(), REOPEN, later)

    assert [type(event) for event in events] == [BallotReopened]
    assert ballot.status is BallotStatus.OPEN
    assert ballot.due_at == later + timedelta(days=14)
    assert ballot.decided_at is None
    assert set(ballot.votes) == {"bi", "disperindag"}


def test_who_reopened_stays_on_the_ballot_and_off_the_topic() -> None:
    (reopened,), ballot = decide_all(an_endorsed_ballot(), REOPEN)

    assert [(each.by, each.reason) for each in ballot.reopenings] == [(REOPEN.by, REOPEN.reason)]
    assert REOPEN.by not in reopened.model_dump_json()


def test_the_next_vote_decides_a_reopened_ballot_anew() -> None:
    _, ballot = decide_all(an_endorsed_ballot(), REOPEN)

    _, ballot = decide_all(ballot, a_vote("bi", Choice.REJECT, vote_id="v2"))
    events, _ = decide_all(ballot, a_vote("karantina", Choice.REJECT))

    assert [type(event) for event in events] == [VoteCast, UmkmRejected]


def test_a_ballot_that_is_open_is_not_reopened() -> None:
    assert refused(an_open_ballot(), REOPEN) == "not-decided"
    assert refused(a_ballot({"bi": Choice.ENDORSE}, is_open=False), REOPEN) == "not-decided"


def test_where_nobody_recommended_or_voted_there_is_no_ballot_to_reopen_or_move() -> None:
    assert refused(Ballot("U1"), REOPEN) == "no-ballot"
    assert refused(Ballot("U1"), MoveBallot(1, "Ibu Ratna", "Kebijakan baru")) == "no-ballot"


def test_a_running_ballot_is_moved_to_another_policy_and_decided_by_it() -> None:
    lenient = a_policy(version=2, quorum=1)
    ballot = an_open_ballot(("bi", Choice.ENDORSE))

    events, moved = decide_all(ballot, MOVE, NOW, REMINDING, lenient)

    assert [type(event) for event in events] == [BallotMoved, UmkmEndorsed]
    assert moved.policy_version == 2
    assert moved.due_at == DUE


def test_who_moved_a_ballot_stays_on_it_and_off_the_topic() -> None:
    events, ballot = decide_all(an_open_ballot(), MOVE, NOW, REMINDING, a_policy(version=2))

    [move] = ballot.moves
    assert (move.from_version, move.policy_version) == (1, 2)
    assert (move.by, move.reason, move.at) == (MOVE.by, MOVE.reason, NOW)
    assert MOVE.by not in "".join(event.model_dump_json() for event in events)


def test_a_ballot_that_is_moved_to_its_own_policy_stays_as_it_is() -> None:
    ballot = an_open_ballot()

    assert decide_all(ballot, MoveBallot(1, "Ibu Ratna", "sama")) == ([], ballot)


@pytest.mark.parametrize(
    ("ballot", "version", "code"),
    [(an_open_ballot(), 9, "unknown-policy"), (an_endorsed_ballot(), 1, "not-running")],
)
def test_a_move_that_makes_no_sense_is_refused(ballot: Ballot, version: int, code: str) -> None:
    assert refused(ballot, MoveBallot(version, "Ibu Ratna", "x")) == code


def test_who_asks_for_information_on_a_reopened_ballot_decides_nothing() -> None:
    ballot = an_open_ballot(("bi", Choice.ENDORSE), ("disperindag", Choice.ENDORSE))
    _, reopened = decide_all(ballot, REOPEN)

    events, ballot_asked = decide_all(reopened, a_vote("karantina", Choice.NEED_INFO))
    decided, _ = decide_all(ballot_asked, a_vote("karantina", Choice.ENDORSE))

    assert [type(event) for event in events] == [VoteCast]
    assert isinstance(decided[-1], UmkmEndorsed)


def test_a_ballot_waits_for_a_policy_that_has_not_come_to_this_replica_yet() -> None:
    ballot = replace(a_ballot(), policy_version=2)

    for command in (a_vote("bi"), Lapse(), RemindAgencies(), a_recommendation()):
        with pytest.raises(Retryable, match="policy version 2 has not come"):
            decide(ballot, command, policies(a_policy(1)), NOW)
