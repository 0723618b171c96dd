"""The clock of the story: days since it began, moved forwards only."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Self

import stamina
from aiokafka.errors import KafkaError
from pydantic import BaseModel

from folder.letters import Letter
from story.calling import PATIENCE_SECONDS, Services
from story.plan import StoryPlan
from story.platform import OPERATIONS, StoryError, StoryPlatform

BOOK = "story.json"


class Began(BaseModel):
    """When the story began on this data folder, and which one it is."""

    at: datetime
    letters: list[str]
    capacity: int
    seed: int


class StoryClock:
    """A story that is played again on the same data began when it began the first time."""

    def __init__(self, platform: StoryPlatform, services: Services, began: datetime) -> None:
        self._platform, self._services, self.began = platform, services, began

    @classmethod
    async def open(cls, platform: StoryPlatform, services: Services, plan: StoryPlan) -> Self:
        """Raise StoryError where the data folder has seen another story."""
        book = platform.book / BOOK
        status = await services.get(OPERATIONS, "intake", "/status")
        now = datetime.fromisoformat(status["now"])
        began = Began(
            at=now,
            letters=[_name_of(letter) for letter in plan.sent],
            capacity=plan.capacity,
            seed=plan.seed,
        )
        if book.exists():
            before = Began.model_validate_json(book.read_bytes())
            if before != began.model_copy(update={"at": before.at}):
                raise StoryError(
                    "This data folder has seen another story. Play the same one, begin anew with "
                    "`./sentra demo --fresh`, or choose another folder with `--data FOLDER`."
                )
            return cls(platform, services, before.at)
        fresh = book.with_suffix(".new")
        fresh.write_text(began.model_dump_json() + "\n")
        fresh.replace(book)
        return cls(platform, services, now)

    def day(self, days: float) -> datetime:
        return self.began + timedelta(days=days)

    async def advance_to(self, days: float) -> bool:
        """Move the platform's time there, unless it is later already; whether it had to move."""
        wanted = self.day(days)
        status = await self._services.get(OPERATIONS, "intake", "/status")
        if datetime.fromisoformat(status["now"]) >= wanted:
            return False
        async for attempt in stamina.retry_context(
            on=KafkaError, attempts=None, timeout=PATIENCE_SECONDS, wait_max=2.0
        ):
            with attempt:
                await self._platform.move_clock(wanted - datetime.now(UTC))
        return True


def _name_of(letter: Letter) -> str:
    """By what is in it: a letter that was mended is another one."""
    return f"{letter.name} {hashlib.sha256(letter.path.read_bytes()).hexdigest()}"
