"""The timers of mentoring."""

from services.mentoring.handlers import Handlers
from shared.plumbing.run.jobs import Job


def timers(handlers: Handlers) -> dict[str, Job]:
    return {"overdue": handlers.say_overdue}
