"""UMKM that were endorsed, as the ballots collection holds them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter

from services.endorsement.model.ballots import Ballot, BallotStatus, Nominee, Vote
from shared.contracts.endorsement import Choice

DECIDED_AT = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
_ballot = TypeAdapter(Ballot)


def an_endorsed(
    umkm_id: str = "",
    *,
    name: str = "Kopi Lintong",
    district: str = "12.16",
    score: float | None = 80.0,
    minute: int = 0,
    hs6: Sequence[str] = ("090111",),
) -> Ballot:
    """Endorsed so many minutes after the first."""
    decided_at = DECIDED_AT + timedelta(minutes=minute)
    return Ballot(
        umkm_id=umkm_id or f"u-{uuid4().hex[:12]}",
        status=BallotStatus.ENDORSED,
        nominee=Nominee("r-1", name, district, district, tuple(hs6)),
        votes={
            agency: Vote(f"{agency}/1", Choice.ENDORSE, score=round(score or 0))
            for agency in ("disperindag", "bi")
        },
        policy_version=2,
        due_at=decided_at + timedelta(days=14),
        decided_at=decided_at,
        score=score,
    )


def as_document(ballot: Ballot) -> dict[str, Any]:
    """What the runner would have left, its events being out."""
    entry: dict[str, Any] = {
        "version": 1,
        "at": ballot.decided_at,
        "cause": "before the test",
        "events": [],
    }
    return {
        "_id": ballot.umkm_id,
        "version": 1,
        "guard": 1,
        "acknowledged": 1,
        "state": _ballot.dump_python(ballot),
        "history": [entry],
    }
