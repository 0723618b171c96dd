"""When agencies that have not voted are reminded."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.endorsement.model.ballots import Ballot, BallotStatus, ReminderSet
from services.endorsement.model.policies import Policy
from services.endorsement.rules.standing import standing
from shared.contracts.endorsement import BallotReminded
from shared.contracts.envelope import Event


def set_reminder(ballot: Ballot, policy: Policy, now: datetime) -> Sequence[Event]:
    """Set the next reminder. Past ones are not sent later."""
    following = _following(ballot, policy, now)
    return [] if following == ballot.remind_at else [ReminderSet(at=following)]


def _following(ballot: Ballot, policy: Policy, now: datetime) -> datetime | None:
    if ballot.due_at is None:
        return None
    times = [ballot.due_at - timedelta(days=days) for days in policy.reminder_days]
    return min((each for each in times if each > now), default=None)


def remind(ballot: Ballot, policy: Policy, now: datetime) -> Sequence[Event]:
    """Send one reminder for all that are due, also after a jump of the clock."""
    if not is_to_be_reminded(ballot, now):
        return []
    next_one = set_reminder(ballot, policy, now)
    waiting_for = standing(ballot, policy).waiting_for
    assert ballot.nominee  # noqa: S101 - it is open
    assert ballot.due_at  # noqa: S101 - it is open
    if not waiting_for or now > ballot.due_at:
        return next_one
    reminded = BallotReminded(
        umkm_id=ballot.umkm_id,
        round_id=ballot.nominee.round_id,
        business_name=ballot.nominee.business_name,
        district=ballot.nominee.district,
        due_at=ballot.due_at,
        days_before=_latest(ballot.due_at, policy, now),
        waiting_for=waiting_for,
    )
    return [reminded, *next_one]


def is_to_be_reminded(ballot: Ballot, now: datetime) -> bool:
    at = ballot.remind_at
    return ballot.status is BallotStatus.OPEN and at is not None and now >= at


def _latest(due_at: datetime, policy: Policy, now: datetime) -> int:
    """The last due reminder, in days before the deadline."""
    return min(days for days in policy.reminder_days if now >= due_at - timedelta(days=days))
