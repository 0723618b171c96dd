"""HTTP in: pages of the public events."""

from typing import Annotated, Any, Self, TypeVar

import orjson
from fastapi import Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.subscriptions.handlers import Feed
from services.subscriptions.model.cursors import LONGEST, OutdatedCursor, decode, encode
from services.subscriptions.model.pages import Page, PageRequest
from services.subscriptions.model.selection import Selection
from shared.contracts.ids import DistrictCode
from shared.contracts.written import Moment
from shared.plumbing.access import AGENCY, AUDITOR, OPERATIONS, PROVINCE
from shared.plumbing.http import Problem
from shared.plumbing.http.doors import Doors

EventType = Annotated[str, Field(pattern=r"^[a-z0-9.-]+\*?$", max_length=100)]
HsPrefix = Annotated[str, Field(pattern=r"^\d{2,6}$")]
T = TypeVar("T")
Chosen = Annotated[list[T], Field(max_length=100)]
"""There are fewer types, and fewer districts in a province."""
PAGE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["events", "next", "caught_up"],
                    "properties": {
                        "events": {"type": "array", "items": {"type": "object"}},
                        "next": {"type": "string"},
                        "caught_up": {"type": "boolean"},
                    },
                }
            }
        }
    },
    410: {"description": "The cursor is older than what is kept; `earliest` is not."},
    503: {"description": "Too many read at this moment; try again after `Retry-After`."},
}


class Poll(BaseModel):
    """Unknown parameters are refused, because a misspelt filter would return all events."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    after: Annotated[str, Field(max_length=LONGEST)] | None = None
    """`next` of the page before; left out: from the beginning."""
    since: Moment | None = None
    """In place of `after`, never beside it: what was written at this time or later."""
    type: Chosen[EventType] = []
    district: Chosen[DistrictCode] = []
    commodity: Chosen[HsPrefix] = []
    wait: Annotated[float, Field(ge=0, le=30)] = 0.0
    """Seconds to wait for something when there is nothing."""
    limit: Annotated[int, Field(ge=1, le=5000)] = 500

    @model_validator(mode="after")
    def _has_one_start(self) -> Self:
        if self.after and self.since:
            raise ValueError("`after` and `since` are two different places to start from")
        return self

    def request(self) -> PageRequest:
        fields = {"district": tuple(self.district), "hs6": tuple(self.commodity)}
        after = None if self.after is None else decode(self.after)
        selection = Selection(tuple(self.type), fields)
        return PageRequest(selection, after, self.since, self.limit, self.wait)


def router(feed: Feed) -> Doors:
    routes = Doors("feed")

    @routes.get(
        "/events",
        to=[PROVINCE, AUDITOR, AGENCY, OPERATIONS],
        response_class=Response,
        responses=PAGE,
    )
    async def poll_events(poll: Annotated[Poll, Query()], request: Request) -> Response:
        """Read the public events by pages, from any cursor on, and wait for new ones.

        Events of one topic about one UMKM are in order. `caught_up`: there was no more when the
        feed looked. Filters look only at the fields of the event itself.
        """
        try:
            page = await feed.page(poll.request(), request.is_disconnected)
        except OutdatedCursor as error:
            earliest = encode(error.earliest)
            raise Problem(410, "outdated-cursor", str(error), earliest=earliest) from error
        return Response(_written(page), media_type="application/json")

    return routes


def _written(page: Page) -> bytes:
    """The events stay as they are on Kafka, to the byte."""
    rest = orjson.dumps({"next": encode(page.next), "caught_up": page.caught_up})
    return b'{"events":[' + b",".join(page.events) + b"]," + rest[1:]
