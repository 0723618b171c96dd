"""Refusals and unreadable letters as problems."""

from typing import TypeVar

from services.intake.handlers.desks import Desks
from services.intake.letters import reference
from services.intake.model.nominations import ACROSS_DISTRICTS
from services.intake.model.rounds import UNKNOWN_DISTRICT
from shared.plumbing.core.failures import Refused
from shared.plumbing.http import Problem, refusal
from shared.tables.unreadable import Unreadable, UnreadableFileError

T = TypeVar("T")


def problem_of(refused: Refused) -> Problem:
    """A wrong address is the request's own fault. Each line of a detail fills a blank."""
    if refused.code == UNKNOWN_DISTRICT:
        return Problem(422, refused.code, refused.detail)
    if refused.code in reference.sentences():
        return problem_in_words(409, refused.code, *refused.detail.split("\n"))
    return refusal(refused)


def agreed(outcome: T | Refused) -> T:
    """Pass on what was done, or raise the refusal as a problem."""
    if isinstance(outcome, Refused):
        raise problem_of(outcome)
    return outcome


def problem_in_words(status: int, code: str, *blanks: str) -> Problem:
    """Indonesian first: an officer reads it. The blanks of the sentence are filled in."""
    indonesian, english = (sentence.format(*blanks) for sentence in reference.sentences()[code])
    return Problem(status, code, indonesian, message_en=english)


def unreadable(error: UnreadableFileError) -> Problem:
    status = 413 if error.code is Unreadable.TOO_BIG else 422
    return Problem(status, error.code, error.message_id, message_en=error.message_en)


def duplicate(round_id: str, umkm_id: str, refused: Refused) -> Problem:
    """Answer with the first one; where that is of another district, with what is held."""
    sentence = reference.sentences()[refused.code]
    where = {"umkm_id": umkm_id, "nomination": f"/nominations/{umkm_id}"}
    if refused.code == ACROSS_DISTRICTS:
        where["settle"] = f"/rounds/{round_id}/conflicts/{umkm_id}/settle"
    detail = f"{sentence.indonesian} ({refused.detail})"
    return Problem(409, refused.code, detail, message_en=sentence.english, **where)


async def ensure_round(desks: Desks, round_id: str) -> None:
    """Say of a round that nobody knows that there is none, rather than that it is empty."""
    if await desks.store.find_round(round_id) is None:
        raise Problem(404, "no-round", f"There is no round {round_id}.")
