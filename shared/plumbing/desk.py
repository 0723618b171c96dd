"""Where commands are handed in that have no offset: from HTTP and from timers."""

from collections.abc import Sequence
from typing import Generic, TypeVar

import stamina

from shared.plumbing.aggregate import Applied, Change, Message, answers
from shared.plumbing.failures import Retryable
from shared.plumbing.http import correlation, trace
from shared.plumbing.relay import Relay
from shared.plumbing.runner import Runner

S = TypeVar("S")


class Desk(Generic[S]):
    """One kind of aggregate as its service sees it: both doors lead to the same runner."""

    def __init__(self, runner: Runner[S], relay: Relay) -> None:
        self.runner = runner
        self.relay = relay

    async def submit(self, messages: Sequence[Message]) -> list[Applied]:
        """Answer after the write: what was answered is never lost. Publishing follows."""
        if not messages:
            return []
        messages = _in_context(messages)
        changes = await self._save(messages)
        self.relay.hand_over(changes)
        return answers(messages, changes)

    async def submit_one(self, message: Message) -> Applied:
        return (await self.submit([message]))[0]

    # The first use of a connection that a new primary has cut fails: nobody need hear of that.
    @stamina.retry(on=Retryable, attempts=3, timeout=5, wait_initial=0.1)
    async def _save(self, messages: Sequence[Message]) -> list[Change[S]]:
        return await self.runner.save(messages, pending=True)


def _in_context(messages: Sequence[Message]) -> Sequence[Message]:
    """Let what follows from a request be found under its correlation id, and in its trace."""
    about, within = correlation(), trace()
    if about is None and within is None:
        return messages
    return [
        message._replace(correlation=message.correlation or about, trace=message.trace or within)
        for message in messages
    ]
