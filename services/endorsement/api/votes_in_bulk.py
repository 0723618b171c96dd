"""Votes of an agency without Kafka: up to 1,000 in a request, and taking one back."""

from typing import Annotated, Any

import orjson
from fastapi import Query, Request
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator

from services.endorsement.api.ballots import (
    PostedVote,
    PostedWithdrawal,
    VoteAnswer,
    VoteId,
    take_one,
)
from services.endorsement.handlers.ballots import Ballots
from services.endorsement.handlers.votes_in_bulk import NamedVote, Result, VoteReceipt, take_votes
from shared.contracts.endorsement import VoteRefusal, WithdrawVote
from shared.contracts.envelope import LongText, Text
from shared.contracts.faults import FewFaults
from shared.contracts.ids import AgencyId, UmkmId
from shared.plumbing.access import AGENCY
from shared.plumbing.core.wire import in_words
from shared.plumbing.http import Problem, is_json, no_json
from shared.plumbing.http.doors import Doors

MOST_VOTES = 1_000


class VoteEntry(FewFaults):
    """Either `cast` or `withdraw`. So a misspelt vote cannot become a withdrawal."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    vote_id: Text | None = None
    """The agency's own id, the same by Kafka and HTTP. Else it is made from the request's key."""
    cast: PostedVote | None = None
    withdraw: PostedWithdrawal | None = None

    @model_validator(mode="after")
    def _is_one_of_two(self) -> "VoteEntry":
        if (self.cast is None) == (self.withdraw is None):
            raise ValueError("an entry is either `cast` or `withdraw`")
        return self


class EntryAnswer(BaseModel):
    """`code` and `detail` say why a vote was refused."""

    vote_id: str | None
    umkm_id: str | None
    result: Result
    version: int | None = None
    code: str | None = None
    detail: str | None = None


FORMS = {"cast": "CastEntry", "withdraw": "WithdrawEntry"}


def _schema_of(part: str) -> dict[str, Any]:
    """An entry with this part and without the other one."""
    schema = VoteEntry.model_json_schema()
    vote_id, fields = schema["properties"]["vote_id"], schema["properties"][part]["anyOf"][0]
    properties = {"vote_id": vote_id, part: fields}
    return schema | {"title": FORMS[part], "properties": properties, "required": [part]}


ENTRY: TypeAdapter[VoteEntry] = TypeAdapter(VoteEntry)
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": MOST_VOTES,
                    "items": {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in FORMS.values()]},
                    "$defs": {name: _schema_of(part) for part, name in FORMS.items()},
                }
            }
        },
    }
}


def router(handlers: Ballots) -> Doors:
    routes = Doors("endorsement")

    @routes.post("/agencies/{agency}/votes/batch", to=[AGENCY.of("agency")], openapi_extra=BODY)
    async def cast_votes(agency: AgencyId, request: Request, key: VoteId) -> list[EntryAnswer]:
        """Cast or take back up to 1,000 votes. Each gets an answer, in order.

        A malformed or refused vote does not affect the others. One `vote_id` is one vote, by HTTP
        and by Kafka. An entry without an id gets the `Idempotency-Key` and its place.
        """
        parsed = [_read(entry) for entry in await _entries(request)]
        taken = _named(parsed, key)
        answers = await take_votes(handlers, agency, taken)
        answered = map(_answered, taken, answers)
        return [one if isinstance(one, EntryAnswer) else next(answered) for one in parsed]

    @routes.delete("/agencies/{agency}/votes/{umkm_id}", to=[AGENCY.of("agency")])
    async def withdraw_vote(
        agency: AgencyId,
        umkm_id: UmkmId,
        vote_id: VoteId,
        reason: Annotated[LongText | None, Query()] = None,
    ) -> VoteAnswer:
        """Take a vote back, before its ballot is decided."""
        taking = WithdrawVote(umkm_id=umkm_id, reason=reason)
        return await take_one(handlers, agency, vote_id, taking)

    return routes


async def _entries(request: Request) -> list[Any]:
    if not is_json(request):
        raise no_json()
    try:
        entries = orjson.loads(await request.body())
    except orjson.JSONDecodeError as error:
        raise Problem(422, "invalid", f"The body is not JSON: {error}") from error
    if not isinstance(entries, list) or not 1 <= len(entries) <= MOST_VOTES:
        raise Problem(422, "invalid", f"The body is a list of 1 to {MOST_VOTES:,} votes.")
    return entries


def _read(raw: Any) -> VoteEntry | EntryAnswer:
    try:
        return ENTRY.validate_python(raw)
    except ValidationError as error:
        return EntryAnswer(
            vote_id=_text(raw, "vote_id"),
            umkm_id=_text(_part(raw, "cast") or _part(raw, "withdraw"), "umkm_id"),
            result=Result.REFUSED,
            code=VoteRefusal.MALFORMED,
            detail=in_words(error),
        )


def _named(parsed: list[VoteEntry | EntryAnswer], key: str) -> list[NamedVote]:
    """The readable votes. A vote without an id is named by its place."""
    return [
        NamedVote(one.vote_id or f"{key}/{place}", vote)
        for place, one in enumerate(parsed)
        if isinstance(one, VoteEntry) and (vote := one.cast or one.withdraw)
    ]


def _part(raw: Any, name: str) -> Any:
    return raw.get(name) if isinstance(raw, dict) else None


def _text(raw: Any, name: str) -> str | None:
    """Read a text field of an unreadable entry, if it has one."""
    text = _part(raw, name)
    return text[:200] if isinstance(text, str) else None


def _answered(entry: NamedVote, answer: VoteReceipt) -> EntryAnswer:
    refused = answer.refused
    return EntryAnswer(
        vote_id=entry.vote_id,
        umkm_id=entry.vote.umkm_id,
        result=answer.result,
        version=answer.version,
        code=refused.code if refused else None,
        detail=refused.detail if refused else None,
    )
