"""Officers and their priority lists, on a hall of endorsement."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import httpx

from bench.lists.endorsed import as_document
from services.endorsement.model.ballots import Ballot
from shared.contracts.endorsement import UmkmPrioritised
from tests.integration.endorsement.hall import Hall, Replica
from tests.integration.endorsement.messages import (
    Fact,
    a_withdrawal,
    first_occurrences,
    kind,
    out_of_order,
)
from tests.support.waiting import until


@dataclass(frozen=True, slots=True)
class Listing:
    """One replica to ask, unless a test names another."""

    hall: Hall
    replica: Replica
    since: Mapping[int, int]
    """Where the partitions of the topic ended when the test began."""

    @classmethod
    async def open(cls, hall: Hall) -> Self:
        ends: Counter[int] = Counter()
        for record in await hall.records(UmkmPrioritised.topic):
            ends[record.partition] = max(ends[record.partition], record.offset + 1)
        return cls(hall, await hall.replica(), ends)

    async def endorsed(self, *ballots: Ballot) -> list[str]:
        """Let these have been endorsed before the test begins."""
        await self.replica.service.database.ballots.insert_many(map(as_document, ballots))
        return [ballot.umkm_id for ballot in ballots]

    async def reopen(self, umkm: str) -> None:
        """An officer has doubts: it is endorsed no longer."""
        order = {"by": "Ibu Sari", "reason": "izin usaha dicabut"}
        answer = await self.replica.door.post(f"/ballots/{umkm}/reopen", json=order)
        assert answer.status_code == 200, answer.text

    async def withdraw(self, umkm: str) -> None:
        """Its district takes the recommendation back."""
        await self.hall.send(a_withdrawal(umkm))

        async def is_known() -> bool:
            return bool((await self.replica.door.get(f"/ballots/{umkm}")).json()["taken_back"])

        await until(f"the withdrawal of {umkm} is known", is_known)

    async def ask(
        self, path: str, at: Replica | None = None, json: Mapping[str, Any] | None = None
    ) -> httpx.Response:
        """Order something, under a key that is the same whenever it is ordered."""
        key = f"{path} {json['number'] if json else ''}"
        door = (at or self.replica).door
        return await door.post(path, json=json, headers={"Idempotency-Key": key}, timeout=60)

    async def draft(self, number: int, at: Replica | None = None, **more: Any) -> Fact:
        answer = await self.ask("/priority-lists", at, {"number": number, **more})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def publish(self, number: int, at: Replica | None = None) -> Fact:
        answer = await self.ask(f"/priority-lists/{number}/publish", at)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def head(self, number: int) -> Fact:
        return dict((await self.replica.door.get(f"/priority-lists/{number}")).json())

    async def until_it_is(self, number: int, status: str) -> None:
        async def it_is() -> bool:
            return str((await self.head(number)).get("status")) == status

        await until(f"list {number} is {status}", it_is)

    async def entries(self, number: int, **query: Any) -> list[Fact]:
        """All, page by page."""
        entries: list[Fact] = []
        after: int | None = 0
        while after is not None:
            params = {"limit": 20, **query, "after": after}
            page = await self.replica.door.get(f"/priority-lists/{number}/entries", params=params)
            assert page.status_code == 200, page.text
            entries += page.json()["entries"]
            after = page.json()["after"]
        return entries

    async def download(self, number: int, kind: str, **more: Any) -> httpx.Response:
        headers = more.pop("headers", {})
        return await self.replica.door.get(
            f"/priority-lists/{number}/download",
            params={"format": kind, **more},
            headers=headers,
            timeout=60,
        )

    async def facts(self, what: str) -> list[Fact]:
        """Everything of one kind that was said of lists since this test began, without repeats."""
        records = await self.hall.records(UmkmPrioritised.topic)
        mine = [r for r in records if r.offset >= self.since.get(r.partition, 0)]
        facts = first_occurrences(mine)
        assert out_of_order(facts) == []
        return [fact["data"] for fact in facts if kind(fact) == what]

    async def numbers_in(self, what: str) -> list[int]:
        """The lists with this event, when everything is published."""

        async def nothing_waits() -> bool:
            status = (await self.replica.door.get("/status")).json()
            return bool(status["pending"] == 0)

        await until("nothing waits to be published", nothing_waits)
        return sorted(fact["list_number"] for fact in await self.facts(what))

    async def announced(self, number: int) -> list[str]:
        """Who was said to have a place on a list, by rank."""
        places = [e for e in await self.facts("umkm-prioritised") if e["list_number"] == number]
        places.sort(key=lambda place: int(place["rank"]))
        assert [place["rank"] for place in places] == list(range(1, len(places) + 1))
        return [place["umkm_id"] for place in places]


def digest(umkm_ids: Sequence[str]) -> str:
    lines = (f"{rank} {umkm_id}\n" for rank, umkm_id in enumerate(umkm_ids, 1))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
