"""Sends queued notices in portions: claim, send, mark."""

import asyncio
import random
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime

import structlog

from services.notify.channels import port
from services.notify.channels.port import AddressedNotice, ChannelAnswer
from services.notify.handlers.claims import ProcessClaims
from services.notify.model.notices import (
    MarkRefused,
    MarkSent,
    Notice,
    NoticeStatus,
    Release,
    Urgency,
)
from services.notify.model.recipients import Recipient
from services.notify.model.wording import Template
from services.notify.rules.recipients import channels
from services.notify.rules.wording import render
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


@dataclass(frozen=True, slots=True)
class Parcel:
    """A notice on its way."""

    notice: Notice
    addressed: AddressedNotice | None
    """None if its text could not be made."""
    channel: Channel
    others: bool
    """True if the recipient has another channel."""


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
        templates: Mapping[tuple[str, int], Template],
        *,
        within: float,
    ) -> None:
        self._notices, self._store, self._claims = notices, store, claims
        self._carriers, self._templates = carriers, templates
        self._within = within
        """Seconds for one portion. Much shorter than the life of a claim."""
        self._unmarked: list[Input] = []
        self._looked_up_to = ""

    async def run(self, now: datetime) -> int:
        """Send all due notices. Raises Retryable if a channel or MongoDB is away."""
        await self._mark()
        count, away = 0, dict[Channel, str]()
        async with AsyncExitStack() as stack:
            for carrier in self._carriers.values():
                stack.push_async_callback(carrier.close)
            todo = [*await self._claims.list_dead(), *await self._addressed()]
            while todo := todo or await self._choose(now):
                moved = await self._portion(todo[:PORTION], now, away)
                todo = todo[PORTION:]
                count += moved
                if not moved and not todo:
                    break  # other replicas have them, or their channels are away
        if away:
            raise Retryable("; ".join(away.values()))
        return count

    async def _choose(self, now: datetime) -> list[Notice]:
        due = await self._store.list_due(now, WINDOW)
        random.shuffle(due)
        due.sort(key=lambda notice: notice.content.urgency is not Urgency.URGENT)
        return due[:PORTION]

    async def _addressed(self) -> list[Notice]:
        """Find waiting notices that have a contact now. Each call looks at the next part."""
        addressed: list[Notice] = []
        while True:
            waiting = await self._store.list_waiting(self._looked_up_to, WINDOW)
            self._looked_up_to = waiting[-1].id if len(waiting) == WINDOW else ""
            recipients = await self._store.find_recipients(n.content.recipient for n in waiting)
            new = [n for n in waiting if open_channels(n, recipients.get(n.content.recipient))]
            addressed += new
            if not (new and self._looked_up_to):
                return addressed

    async def _portion(self, notices: list[Notice], now: datetime, away: dict[Channel, str]) -> int:
        """Send these or let them wait. Returns how many changed."""
        recipients = await self._store.find_recipients(n.content.recipient for n in notices)
        parcels, unreachable = [], []
        for notice in notices:
            parcel = self._pack(notice, recipients.get(notice.content.recipient), now)
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

    def _pack(self, notice: Notice, recipient: Recipient | None, now: datetime) -> Parcel | None:
        """Address a notice. None if its recipient cannot be reached."""
        usable = open_channels(notice, recipient)
        if not (usable and recipient and recipient.contact):
            return None
        contact, content = recipient.contact, notice.content
        address = contact.email if usable[0] is Channel.EMAIL else contact.phone
        addressed = None
        try:
            template = self._templates[content.template, content.template_version]
            words = render(template, content.fields, contact.name)
            addressed = AddressedNotice(
                notice.id, contact.name, address or "", words, content.urgency, now
            )
        except (KeyError, ValueError):
            log.exception("notice.unsayable", notice=notice.id, template=content.template)
        others = len(usable) > 1 and addressed is not None
        return Parcel(notice, addressed, usable[0], others)

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
                _mark_of(each, tokens[each.notice.id], heard.get(each.notice.id))
                for each in parcels
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


def open_channels(notice: Notice, recipient: Recipient | None) -> list[Channel]:
    """The channels of the recipient, without those that failed."""
    every = channels(recipient.contact) if recipient else ()
    return [channel for channel in every if channel not in notice.given_up]


def _mark_of(parcel: Parcel, token: str, answer: ChannelAnswer | None) -> Input:
    notice = parcel.notice
    command: MarkSent | MarkRefused | Release
    if answer is None:
        command = Release(token)
    elif answer.sent:
        command = MarkSent(parcel.channel)
    else:
        command = MarkRefused(
            token, parcel.channel, answer.reason, permanent=answer.permanent, others=parcel.others
        )
    cause = f"{type(command).__name__}/{token}"
    return Input(notice.id, cause, command, notice.content.correlation)
