"""Which replica sends what: claims, and claims of the dead, without asking a clock."""

import itertools
import time
from collections.abc import Sequence

from services.notify.model.notices import Await, Claim, Notice
from services.notify.store.lookups import NotifyStore
from shared.plumbing.core.aggregate import Message, receipts_for
from shared.plumbing.core.desk import Desk

MOST = 1_000


class Claims:
    """The claims of one process, and what it has seen of those of others.

    Platform time may jump by months while a claim is out, so a claim has no date. Another
    process's claim counts as dead when it was seen, the same, for `seconds` of this machine's
    running time; its holder stops sending long before that. What was sent and not yet marked when
    the holder was killed is then sent a second time, under the same Message-ID.
    """

    def __init__(
        self, worker: str, seconds: float, notices: Desk[Notice], store: NotifyStore
    ) -> None:
        self._worker, self._seconds = worker, seconds
        self._notices, self._store = notices, store
        self._numbers = itertools.count(1)
        self._seen: dict[str, tuple[str | None, float]] = {}

    async def take(self, notices: Sequence[Notice]) -> dict[str, str]:
        """Claim these; returns the tokens of those that are now ours alone, by notice id."""
        if not notices:
            return {}
        token = f"{self._worker}/{next(self._numbers)}"
        messages = [
            Message(n.id, f"claim/{token}", Claim(token, n.claim), n.content.correlation)
            for n in notices
        ]
        # A claim says nothing to others: no need to leave it to the relay.
        changes = await self._notices.runner.apply(messages)
        receipts = receipts_for(messages, changes)
        return {receipt.key: token for receipt in receipts if not receipt.refused}

    async def put_aside(self, notices: Sequence[Notice]) -> int:
        """Let these wait for a contact; returns how many do from now on."""
        cause = f"await/{self._worker}/{next(self._numbers)}"
        messages = [Message(n.id, cause, Await(n.claim), n.content.correlation) for n in notices]
        receipts = await self._notices.submit(messages)
        return sum(not receipt.refused for receipt in receipts)

    async def list_dead(self) -> list[Notice]:
        """Notices under a claim whose holder cannot be sending any more.

        Only to be called while this process sends nothing: its own claims are then left-overs.
        """
        # If MongoDB is away here, then its holder could not mark anything either: begin anew.
        before, self._seen = self._seen, {}
        claimed = await self._store.list_claimed(MOST)
        now = time.monotonic()
        dead = []
        for notice in claimed:
            token, since = before.get(notice.id, (None, now))
            self._seen[notice.id] = (notice.claim, since if token == notice.claim else now)
            ours = (notice.claim or "").startswith(f"{self._worker}/")
            if ours or now - self._seen[notice.id][1] >= self._seconds:
                dead.append(notice)
        return dead
