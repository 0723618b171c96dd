"""Explanations of a ballot, in Indonesian and English."""

from dataclasses import dataclass
from datetime import datetime

from services.endorsement.model.ballots import BallotStatus


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a part of one, in both languages. Braces are filled later."""

    id: str
    en: str

    def filled(self, **values: "Sentence | object") -> "Sentence":
        """Fill the braces. A bilingual value fills each language."""
        return Sentence(
            self.id.format(
                **{k: v.id if isinstance(v, Sentence) else v for k, v in values.items()}
            ),
            self.en.format(
                **{k: v.en if isinstance(v, Sentence) else v for k, v in values.items()}
            ),
        )


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a ballot stands as it does."""

    umkm_id: str
    status: BallotStatus
    policy_version: int
    due_at: datetime | None
    decided_at: datetime | None
    score: float | None
    waiting_for: tuple[str, ...]
    sentences: tuple[Sentence, ...]
