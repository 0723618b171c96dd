"""A decider's test reads: given this state, when this command comes, then these events."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from itertools import zip_longest
from typing import Any, Generic, Self, TypeVar

from shared.contracts.envelope import Event
from shared.plumbing.core.aggregate import Kind
from shared.plumbing.core.failures import Refused

S = TypeVar("S")
E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Decided(Generic[S]):
    """A state, and the answer to the last command that led to it."""

    state: S
    kind: Kind[S]
    now: datetime
    answer: Sequence[Event] | Refused = ()

    @property
    def events(self) -> list[Event]:
        assert not isinstance(self.answer, Refused), self.answer
        return list(self.answer)

    @property
    def published(self) -> list[Event]:
        return [event for event in self.events if event.topic]

    @property
    def refusal(self) -> Refused:
        assert isinstance(self.answer, Refused), f"not refused, but came{_listed(self.answer)}"
        return self.answer

    def the(self, event_type: type[E]) -> E:
        """The one event of this type."""
        [event] = [event for event in self.events if isinstance(event, event_type)]
        return event

    def when(self, *commands: object, at: datetime | None = None) -> Self:
        """Do as the runner does. A refusal fails the test if another command follows."""
        decided = self
        for command in commands:
            assert not isinstance(decided.answer, Refused), decided.answer
            answer = self.kind.decide(decided.state, command, at or self.now)
            state = reduce(self.kind.evolve, self._applied(command, answer), decided.state)
            decided = replace(decided, state=state, answer=answer)
        return decided

    def _applied(self, command: object, answer: Sequence[Event] | Refused) -> Sequence[Event]:
        """What changes the state. A refusal may leave an event too."""
        if isinstance(answer, Refused):
            event = None if answer.missing else self.kind.refusal(command, answer)
            answer = [event] if event else []
        return answer

    def then(self, *expected: Event | type[Event]) -> Self:
        """These events and no others. A type stands for any event of it."""
        _compare(self.events, expected)
        return self

    def then_published(self, *expected: Event | type[Event]) -> Self:
        """These events leave the service. Others may stay in it."""
        _compare(self.published, expected)
        return self

    def then_nothing(self) -> Self:
        return self.then()

    def then_refused(self, code: str) -> Self:
        assert self.refusal.code == code, self.refusal
        return self


class Deciders:
    """The kinds of one service, chosen by their state."""

    def __init__(self, *kinds: Kind[Any], now: datetime) -> None:
        self._kinds = {kind.state: kind for kind in kinds}
        self._now = now

    def given(self, state: S, *events: Event) -> Decided[S]:
        kind: Kind[S] = self._kinds[type(state)]
        return Decided(reduce(kind.evolve, events, state), kind, self._now)


def _compare(events: Sequence[Event], expected: Sequence[Event | type[Event]]) -> None:
    came = [type(e) if isinstance(x, type) else e for e, x in zip_longest(events, expected)]
    assert came == list(expected), f"expected{_listed(expected)}\nbut came{_listed(events)}"


def _listed(events: Sequence[object]) -> str:
    return "".join(f"\n  {event!r}" for event in events) or " nothing"
