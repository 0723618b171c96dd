"""Refusals and unreadable letters as problems."""

from typing import TypeVar

from services.intake.handlers.desks import Desks
from services.intake.letters import reference
from services.intake.model.nominations import ACROSS_DISTRICTS
from services.intake.model.rounds import UNKNOWN_DISTRICT
from shared.plumbing.core.failures import Refused
from shared.plumbing.http import Problem, refusal

T = TypeVar("T")


def problem_of(refused: Refused) -> Problem:
    """A wrong address is the request's own fault. Each line of a detail fills a blank."""
    plain, is_address = refusal(refused), refused.code == UNKNOWN_DISTRICT
    words = "district-not-asked" if is_address else refused.code
    if words not in reference.sentences():
        return plain
    status = 422 if is_address else plain.status
    return problem_in_words(status, plain.code, *refused.detail.split("\n"), words=words)


def agreed(outcome: T | Refused) -> T:
    """Pass on what was done, or raise the refusal as a problem."""
    if isinstance(outcome, Refused):
        raise problem_of(outcome)
    return outcome


def problem_in_words(status: int, code: str, *blanks: str, words: str = "") -> Problem:
    """Indonesian first: an officer reads it. The blanks of the sentence are filled in."""
    pair = reference.sentences()[words or code]
    indonesian, english = (sentence.format(*blanks) for sentence in pair)
    return Problem(status, code, indonesian, message_en=english)


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
        raise problem_in_words(404, "no-round")
