"""Where commands are handed in that have no offset: from HTTP and from timers."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from typing import Generic, TypeVar

import stamina

from shared.plumbing.core.aggregate import Applied, Change, Message, portions_of, receipts_for
from shared.plumbing.core.context import correlation, trace
from shared.plumbing.core.failures import HeldByAnother, RefusedError, Retryable
from shared.plumbing.core.relay import Relay
from shared.plumbing.core.requests import KEY_REUSED, Requests, present_request
from shared.plumbing.core.runner import Runner

S = TypeVar("S")
Pause = Callable[[], Awaitable[None]]


def _helps(error: Exception) -> bool:
    return isinstance(error, Retryable) and not isinstance(error, HeldByAnother)


# The first use of a connection that a new primary has cut fails: nobody need hear of that. As a
# decorator it would keep what is written in a cycle of references, for the collector to free.
_at_once = stamina.AsyncRetryingCaller(attempts=3, timeout=5, wait_initial=0.1).on(_helps)


class Desk(Generic[S]):
    """One kind of aggregate as its service sees it: both doors lead to the same runner."""

    def __init__(self, runner: Runner[S], relay: Relay, requests: Requests | None = None) -> None:
        self.runner = runner
        self.relay = relay
        self._requests = requests

    async def submit(self, messages: Sequence[Message]) -> list[Applied]:
        """Answer after the write: what was answered is never lost. Publishing follows."""
        if not messages:
            return []
        await self.claim()
        messages = _in_context(messages)
        changes = await _at_once(self.runner.save, messages, pending=True)
        self.relay.hand_over(changes)
        return receipts_for(messages, changes)

    async def submit_one(self, message: Message) -> Applied:
        return (await self.submit([message]))[0]

    async def carry_out(
        self,
        messages: Sequence[Message],
        *,
        presumed_new: AbstractSet[str] = frozenset(),
        between: Pause | None = None,
    ) -> list[Applied]:
        """Save and publish, and only then answer: for steps of something larger.

        The caller repeats a step until it succeeds, as a message comes again until its offset is
        committed; so nothing waits for the relay. With `between`, portions are saved one after the
        other, and `between` is awaited behind each: a person's request is answered there.
        """
        messages = _in_context(messages)
        if between is None:
            changes = await _at_once(self.runner.apply, messages, presumed_new)
        else:
            changes = await _at_once(self._in_turn, messages, presumed_new, between)
        return receipts_for(messages, changes)

    async def _in_turn(
        self, messages: Sequence[Message], presumed_new: AbstractSet[str], between: Pause
    ) -> list[Change[S]]:
        """Publish all portions in one go: that takes half the record batches."""
        changes: list[Change[S]] = []
        for portion in portions_of(messages, self.runner.PORTION):
            changes += await self.runner.save(portion, pending=False, presumed_new=presumed_new)
            await between()
        await self.runner.publish(changes)
        await between()
        return changes

    async def states(self, keys: Collection[str]) -> dict[str, S]:
        """Return the states of these aggregates, as far as they exist."""
        snapshots = await _at_once(self.runner.histories.load, keys)
        return {key: snapshot.state for key, snapshot in snapshots.items()}

    async def claim(self) -> None:
        """Hold the present request's key for it; raises RefusedError where another one has it.

        Only now, when something is about to be decided: who is told that his request is not
        well formed may mend it under the same key.
        """
        present = present_request()
        if present is None or present.claimed or self._requests is None:
            return
        if not await self._requests.is_first_or_same(present):
            raise RefusedError(KEY_REUSED)
        present.claimed = True


def _in_context(messages: Sequence[Message]) -> Sequence[Message]:
    """Let what follows from a request be found under its correlation id, and in its trace."""
    about, within, present = correlation(), trace(), present_request()
    if about is None and within is None and present is None:
        return messages
    what = present.fingerprint if present else None
    return [
        message._replace(
            correlation=message.correlation or about,
            trace=message.trace or within,
            request_hash=message.request_hash or what,
        )
        for message in messages
    ]
