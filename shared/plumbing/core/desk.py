"""Takes commands from HTTP and timers. They have no Kafka offset."""

from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import Generic, TypeVar

import stamina

from shared.plumbing.core.aggregate import Applied, Change, Input, portions_of, receipts_for
from shared.plumbing.core.context import actor, correlation, trace
from shared.plumbing.core.failures import HeldByAnother, RefusedError, Retryable
from shared.plumbing.core.queue import CommandQueue
from shared.plumbing.core.relay import Relay
from shared.plumbing.core.requests import KEY_REUSED, Requests, present_request
from shared.plumbing.core.runner import Runner

S = TypeVar("S")
Pause = Callable[[], Awaitable[None]]


def _helps(error: Exception) -> bool:
    return isinstance(error, Retryable) and not isinstance(error, HeldByAnother)


# A new primary cuts connections, and their first use fails. A second try hides that from people.
# A decorator would keep the written objects in a reference cycle until the collector runs.
_at_once = stamina.AsyncRetryingCaller(attempts=3, timeout=5, wait_initial=0.1).on(_helps)


class Desk(Generic[S]):
    """The entrance to one kind of aggregate. HTTP, timers and Kafka use the same runner."""

    def __init__(self, runner: Runner[S], relay: Relay, requests: Requests | None = None) -> None:
        self.runner = runner
        self.relay = relay
        self._requests = requests
        self._queue = CommandQueue(self._save)

    async def submit(self, messages: Sequence[Input]) -> list[Applied]:
        """Save, then answer. The relay publishes later. An answered command is never lost."""
        if not messages:
            return []
        await self.reserve_key()
        messages = _in_context(messages)
        if len(messages) > 1:
            return _noted(await self._save(messages))
        return _noted([await self._queue.put(messages[0])])

    async def _save(self, messages: Sequence[Input]) -> list[Applied]:
        changes = await _at_once(self.runner.save, messages, pending=True)
        self.relay.hand_over(changes)
        return receipts_for(messages, changes)

    async def submit_one(self, message: Input) -> Applied:
        return (await self.submit([message]))[0]

    async def carry_out(
        self,
        messages: Sequence[Input],
        *,
        presumed_new: AbstractSet[str] = frozenset(),
        between: Pause | None = None,
    ) -> list[Applied]:
        """Save and publish, then answer: for the steps of a longer work.

        The caller repeats a step until it succeeds, so the relay is not needed. With `between`,
        portions are saved one by one, and `between` is awaited after each: requests of people are
        answered there.
        """
        messages = _in_context(messages)
        if between is None:
            changes = await _at_once(self.runner.apply, messages, presumed_new)
        else:
            changes = await _at_once(self._in_turn, messages, presumed_new, between)
        return _noted(receipts_for(messages, changes))

    async def _in_turn(
        self, messages: Sequence[Input], presumed_new: AbstractSet[str], between: Pause
    ) -> list[Change[S]]:
        """Save in portions and publish once. That needs half as many record batches."""
        changes: list[Change[S]] = []
        for portion in portions_of(messages, self.runner.PORTION):
            changes += await self.runner.save(portion, pending=False, presumed_new=presumed_new)
            await between()
        await self.runner.publish(changes)
        await between()
        return changes

    async def foretell(self, messages: Sequence[Input]) -> list[Change[S]]:
        """Decide without a trace. A message that was applied before keeps its receipt."""
        return await _at_once(self.runner.foretell, messages)

    async def reserve_key(self) -> None:
        """Reserve the key of the present request. Raises RefusedError if another request has it.

        This comes just before the decision. So a client can correct a malformed request and send
        it under the same key.
        """
        present = present_request()
        if present is None or present.reserved or self._requests is None:
            return
        if not await self._requests.is_first_or_same(present):
            raise RefusedError(KEY_REUSED)
        present.reserved = True


def _noted(receipts: list[Applied]) -> list[Applied]:
    """Note in the present request whether all of its receipts are repeated ones."""
    present = present_request()
    if present and receipts:  # a step without messages answers nothing
        are_repeated = all(receipt.repeated for receipt in receipts)
        present.replayed = present.replayed is not False and are_repeated
    return receipts


def _in_context(messages: Sequence[Input]) -> Sequence[Input]:
    """Give the messages the correlation id, trace, actor and hash of the present request."""
    about, within, who, present = correlation(), trace(), actor(), present_request()
    if about is None and within is None and who is None and present is None:
        return messages
    what = present.fingerprint if present else None
    return [
        message._replace(
            correlation=message.correlation or about,
            trace=message.trace or within,
            request_hash=message.request_hash or what,
            actor=message.actor or who,
        )
        for message in messages
    ]
