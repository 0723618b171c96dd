"""Whose claims count as dead."""

from collections.abc import Sequence
from typing import Any, cast

import pytest

from services.notify.handlers.claims import ProcessClaims
from services.notify.model.notices import Notice, NoticeStatus
from services.notify.store.lookups import NotifyStore
from shared.plumbing.core.failures import Retryable
from tests.unit.notify.builders import a_notice

NEVER, AT_ONCE = 1e9, 0.0


class Claimed:
    """The one look at the store that claims need."""

    def __init__(self) -> None:
        self.notices: Sequence[Notice] | None = ()

    async def list_claimed(self, _limit: int) -> list[Notice]:
        if self.notices is None:
            raise Retryable("MongoDB is away")
        return list(self.notices)


def some_claims(store: Claimed, seconds: float) -> ProcessClaims:
    unused: Any = None
    return ProcessClaims("me", seconds, unused, cast("NotifyStore", store))


def claimed_by(token: str) -> Notice:
    return a_notice(NoticeStatus.SENDING, claim=token)


async def test_what_this_process_left_over_is_taken_at_once() -> None:
    store = Claimed()
    store.notices = [claimed_by("me/7")]

    assert await some_claims(store, NEVER).list_dead() == [claimed_by("me/7")]


async def test_a_claim_of_another_is_left_alone_until_it_was_seen_long_enough() -> None:
    store = Claimed()
    store.notices = [claimed_by("other/1")]
    patient, hasty = some_claims(store, NEVER), some_claims(store, AT_ONCE)

    assert await patient.list_dead() == []
    assert await patient.list_dead() == []
    await hasty.list_dead()
    assert await hasty.list_dead() == [claimed_by("other/1")]


async def test_a_renewed_claim_is_watched_from_the_beginning() -> None:
    store = Claimed()
    claims = some_claims(store, NEVER)
    store.notices = [claimed_by("other/1")]
    await claims.list_dead()
    since = claims._seen[claimed_by("other/1").id]

    store.notices = [claimed_by("other/2")]
    await claims.list_dead()

    assert claims._seen[claimed_by("other/2").id] != since
    assert claims._seen[claimed_by("other/2").id][0] == "other/2"


async def test_an_outage_of_the_database_is_no_time_in_which_others_were_silent() -> None:
    store = Claimed()
    claims = some_claims(store, NEVER)
    store.notices = [claimed_by("other/1")]
    await claims.list_dead()

    store.notices = None
    with pytest.raises(Retryable):
        await claims.list_dead()

    assert claims._seen == {}
