"""What intake does by the clock."""

from services.intake.handlers.imports import Imports
from services.intake.handlers.likenesses import Likenesses
from services.intake.handlers.rounds import Rounds
from shared.plumbing.run.jobs import Job


def timers(rounds: Rounds, imports: Imports, likenesses: Likenesses) -> dict[str, Job]:
    return {
        "remind": rounds.remind_due,
        "close": rounds.close_due,
        "forget": imports.forget_due,
        "examine": likenesses.examine,
    }
