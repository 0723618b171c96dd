"""Which UMKM may be the same as another, and what the province says to that.

Names are compared by `rapidfuzz`, after what all names share is taken out: case, accents, legal
form. `token_set_ratio` would find "Nias" in "Nias Selatan"; so it is the ratio of sorted words.
"""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from pydantic import SecretStr
from rapidfuzz import fuzz, process

from services.intake.model.identities import business_words
from services.intake.model.likeness import (
    NAME_MARK,
    LikeBy,
    Likeness,
    LikenessDismissed,
    LikenessNoted,
    NoteLikeness,
    Traits,
)
from services.intake.model.nominations import Nomination
from services.intake.model.recommendation import Recommendation

ALIKE_FROM = 90
"""Of 100: one letter in ten may differ."""
MARK_LETTERS, MARKED_WORDS = 3, 5
MOST_FOUND = 20


def traits_of(umkm_id: str, recommendation: Recommendation, key: SecretStr) -> Traits:
    words = business_words(recommendation.business_name)
    phone = _hashed(recommendation.phone, key)
    email = _hashed(recommendation.email, key) if recommendation.email else None
    marks = [f"{NAME_MARK}{recommendation.district}/{each}" for each in _name_marks(words)]
    marks += [f"phone/{phone}"] + ([f"email/{email}"] if email else [])
    name = " ".join(sorted(words))
    return Traits(umkm_id, recommendation.district, name, phone, email, tuple(marks))


def _name_marks(words: Sequence[str]) -> list[str]:
    """How each two words begin: one word alone is shared by half a district ("kopi")."""
    longest = sorted(set(words), key=lambda word: (-len(word), word))[:MARKED_WORDS]
    beginnings = sorted({word[:MARK_LETTERS] for word in longest})
    return ["+".join(pair) for pair in combinations(beginnings, 2)] or beginnings


def _hashed(number: str, key: SecretStr) -> str:
    """Readable for nobody: the number itself stays in the dossier alone (UU 27/2022)."""
    return hmac.digest(key.get_secret_value().encode(), number.encode(), "sha256")[:10].hex()


def by_mark(others: Iterable[Traits]) -> Mapping[str, Sequence[Traits]]:
    sharing: dict[str, list[Traits]] = {}
    for each in others:
        for mark in each.marks:
            sharing.setdefault(mark, []).append(each)
    return sharing


def find_alike(mine: Traits, others: Mapping[str, Sequence[Traits]]) -> tuple[Likeness, ...]:
    """The likeliest first, and no more than a person reads."""
    names: dict[str, str] = {}
    reached: dict[str, Traits] = {}
    for mark in mine.marks:
        sharing = others.get(mark, ())
        if mark.startswith(NAME_MARK):
            names.update([(each.umkm_id, each.name) for each in sharing])
        else:
            reached.update([(each.umkm_id, each) for each in sharing])
    # Who shares a number here may be named alike, too, without a beginning of words in common.
    near = [each for each in reached.values() if each.district == mine.district]
    names.update([(each.umkm_id, each.name) for each in near])
    names.pop(mine.umkm_id, None)
    reached.pop(mine.umkm_id, None)
    alike = process.extract(
        mine.name, names, scorer=fuzz.ratio, score_cutoff=ALIKE_FROM, limit=MOST_FOUND
    )
    scores = {umkm_id: round(score) for _, score, umkm_id in alike}
    likely = [
        Likeness(other, _by(mine, reached.get(other), other in scores), scores.get(other, 100))
        for other in scores | reached
    ]
    likely.sort(key=_likeliest_first)
    return tuple(likely[:MOST_FOUND])


def _likeliest_first(each: Likeness) -> tuple[int, bool, int, str]:
    """A phone that dozens share says less than a name."""
    return -len(each.by), LikeBy.NAME not in each.by, -each.score, each.umkm_id


def _by(mine: Traits, reached: Traits | None, is_named_alike: bool) -> tuple[LikeBy, ...]:
    by = [LikeBy.NAME] if is_named_alike else []
    by += [LikeBy.PHONE] if reached and mine.phone == reached.phone else []
    by += [LikeBy.EMAIL] if reached and mine.email and mine.email == reached.email else []
    return tuple(by)


def noted(state: Nomination, command: NoteLikeness) -> Sequence[LikenessNoted]:
    """What an officer has said of a pair stays said."""
    dismissed = {each.umkm_id: each for each in state.likely if not each.is_open}
    likely = tuple(dismissed.pop(each.umkm_id, each) for each in command.likely)
    if state.examined and (*dismissed.values(), *likely) == state.likely:
        return []
    return [LikenessNoted(found=(*dismissed.values(), *likely))]


def with_dismissed(state: Nomination, event: LikenessDismissed) -> Nomination:
    officer, reason = event.command.officer, event.command.reason
    verdict: Any = {"dismissed_by": officer, "reason": reason, "dismissed_at": event.at}
    other = event.command.other
    likely = (replace(pair, **verdict) if pair.umkm_id == other else pair for pair in state.likely)
    return replace(state, likely=tuple(likely))


def is_flagged_with(state: Nomination, other: str) -> bool:
    return any(each.umkm_id == other and each.is_open for each in state.likely)
