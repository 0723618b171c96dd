"""What a test does with intake: start replicas, open rounds, send letters, read topics."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import httpx
from pydantic import SecretStr

from deploy.embedded.clock import publish_offset
from deploy.topics import listed_topics
from services.intake.app import create_service
from services.intake.settings import Settings
from shared.plumbing.core.settings import ClockKind
from shared.plumbing.run.service import Service
from story.sample.manifest import OfficerAnswer, read_manifest
from tests.support.doors import open_door
from tests.support.engines import Engines
from tests.support.topics import Fact, TopicReader
from tests.support.waiting import until
from tests.unit.intake.builders import a_recommendation

IDENTITY_KEY = SecretStr("a key of the tests")
FIXTURE = Path(__file__).parents[2] / "fixtures" / "letters"
MANIFEST = read_manifest(FIXTURE)
LETTERS = {letter.file: letter for letter in MANIFEST.letters}
DISTRICTS = {file: letter.district for file, letter in LETTERS.items()}
ASKS = "waiting-for-columns"
CONTACTS = "intake.contact.v1"
PATIENCE_SECONDS = 60
HTTP_OK, HTTP_ACCEPTED = 200, 202
TOPICS = [topic.name for topic in listed_topics() if topic.name.startswith("intake.")]


class Office:
    """Replicas of intake inside this process, with a database and a round of their own."""

    def __init__(self, engines: Engines, stack: AsyncExitStack) -> None:
        self._engines, self._stack = engines, stack
        run = uuid4().hex[:8]
        self.namespace, self.round_id = f"_{run}", f"r-{run}"
        self._topics = TopicReader(engines.kafka_bootstrap, since=datetime.now(UTC))
        stack.push_async_callback(self._topics.stop)
        self.services: list[Service] = []

    @classmethod
    @asynccontextmanager
    async def open(cls, engines: Engines) -> AsyncIterator[Self]:
        async with AsyncExitStack() as stack:
            yield cls(engines, stack)

    async def replica(
        self, clock: ClockKind = ClockKind.SYSTEM, keys: Path | None = None
    ) -> httpx.AsyncClient:
        """Start a replica, wait until it is ready, and give its HTTP door."""
        service = create_service(
            Settings(
                kafka_bootstrap=self._engines.kafka_bootstrap,
                kafka_idempotence=self._engines.kafka_idempotence,
                mongo_url=self._engines.mongo_url,
                namespace=self.namespace,
                clock=clock,
                keys=keys,
                identity_key=IDENTITY_KEY,
                jobs_every_seconds=0.2,
                relay_every_seconds=0.2,
            )
        )
        door = await open_door(self._stack, service.app(), "intake")
        self.services.append(service)
        return door

    async def open_round(self, door: httpx.AsyncClient, **changes: Any) -> None:
        now = datetime.now(UTC)
        new = {
            "round_id": self.round_id,
            "title": "Gelombang 1",
            "letter_number": "518/1/2026",
            "opens_at": (now - timedelta(days=1)).isoformat(),
            "closes_at": (now + timedelta(days=30)).isoformat(),
            "reminder_days": [14, 7],
            "districts": sorted(DISTRICTS.values()),
        }
        (await door.post("/rounds", json=new | changes)).raise_for_status()

    async def post(self, door: httpx.AsyncClient, file: str) -> httpx.Response:
        """Post a letter of the fixture in the name of its district."""
        params = {"district": DISTRICTS[file], "filename": file}
        if consent_on := LETTERS[file].consent_on:
            params |= {"consent": "letter", "consent_on": consent_on.isoformat()}
        return await door.post(
            f"/rounds/{self.round_id}/imports",
            params=params,
            content=(FIXTURE / file).read_bytes(),
        )

    async def send(self, door: httpx.AsyncClient, file: str) -> Fact:
        """Post a letter and wait until it is read; returns its import."""
        job = await finished(door, await self.post(door, file))
        if job["status"] != ASKS:
            return job
        answer = LETTERS[file].answer
        assert answer, f"{file} asks: {job['question']}"
        return await finished(door, await answered(door, job, answer))

    async def move_clock(self, by: timedelta) -> None:
        await publish_offset(self._engines.kafka_bootstrap, by)
        self._stack.push_async_callback(publish_offset, self._engines.kafka_bootstrap, timedelta(0))

    async def all_published(self, door: httpx.AsyncClient) -> None:
        async def nothing_pends() -> bool:
            return bool((await door.get("/status")).json()["pending"] == 0)

        await until("everything is published", nothing_pends)

    async def facts(self, letters: Sequence[str] = ()) -> list[Fact]:
        """Read intake's topics: what follows from this round or these letters, repeats dropped."""
        facts = await self._topics.facts(*TOPICS)
        return [fact for fact in facts if self._is_about(fact, letters)]

    def _is_about(self, fact: Fact, letters: Sequence[str]) -> bool:
        of_letter = str(fact.get("causationid")).split("/")[1:2]
        is_of_letter = any(letter in letters for letter in of_letter)
        return is_of_letter or fact["data"].get("round_id") == self.round_id


async def answered(door: httpx.AsyncClient, job: Fact, answer: OfficerAnswer) -> httpx.Response:
    """Say what the columns hold that are asked about."""
    columns = [
        {"sheet": "", "column": column["column"], "fields": answer.columns[column["column"]]}
        for table in job["question"]["tables"]
        for column in table["columns"]
        if column["open"]
    ]
    body = {"columns": columns, "officer": answer.officer}
    return await door.put(f"{job['url']}/columns", json=body)


async def finished(door: httpx.AsyncClient, answer: httpx.Response) -> Fact:
    """Wait until the import has ended, and return it."""
    assert answer.status_code in {HTTP_OK, HTTP_ACCEPTED}, answer.text
    url = answer.json()["url"]

    async def ended() -> bool:
        return (await door.get(url)).json()["status"] in {"done", "refused", "failed", ASKS}

    await until("the import is finished", ended)
    job: Fact = (await door.get(url)).json()
    return job


async def lines_of(door: httpx.AsyncClient, job: Fact) -> list[Fact]:
    """List what became of each row of a letter that fits on a page."""
    page = (await door.get(f"{job['url']}/lines", params={"limit": 1000})).json()
    lines: list[Fact] = page["lines"]
    return lines


def of_type(facts: Sequence[Fact], name: str) -> list[Fact]:
    return [fact for fact in facts if fact["type"] == f"intake.{name}.v1"]


def a_request(**fields: object) -> dict[str, object]:
    """Return a recommendation as it is posted."""
    return a_recommendation(**fields).model_dump(mode="json")
