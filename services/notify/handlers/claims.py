"""Claims: which replica sends which notice. No platform clock is needed."""

import itertools
import time
from collections.abc import Sequence

from services.notify.model.notices import Await, Claim, Notice
from services.notify.store.lookups import NotifyStore
from shared.plumbing.core.aggregate import Input, receipts_for
from shared.plumbing.core.desk import Desk

MOST = 1_000


class ProcessClaims:
    """The claims of one process, and the claims of others that it saw.

    Platform time may jump by months, so a claim has no date. A claim of another process counts as
    dead if it stays unchanged for `seconds` of this machine's time. Its holder stops sending long
    before. If the holder was killed between sending and marking, the message is sent again under
    the same Message-ID.
    """

    def __init__(
        self, worker: str, seconds: float, notices: Desk[Notice], store: NotifyStore
    ) -> None:
        self._worker, self._seconds = worker, seconds
        self._notices, self._store = notices, store
        self._numbers = itertools.count(1)
        self._seen: dict[str, tuple[str | None, float]] = {}

    async def take(self, notices: Sequence[Notice]) -> dict[str, str]:
        """Claim these. Returns the tokens of the won claims by notice id."""
        if not notices:
            return {}
        token = f"{self._worker}/{next(self._numbers)}"
        messages = [
            Input(n.id, f"claim/{token}", Claim(token, n.claim), n.content.correlation)
            for n in notices
        ]
        # A claim publishes nothing, so the relay is not needed.
        changes = await self._notices.runner.apply(messages)
        receipts = receipts_for(messages, changes)
        return {receipt.key: token for receipt in receipts if not receipt.refused}

    async def put_aside(self, notices: Sequence[Notice]) -> int:
        """Let these wait for a contact. Returns how many wait now."""
        cause = f"await/{self._worker}/{next(self._numbers)}"
        messages = [Input(n.id, cause, Await(n.claim), n.content.correlation) for n in notices]
        receipts = await self._notices.submit(messages)
        return sum(not receipt.refused for receipt in receipts)

    async def list_dead(self) -> list[Notice]:
        """List notices with a dead claim.

        Call it only while this process sends nothing: then its own claims are dead too.
        """
        # If MongoDB is away, the holder could not mark anything either: start again.
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
