"""The timers of mentoring."""

from services.mentoring.handlers import JourneyHandlers
from shared.plumbing.run.jobs import Job


def timers(handlers: JourneyHandlers) -> dict[str, Job]:
    return {"overdue": handlers.say_overdue}
