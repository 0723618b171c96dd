"""Refusals and unreadable letters as problems."""

from services.intake.letters.unreadable import Unreadable, UnreadableLetterError
from services.intake.rules.rounds import UNKNOWN_DISTRICT
from shared.plumbing.failures import Refused
from shared.plumbing.http import Problem, refusal


def problem_of(refused: Refused) -> Problem:
    """A wrong address is the request's own fault, whatever the state."""
    if refused.code == UNKNOWN_DISTRICT:
        return Problem(422, refused.code, refused.detail)
    return refusal(refused)


def unreadable(error: UnreadableLetterError) -> Problem:
    """Indonesian first: an officer reads it."""
    status = 413 if error.code is Unreadable.TOO_BIG else 422
    return Problem(status, error.code, error.message_id, message_en=error.message_en)
