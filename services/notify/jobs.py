"""The timers of notify."""

from services.notify.handlers.cases import NoticeHandlers
from shared.plumbing.run.jobs import Job


def timers(handlers: NoticeHandlers) -> dict[str, Job]:
    return {"dispatch": handlers.dispatch.run, "give-up": handlers.give_up}
