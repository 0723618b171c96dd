"""The timers of endorsement."""

from services.endorsement.handlers.ballots import Ballots
from services.endorsement.handlers.lists import Lists
from shared.plumbing.run.jobs import Job


def timers(ballots: Ballots, lists: Lists) -> dict[str, Job]:
    return {
        "remind": ballots.remind,
        "lapse": ballots.lapse_overdue,
        "finish-lists": lists.finish_lists,
    }
