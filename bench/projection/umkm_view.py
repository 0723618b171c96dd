"""The view that is measured: where each UMKM stands, from two topics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.contracts.endorsement import BallotOpened, UmkmEndorsed, VoteCast
from shared.contracts.envelope import CloudEvent
from shared.contracts.intake import UmkmRecommended
from shared.plumbing.core.projection import SectionKind, Sections, ViewKind


@dataclass(frozen=True, slots=True)
class NominationSection:
    business_name: str = ""
    district: str = ""
    hs6: tuple[str, ...] = ()
    recommended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BallotSection:
    status: str = "none"
    due_at: datetime | None = None
    votes: Mapping[str, str] | None = None
    decided_at: datetime | None = None


def nominate(before: NominationSection, envelope: CloudEvent[Any]) -> NominationSection:
    match envelope.data:
        case UmkmRecommended() as data:
            hs6 = tuple(product.hs6 for product in data.products)
            return NominationSection(data.business_name, data.district, hs6, envelope.time)
    return before


def vote(before: BallotSection, envelope: CloudEvent[Any]) -> BallotSection:
    match envelope.data:
        case BallotOpened() as data:
            return BallotSection("open", data.due_at)
        case VoteCast() as data:
            votes = {**(before.votes or {}), data.agency: str(data.choice)}
            return BallotSection(before.status, before.due_at, votes)
        case UmkmEndorsed() as data:
            return BallotSection("endorsed", before.due_at, before.votes, data.decided_at)
    return before


def count(sections: Sections) -> dict[str, int]:
    """UMKM by district, and ballots by status."""
    counts = {}
    if nomination := sections.get("nomination"):
        counts[f"district {nomination.state.district}"] = 1
    if ballot := sections.get("ballot"):
        counts[f"ballot {ballot.state.status}"] = 1
    return counts


UMKM_VIEW = ViewKind(
    name="umkm",
    sections={
        "nomination": SectionKind(
            UmkmRecommended.topic,
            NominationSection,
            NominationSection,
            nominate,
            {UmkmRecommended: "keeps name, district and goods"},
        ),
        "ballot": SectionKind(
            BallotOpened.topic,
            BallotSection,
            BallotSection,
            vote,
            {
                BallotOpened: "opens the ballot",
                VoteCast: "keeps the choice",
                UmkmEndorsed: "keeps the outcome",
            },
        ),
    },
    count=count,
)
TOPICS = sorted({part.topic for part in UMKM_VIEW.sections.values()})
EVENTS_OF_ONE = 6
