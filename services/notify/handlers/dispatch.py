"""Sends queued notices in portions: claim, send, mark."""

import asyncio
import random
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import datetime

import structlog

from services.notify.channels import port
from services.notify.channels.port import AddressedNotice, ChannelAnswer
from services.notify.handlers.claims import ProcessClaims
from services.notify.handlers.parcels import Parcel, Templates, mark_of, open_channels, pack
from services.notify.model.notices import Notice, NoticeStatus, Urgency
from services.notify.store.lookups import NotifyStore
from shared.contracts.notify import Channel
from shared.plumbing.core.aggregate import Input
from shared.plumbing.core.desk import Desk
from shared.plumbing.core.failures import Retryable

log = structlog.get_logger()
PORTION = 200
UNSAYABLE = ChannelAnswer(sent=False, reason="its template does not fit", permanent=True)
WINDOW = 4 * PORTION
"""Replicas choose at random among this many notices, so that they seldom collide."""


class Dispatch:
    """Sends for one process. An event makes one notice, and a notice is marked sent once.

    A kill between sending and marking sends the message again. The copy has the same notice id
    (e-mail: the same Message-ID).
    """

    def __init__(
        self,
        notices: Desk[Notice],
        store: NotifyStore,
        claims: ProcessClaims,
        carriers: Mapping[Channel, port.Carrier],
        templates: Templates,
        *,
        within: float,
    ) -> None:
        self._notices, self._store, self._claims = notices, store, claims
        self._carriers, self._templates = carriers, templates
        self._within = within
        """Seconds for one portion."""
        self._unmarked: list[Input] = []
        self._waiting_up_to = self._due_up_to = ""

    async def run(self, now: datetime) -> int:
        """Send all due notices. Raises Retryable if a channel or MongoDB is away."""
        await self._mark()
        away = dict[Channel, str]()
        async with AsyncExitStack() as stack:
            for carrier in self._carriers.values():
                stack.push_async_callback(carrier.close)
            first = [*await self._claims.list_dead(), *await self._addressed()]
            count = await self._in_portions(first, now, away)
            while moved := await self._portion(await self._choose(now), now, away):
                count += moved  # 0: other replicas have them, or their channels are away
            if away:
                count += await self._in_portions(await self._behind_the_window(now), now, away)
        if away:
            raise Retryable("; ".join(away.values()))
        return count

    async def _in_portions(
        self, notices: list[Notice], now: datetime, away: dict[Channel, str]
    ) -> int:
        parts = [notices[n : n + PORTION] for n in range(0, len(notices), PORTION)]
        return sum([await self._portion(part, now, away) for part in parts])

    async def _choose(self, now: datetime) -> list[Notice]:
        due = await self._store.list_due(now, WINDOW)
        random.shuffle(due)
        due.sort(key=_is_normal)
        return due[:PORTION]

    async def _behind_the_window(self, now: datetime) -> list[Notice]:
        """Find due notices for the other channels: those for a channel that is away may fill it.

        Each call looks at the next part of the queue.
        """
        due = await self._store.list_due_by_id(now, self._due_up_to, WINDOW)
        self._due_up_to = due[-1].id if len(due) == WINDOW else ""
        return sorted(due, key=_is_normal)

    async def _addressed(self) -> list[Notice]:
        """Find waiting notices that have a contact now. Each call looks at the next part."""
        addressed: list[Notice] = []
        while True:
            waiting = await self._store.list_waiting(self._waiting_up_to, WINDOW)
            self._waiting_up_to = waiting[-1].id if len(waiting) == WINDOW else ""
            recipients = await self._store.find_recipients(n.content.recipient for n in waiting)
            new = [n for n in waiting if open_channels(n, recipients.get(n.content.recipient))]
            addressed += new
            if not (new and self._waiting_up_to):
                return addressed

    async def _portion(self, notices: list[Notice], now: datetime, away: dict[Channel, str]) -> int:
        """Send these or let them wait. Returns how many changed."""
        recipients = await self._store.find_recipients(n.content.recipient for n in notices)
        parcels, unreachable = [], []
        for notice in notices:
            recipient = recipients.get(notice.content.recipient)
            parcel = pack(notice, recipient, self._templates, now)
            if parcel:
                parcels.append(parcel)
            elif notice.status is not NoticeStatus.WAITING:
                unreachable.append(notice)
        moved = await self._claims.put_aside(unreachable)
        for channel in {parcel.channel for parcel in parcels} - away.keys():
            try:
                await self._carriers[channel].open()
            except Retryable as error:
                away[channel] = str(error)
        parcels = [parcel for parcel in parcels if parcel.channel not in away]
        tokens = await self._claims.take([parcel.notice for parcel in parcels])
        await self._send([each for each in parcels if each.notice.id in tokens], tokens, away)
        return moved + len(tokens)

    async def _send(
        self, parcels: list[Parcel], tokens: Mapping[str, str], away: dict[Channel, str]
    ) -> None:
        """Send, then mark the known answers, also at a time-out or at the end of the process."""
        heard = {each.notice.id: UNSAYABLE for each in parcels if each.addressed is None}
        try:
            async with asyncio.timeout(self._within), asyncio.TaskGroup() as tasks:
                for channel in {parcel.channel for parcel in parcels}:
                    mine = (parcel for parcel in parcels if parcel.channel is channel)
                    notices = [parcel.addressed for parcel in mine if parcel.addressed]
                    tasks.create_task(self._hand_over(channel, notices, heard, away))
        except TimeoutError:
            log.warning("dispatch.slow", within_seconds=self._within)
            silent = {each.channel for each in parcels if each.notice.id not in heard}
            away.update({channel: f"{channel} gave no answer" for channel in silent})
        finally:
            self._unmarked += [
                mark_of(each, tokens[each.notice.id], heard.get(each.notice.id)) for each in parcels
            ]
            await self._mark()

    async def _hand_over(
        self,
        channel: Channel,
        notices: list[AddressedNotice],
        heard: dict[str, ChannelAnswer],
        away: dict[Channel, str],
    ) -> None:
        try:
            # Leave time for messages in hand: one that is cut off may arrive and be sent again.
            until = time.monotonic() + self._within / 2
            await self._carriers[channel].send(notices, heard, until)
        except Retryable as error:
            away[channel] = str(error)

    async def _mark(self) -> None:
        """Save the outcomes of claims. They stay in memory while MongoDB is away."""
        await self._notices.submit(self._unmarked)
        self._unmarked = []


def _is_normal(notice: Notice) -> bool:
    """Sorts urgent notices first."""
    return notice.content.urgency is not Urgency.URGENT
