"""The use cases of notify, except sending."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.notify.handlers.dispatch import Dispatch
from services.notify.handlers.parcels import open_channels
from services.notify.model.notices import Content, GiveUp, Notice, Notify, Redrive
from services.notify.model.recipients import Recipient, RecipientView
from services.notify.model.wording import Audience, Catalogue
from services.notify.rules.notices import notice_id
from services.notify.rules.recipients import OWNER, view_of
from services.notify.rules.wording import say
from services.notify.store.lookups import NotifyStore
from shared.contracts.envelope import CloudEvent, Event
from shared.plumbing.core.aggregate import Applied, Input
from shared.plumbing.core.desk import Desk

PORTION = 500


@dataclass(frozen=True, slots=True)
class NoticeHandlers:
    """The use cases of notify."""

    notices: Desk[Notice]
    recipients: Desk[Recipient]
    store: NotifyStore
    catalogue: Catalogue
    dispatch: Dispatch

    def notify(self, envelope: CloudEvent[Any]) -> Iterable[Input]:
        """Make one message for each notice of an event. Pure."""
        event: Event = envelope.data
        for rule in self.catalogue.rules.get(event.type, ()):
            if rule.unless and getattr(event, rule.unless):
                continue
            fields = say(event, self.catalogue.words, self.catalogue.province)
            version = self.catalogue.newest(rule.template)
            for recipient in _audience(rule.to, event, self.catalogue):
                content = Content(
                    about=envelope.subject,
                    recipient=recipient,
                    template=rule.template,
                    template_version=version,
                    urgency=rule.urgency,
                    fields=fields,
                    correlation=envelope.correlationid,
                )
                key = notice_id(envelope.id, recipient)
                yield Input(key, envelope.id, Notify(content), envelope.correlationid)

    async def find_recipient(self, recipient_id: str) -> RecipientView | None:
        recipients = await self.store.find_recipients([recipient_id])
        return view_of(recipients[recipient_id]) if recipient_id in recipients else None

    async def redrive(self, key: str, cause: str) -> Applied:
        """Queue a failed notice again, starting with the first channel."""
        return await self.notices.submit_one(Input(key, cause, Redrive()))

    async def give_up(self, now: datetime) -> int:
        """Fail notices whose recipient got no contact in time."""
        count = 0
        while overdue := await self.store.list_given_up(now, PORTION):
            recipients = await self.store.find_recipients(
                each.content.recipient for each in overdue
            )
            hopeless = [
                n for n in overdue if not open_channels(n, recipients.get(n.content.recipient))
            ]
            receipts = await self.notices.submit([_give_up(notice) for notice in hopeless])
            count += sum(bool(each.events) and not each.repeated for each in receipts)
            if len(hopeless) < len(overdue) or not any(each.events for each in receipts):
                break  # the dispatch sends the others
        return count


def _audience(to: Audience, event: Event, catalogue: Catalogue) -> list[str]:
    fields = dict(event)
    match to:
        case Audience.OWNER:
            return [f"{OWNER}{fields['umkm_id']}"]
        case Audience.DISTRICT:
            return [f"district:{fields['district']}"]
        case Audience.EVERY_DISTRICT:
            return [key for key in catalogue.province.office_by_id if key.startswith("district:")]
        case Audience.EVERY_AGENCY:
            return [key for key in catalogue.province.office_by_id if key.startswith("agency:")]


def _give_up(notice: Notice) -> Input:
    # A re-driven notice may wait again. The time makes the causes differ.
    cause = f"give-up/{notice.wait_until:%Y-%m-%dT%H:%M:%S.%f}"
    return Input(notice.id, cause, GiveUp(), notice.content.correlation)
