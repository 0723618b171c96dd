"""What intake does by the clock."""

from services.intake.handlers.rounds import Rounds
from shared.plumbing.jobs import Job


def timers(rounds: Rounds) -> dict[str, Job]:
    return {"remind": rounds.remind_due, "close": rounds.close_due}
