"""What can be asked of mentoring, whatever the door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.mentoring.model.commands import FieldCommand, SayOverdue
from services.mentoring.model.journey import Journey
from services.mentoring.model.programme import Programme
from services.mentoring.model.views import JourneyView, Selection
from services.mentoring.rules.journeys import programme_of
from services.mentoring.rules.viewing import view
from services.mentoring.store import MentoringStore
from shared.plumbing.core.aggregate import Applied, Message
from shared.plumbing.core.clock import Clock
from shared.plumbing.core.desk import Desk
from shared.plumbing.core.requests import fingerprint
from shared.plumbing.core.versioned import insist_on

PORTION = 500


@dataclass(frozen=True, slots=True)
class Handlers:
    """The use cases of mentoring."""

    journeys: Desk[Journey]
    store: MentoringStore
    programmes: Mapping[int, Programme]
    clock: Clock

    async def apply(
        self, requests: Sequence[tuple[str, str, FieldCommand]], correlation: str | None = None
    ) -> list[Applied]:
        """Apply (UMKM id, cause, command) in order; each has an answer of its own."""
        return await self.journeys.submit(
            [
                Message(key, cause, command, correlation, request_hash=_fingerprint(command))
                for key, cause, command in requests
            ]
        )

    async def say_overdue(self, now: datetime) -> int:
        """Say of each stage once that it is overdue; how many were said.

        The cause is the version that was looked at. So all replicas have the same one, and when
        the journey changed meanwhile, so that nothing was said, the next look has another.
        Journeys on a programme that has not come here yet are left to replicas that know it.
        """
        count = 0
        while unwarned := await self.store.list_unwarned(now, self.programmes, PORTION):
            receipts = await self.journeys.submit(
                [
                    Message(key, f"overdue/{version}", SayOverdue(seen_at=now))
                    for key, version in unwarned.items()
                ]
            )
            warned = sum(bool(each.events) and not each.repeated for each in receipts)
            count += warned
            if not warned:
                break
        return count

    async def check_programmes(self) -> None:
        """Raises ValueError where a journey is on a version whose file is not here."""
        insist_on(self.programmes, await self.store.list_versions())

    async def find_journey(self, umkm_id: str) -> JourneyView | None:
        journey = await self.store.find_journey(umkm_id)
        return self._view(journey, self.clock.now()) if journey else None

    async def list_journeys(self, selection: Selection) -> list[JourneyView]:
        now = self.clock.now()
        journeys = await self.store.list_journeys(selection, now)
        return [self._view(journey, now) for journey in journeys]

    def _view(self, journey: Journey, now: datetime) -> JourneyView:
        return view(journey, programme_of(journey, self.programmes), now)


def _fingerprint(command: FieldCommand) -> str:
    """The same whether a command comes alone or in a list; a field added later changes nothing."""
    return fingerprint(command.model_dump_json(exclude_none=True).encode())
