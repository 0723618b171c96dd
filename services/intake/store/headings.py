"""What officers said of the headings of their letters, by district."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

import orjson
from pymongo import ReplaceOne

from services.intake.model.questions import Fields, KnownHeadings
from shared.plumbing.mongo import Database, world
from shared.tables.spelling import normalised

_NEWEST = 40
"""Letters of one district that are remembered for its next one."""
_MOST_LOOKED_AT = 2_000
_MOST_COMMON = 300
_FEWEST_DISTRICTS = 2


class HeadingStore:
    """One document for each district and fingerprint; the newest answer counts."""

    def __init__(self, database: Database) -> None:
        self._headings = database["headings"]

    async def prepare(self) -> None:
        with world():
            await self._headings.create_index([("district", 1), ("confirmed_at", -1)])

    async def keep(self, known: Sequence[KnownHeadings]) -> None:
        """Remember; the same headings again replace what was said of them."""
        documents = [orjson.loads(each.model_dump_json()) for each in known]
        writes = [
            ReplaceOne({"_id": _id(each.district, each.fingerprint)}, document, upsert=True)
            for each, document in zip(known, documents, strict=True)
        ]
        if writes:
            with world():
                await self._headings.bulk_write(writes)

    async def list_known(self, district: str | None = None) -> list[KnownHeadings]:
        """The newest first."""
        query = {"district": district} if district else {}
        with world():
            cursor = self._headings.find(query).sort("confirmed_at", -1).limit(_MOST_LOOKED_AT)
            return [KnownHeadings.model_validate(document) async for document in cursor]

    async def forget(self, district: str, fingerprint: str) -> bool:
        """False where nothing was remembered."""
        with world():
            gone = await self._headings.delete_one({"_id": _id(district, fingerprint)})
        return gone.deleted_count > 0

    async def known_to(self, district: str) -> tuple[dict[str, Fields], dict[str, str]]:
        """What this district said of its letters, and what several districts agree on."""
        everything = await self.list_known()
        own = [each for each in everything if each.district == district][:_NEWEST]
        return {each.fingerprint: each.fields for each in own}, _common(everything)


def _common(known: Sequence[KnownHeadings]) -> dict[str, str]:
    """Headings that two districts or more answered alike, and no district otherwise."""
    answers: dict[str, dict[str, set[str]]] = {}
    for each in known:
        for place, fields in each.fields.items():
            if len(fields) == 1 and place < len(each.headings) and each.headings[place]:
                of_heading = answers.setdefault(normalised(each.headings[place]), {})
                of_heading.setdefault(fields[0], set()).add(each.district)
    alike = {heading: fields.popitem() for heading, fields in answers.items() if len(fields) == 1}
    common = ((h, field) for h, (field, by) in alike.items() if len(by) >= _FEWEST_DISTRICTS)
    return dict(islice(common, _MOST_COMMON))


def _id(district: str, fingerprint: str) -> Any:
    return f"{district}/{fingerprint}"
