"""A kind of aggregate that is easy to check: it counts what it hears, in real events."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto

from shared.contracts.endorsement import UmkmPrioritised, VoteRefusal, VoteRefused, VoteWithdrawn
from shared.contracts.envelope import Event
from shared.plumbing.core.aggregate import Input, Kind
from shared.plumbing.core.failures import Refused


class Wish(Enum):
    """What shall come of a command."""

    COUNT = auto()
    COUNT_ON_TWO_TOPICS = auto()
    REFUSE = auto()
    REFUSE_IN_SILENCE = auto()
    REFUSE_FOR_WANT_OF_AN_AGGREGATE = auto()
    COUNT_AT_TOO_GREAT_LENGTH = auto()


@dataclass(frozen=True, slots=True)
class Count:
    key: str
    label: str
    wish: Wish = Wish.COUNT


@dataclass(frozen=True, slots=True)
class Counted:
    labels: tuple[str, ...] = ()


def decide(state: Counted, command: Count, _now: datetime) -> Sequence[Event] | Refused:
    counted = VoteWithdrawn(umkm_id=command.key, agency="bi", vote_id=command.label)
    match command.wish:
        case Wish.COUNT:
            return [counted]
        case Wish.COUNT_ON_TWO_TOPICS:
            return [counted, _ranked(command, len(state.labels) + 1)]
        case Wish.REFUSE_FOR_WANT_OF_AN_AGGREGATE:
            return Refused("missing", "there is nothing to count on", missing=True)
        case Wish.COUNT_AT_TOO_GREAT_LENGTH:
            return [counted.model_copy(update={"vote_id": "x" * 300_000})]
        case _:
            return Refused("unwanted", f"{command.label} after {len(state.labels)}")


def _ranked(command: Count, rank: int) -> UmkmPrioritised:
    return UmkmPrioritised(
        umkm_id=command.key,
        list_number=1,
        rank=rank,
        round_id="r1",
        business_name=command.label,
        district="12.01",
    )


def evolve(state: Counted, event: Event) -> Counted:
    if isinstance(event, VoteWithdrawn):
        return Counted((*state.labels, event.vote_id))
    return state


def refusal(command: Count, refused: Refused) -> Event | None:
    if command.wish is Wish.REFUSE_IN_SILENCE:
        return None
    return VoteRefused(
        umkm_id=command.key,
        agency="bi",
        vote_id=command.label,
        code=VoteRefusal.NO_VOTE,
        detail=refused.detail,
    )


COUNTING: Kind[Counted] = Kind(
    name="ballot",
    source="/sentra/tests",
    state=Counted,
    initial=lambda _key: Counted(),
    decide=decide,
    evolve=evolve,
    refusal=refusal,
)


def a_message(label: str, key: str = "u1", wish: Wish = Wish.COUNT) -> Input:
    return Input(key, f"cause-{label}", Count(key, label, wish), correlation="c1")


class TickingClock:
    """Another time at each look, so that what is decided anew never equals what was stored."""

    def __init__(self) -> None:
        self.moved = asyncio.Event()
        self._now = datetime(2026, 1, 5, tzinfo=UTC)

    def now(self) -> datetime:
        self._now += timedelta(milliseconds=1)
        return self._now
