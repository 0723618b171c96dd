"""Where commands are handed in that have no offset: from HTTP and from timers."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from shared.plumbing.aggregate import Applied, Message, answers
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
        changes = await self.runner.save(messages, pending=True)
        self.relay.hand_over(changes)
        return answers(messages, changes)

    async def submit_one(self, message: Message) -> Applied:
        return (await self.submit([message]))[0]
