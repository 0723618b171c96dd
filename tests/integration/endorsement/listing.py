"""Officers and their priority lists, on a hall of endorsement."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from shared.contracts.endorsement import UmkmPrioritised
from tests.integration.endorsement.hall import Hall, Replica
from tests.integration.endorsement.messages import (
    AGENCIES,
    Fact,
    a_recommendation,
    a_vote,
    first_occurrences,
    kind,
)
from tests.support.waiting import until


@dataclass(frozen=True, slots=True)
class Listing:
    """One replica to ask, unless a test names another."""

    hall: Hall
    replica: Replica

    async def endorsed(self, count: int, names: Sequence[str] = ()) -> list[str]:
        """Let so many be recommended and endorsed."""
        umkm = self.hall.umkm("listed", count)
        named = dict(zip(umkm, names, strict=False))
        await self.hall.send(
            *(a_recommendation(each, name=named.get(each, "Kopi Lintong")) for each in umkm)
        )
        await self.hall.send(*(a_vote(each, agency) for each in umkm for agency in AGENCIES[:2]))
        await self.until_endorsed(umkm)
        return umkm

    async def until_endorsed(self, umkm: Sequence[str]) -> None:
        async def all_are() -> bool:
            asked: dict[str, str | int] = {"status": "endorsed", "limit": 500}
            ballots = (await self.replica.door.get("/ballots", params=asked)).json()
            return set(umkm) <= {ballot["umkm_id"] for ballot in ballots}

        await until("all are endorsed", all_are)

    async def reopen(self, umkm: str) -> None:
        """An officer has doubts: it is endorsed no longer."""
        order = {"by": "Ibu Sari", "reason": "izin usaha dicabut"}
        answer = await self.replica.door.post(f"/ballots/{umkm}/reopen", json=order)
        assert answer.status_code == 200, answer.text

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

    async def entries(self, number: int, **asked: Any) -> list[Fact]:
        """All, page by page."""
        found: list[Fact] = []
        after: int | None = 0
        while after is not None:
            params = {"limit": 20, **asked, "after": after}
            page = await self.replica.door.get(f"/priority-lists/{number}/entries", params=params)
            assert page.status_code == 200, page.text
            found += page.json()["entries"]
            after = page.json()["after"]
        return found

    async def download(self, number: int, kind: str, **more: Any) -> httpx.Response:
        headers = more.pop("headers", {})
        return await self.replica.door.get(
            f"/priority-lists/{number}/download",
            params={"format": kind, **more},
            headers=headers,
            timeout=60,
        )

    async def facts(self) -> list[Fact]:
        """Everything that was said of the lists of this hall and of others, in order."""
        return first_occurrences(await self.hall.records(UmkmPrioritised.topic))

    async def announced(self, number: int, count: int) -> list[str]:
        """Who was said to have a place on a list, by rank, once there are so many."""
        mine: dict[int, str] = {}

        async def all_there() -> bool:
            known = {entry["umkm_id"] for entry in await self.entries(number)}
            for fact in await self.facts():
                data = fact["data"]
                if (
                    kind(fact) == "umkm-prioritised"
                    and data["umkm_id"] in known
                    and data["list_number"] == number
                ):
                    mine[data["rank"]] = data["umkm_id"]
            return len(mine) >= count

        await until(f"list {number} has {count} places", all_there)
        return [mine[rank] for rank in sorted(mine)]


def digest(umkm_ids: Sequence[str]) -> str:
    lines = (f"{rank} {umkm_id}\n" for rank, umkm_id in enumerate(umkm_ids, 1))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
