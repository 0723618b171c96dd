"""The HTTP routes of notify."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel

from services.notify.handlers.cases import NoticeHandlers
from services.notify.model.notices import Notice, NoticeStatus
from services.notify.model.recipients import RecipientView
from shared.contracts.ids import AnyId
from shared.plumbing.access import ANYBODY, AUDITOR, OPERATIONS, PROVINCE
from shared.plumbing.http import Problem, accepted, cause_of_request
from shared.plumbing.http.doors import Doors

Cause = Annotated[str, Depends(cause_of_request)]


class NoticeCounts(BaseModel):
    """Numbers of notices."""

    total: int
    by_status: dict[str, int]
    by_template: dict[str, dict[str, int]]
    """By template, then by status."""
    by_channel: dict[str, int]
    """Sent notices by channel."""


def router(handlers: NoticeHandlers) -> Doors:
    routes = Doors("notify")

    @routes.get("/notices", to=[OPERATIONS, PROVINCE, AUDITOR])
    async def list_notices(
        status: NoticeStatus | None = None,
        about: AnyId | None = None,
        after: AnyId = "",
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> list[Notice]:
        """Notices by id, about a UMKM, round or list; `after` is the last id of the page before."""
        return await handlers.store.list_notices(status, about, after, limit)

    @routes.get("/notices/{notice_id:path}", to=[OPERATIONS, PROVINCE, AUDITOR])
    async def get_notice(notice_id: AnyId) -> Notice:
        notice = await handlers.store.find_notice(notice_id)
        if notice is None:
            raise Problem(404, "no-notice", f"There is no notice {notice_id}.")
        return notice

    @routes.post("/notices/{notice_id:path}/redrive", to=[OPERATIONS], status_code=202)
    async def redrive(notice_id: AnyId, cause: Cause) -> Notice:
        """Queue a failed notice again; it leaves with the next dispatch."""
        accepted(await handlers.redrive(notice_id, cause))
        return await get_notice(notice_id)

    @routes.get("/recipients/{recipient_id}", to=[OPERATIONS, PROVINCE, AUDITOR])
    async def get_recipient(recipient_id: AnyId) -> RecipientView:
        """`umkm:<id>`, `district:<code>` or `agency:<id>`; addresses are masked."""
        recipient = await handlers.find_recipient(recipient_id)
        if recipient is None:
            raise Problem(404, "no-recipient", f"There is no recipient {recipient_id}.")
        return recipient

    @routes.get("/counts", to=[ANYBODY])
    async def counts() -> NoticeCounts:
        """Count everything by status, template and channel."""
        return tally(await handlers.store.count())

    return routes


def tally(rows: Iterable[tuple[str, str, str | None, int]]) -> NoticeCounts:
    """Add up figures of (status, template, channel)."""
    answer = NoticeCounts(total=0, by_status={}, by_template={}, by_channel={})
    for status, template, channel, count in rows:
        of_template = answer.by_template.setdefault(template, {})
        answer.total += count
        for figures in (answer.by_status, of_template):
            figures[status] = figures.get(status, 0) + count
        if channel:
            answer.by_channel[channel] = answer.by_channel.get(channel, 0) + count
    return answer
