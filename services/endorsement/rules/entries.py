"""The rules of an entry: made once, announced once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.endorsement.model.entries import (
    Announce,
    Enter,
    EntryMade,
    ListEntry,
    ListPart,
    RankedCandidate,
)
from shared.contracts.endorsement import UmkmPrioritised
from shared.contracts.envelope import Event
from shared.plumbing.core.failures import Refused


def decide_entry(
    entry: ListEntry, command: Enter | Announce, _now: datetime
) -> Sequence[Event] | Refused:
    match command:
        case Enter(list_number, ranked):
            return [] if entry.rank else [EntryMade(entry=_entered(list_number, ranked))]
        case Announce():
            if not entry.rank:
                return Refused("no-entry", "there is nothing to announce", missing=True)
            silent = entry.announced or entry.part is ListPart.WAITING
            return [] if silent else [_announced(entry)]


def evolve_entry(entry: ListEntry, event: Event) -> ListEntry:
    match event:
        case EntryMade():
            return event.entry
        case UmkmPrioritised():
            return replace(entry, announced=True)
    return entry


def _entered(list_number: int, ranked: RankedCandidate) -> ListEntry:
    candidate = ranked.candidate
    return ListEntry(
        list_number=list_number,
        part=ranked.part,
        rank=ranked.rank,
        umkm_id=candidate.umkm_id,
        round_id=candidate.round_id,
        business_name=candidate.business_name,
        district=candidate.district,
        hs6=candidate.hs6,
        score=candidate.score,
        decided_at=candidate.decided_at,
        reason=ranked.reason,
        kept=candidate.former_rank is not None,
    )


def _announced(entry: ListEntry) -> UmkmPrioritised:
    return UmkmPrioritised(
        umkm_id=entry.umkm_id,
        list_number=entry.list_number,
        rank=entry.rank,
        round_id=entry.round_id,
        business_name=entry.business_name,
        district=entry.district,
        score=entry.score,
        hs6=entry.hs6,
        kept=entry.kept,
    )
