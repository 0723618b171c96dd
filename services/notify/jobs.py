"""The timers of notify."""

from services.notify.handlers.cases import Handlers
from shared.plumbing.run.jobs import Job


def timers(handlers: Handlers) -> dict[str, Job]:
    return {"dispatch": handlers.dispatch.run, "give-up": handlers.give_up}
