"""Queries of notify. Changes go through the runner."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from services.notify.model.notices import Notice, NoticeStatus
from services.notify.model.recipients import Contact, Recipient
from shared.plumbing.mongo import Database, world
from shared.province import Office

NOTICES, RECIPIENTS = "notices", "recipients"
_notice = TypeAdapter(Notice)
_recipient = TypeAdapter(Recipient)


class NotifyStore:
    """Finds notices and owners in MongoDB, and offices in their table."""

    def __init__(self, database: Database, offices: Mapping[str, Office]) -> None:
        self._notices, self._recipients = database[NOTICES], database[RECIPIENTS]
        self._offices = {
            key: Recipient(key, office.name, Contact(office.name, office.email))
            for key, office in offices.items()
        }

    async def prepare(self) -> None:
        """Create the indexes."""
        with world():
            await self._notices.create_index(
                [("state.status", 1), ("state.content.urgency", -1), ("state.queued_at", 1)]
            )
            await self._notices.create_index([("state.status", 1), ("_id", 1)])
            await self._notices.create_index([("state.status", 1), ("state.wait_until", 1)])
            await self._notices.create_index([("state.content.about", 1), ("_id", 1)])

    async def list_due(self, now: datetime, limit: int) -> list[Notice]:
        """Notices that may leave now: urgent first, then the oldest."""
        # "urgent" comes after "normal" in the alphabet.
        order = [("state.content.urgency", -1), ("state.queued_at", 1)]
        return await self._list(_due(now), order, limit)

    async def list_due_by_id(self, now: datetime, after: str, limit: int) -> list[Notice]:
        """Notices that may leave now, by id."""
        return await self._list(_due(now) | {"_id": {"$gt": after}}, [("_id", 1)], limit)

    async def list_waiting(self, after: str, limit: int) -> list[Notice]:
        """Notices without a contact, by id."""
        query = {"state.status": NoticeStatus.WAITING, "_id": {"$gt": after}}
        return await self._list(query, [("_id", 1)], limit)

    async def list_claimed(self, limit: int) -> list[Notice]:
        """Notices with a claim."""
        return await self._list({"state.status": NoticeStatus.SENDING}, [("_id", 1)], limit)

    async def list_given_up(self, now: datetime, limit: int) -> list[Notice]:
        """Notices that waited too long for a contact."""
        query = {"state.status": NoticeStatus.WAITING, "state.wait_until": {"$lte": now}}
        return await self._list(query, [("state.wait_until", 1)], limit)

    async def list_notices(
        self, status: NoticeStatus | None, about: str | None, after: str, limit: int
    ) -> list[Notice]:
        """By id, the first `limit` after `after`."""
        query: dict[str, Any] = {"_id": {"$gt": after}}
        if status:
            query["state.status"] = status
        if about:
            query["state.content.about"] = about
        return await self._list(query, [("_id", 1)], limit)

    async def find_notice(self, notice_id: str) -> Notice | None:
        notices = await self._list({"_id": notice_id}, [("_id", 1)], 1)
        return notices[0] if notices else None

    async def find_recipients(self, ids: Iterable[str]) -> dict[str, Recipient]:
        """Known recipients, including erased ones."""
        wanted = set(ids)
        recipients = {key: self._offices[key] for key in wanted & self._offices.keys()}
        owners = list(wanted - self._offices.keys())
        if owners:
            with world():
                cursor = self._recipients.find({"_id": {"$in": owners}}, {"state": 1})
                async for each in cursor.batch_size(len(owners) + 1):
                    recipients[each["_id"]] = _recipient.validate_python(each["state"])
        return recipients

    async def count(self) -> list[tuple[str, str, str | None, int]]:
        """Count notices by status, template and channel."""
        group = {"status": "$state.status", "template": "$state.content.template"}
        by = {"_id": {**group, "channel": "$state.channel"}, "count": {"$sum": 1}}
        with world():
            rows = await self._notices.aggregate([{"$group": by}]).to_list(None)
        return [
            (each["_id"]["status"], each["_id"]["template"], each["_id"]["channel"], each["count"])
            for each in rows
        ]

    async def _list(
        self, query: dict[str, Any], order: list[tuple[str, int]], limit: int
    ) -> list[Notice]:
        with world():
            cursor = self._notices.find(query, {"state": 1}).sort(order).limit(limit)
            documents = await cursor.batch_size(limit + 1).to_list(None)
        return [_notice.validate_python(each["state"]) for each in documents]


def _due(now: datetime) -> dict[str, Any]:
    return {"state.status": NoticeStatus.QUEUED, "state.not_before": {"$not": {"$gt": now}}}
