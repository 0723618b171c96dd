"""What endorsement does by the clock."""

from services.endorsement.handlers import Handlers
from shared.plumbing.jobs import Job


def timers(handlers: Handlers) -> dict[str, Job]:
    return {"lapse": handlers.lapse_overdue, "finish-lists": handlers.finish_drafts}
