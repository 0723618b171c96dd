"""The use cases of mentoring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.mentoring.model.commands import FieldCommand, SayOverdue
from services.mentoring.model.journey import Journey
from services.mentoring.model.programme import Programme
from services.mentoring.model.views import JourneyFilter, JourneyView
from services.mentoring.rules.journeys import programme_of
from services.mentoring.rules.viewing import view
from services.mentoring.store import MentoringStore
from shared.plumbing.core.aggregate import Applied, Input
from shared.plumbing.core.clock import Clock
from shared.plumbing.core.desk import Desk
from shared.plumbing.core.requests import fingerprint
from shared.plumbing.core.versioned import insist_on

PORTION = 500


@dataclass(frozen=True, slots=True)
class JourneyHandlers:
    """Applies commands and looks journeys up."""

    journeys: Desk[Journey]
    store: MentoringStore
    programmes: Mapping[int, Programme]
    clock: Clock

    async def apply(self, requests: Sequence[tuple[str, str, FieldCommand]]) -> list[Applied]:
        """Apply (UMKM id, cause, command) in order. Each has its own answer."""
        return await self.journeys.submit(
            [
                Input(key, cause, command, request_hash=_fingerprint(command))
                for key, cause, command in requests
            ]
        )

    async def say_overdue(self, now: datetime) -> int:
        """Report each overdue stage once. Returns the number of reports.

        The cause contains the version of the journey. So all replicas use the same cause, and a
        changed journey gets a new one at the next look. Journeys under a programme without a file
        here are left to other replicas.
        """
        count = 0
        while unwarned := await self.store.list_unwarned(now, self.programmes, PORTION):
            receipts = await self.journeys.submit(
                [
                    Input(key, f"overdue/{version}", SayOverdue(seen_at=now))
                    for key, version in unwarned.items()
                ]
            )
            warned = sum(bool(each.events) and not each.repeated for each in receipts)
            count += warned
            if not warned:
                break
        return count

    async def check_programmes(self) -> None:
        """Raises ValueError if a journey uses a version without a file here."""
        insist_on(self.programmes, await self.store.list_versions())

    async def find_journey(self, umkm_id: str) -> JourneyView | None:
        journey = await self.store.find_journey(umkm_id)
        return self._view(journey, self.clock.now()) if journey else None

    async def list_journeys(self, selection: JourneyFilter) -> list[JourneyView]:
        now = self.clock.now()
        journeys = await self.store.list_journeys(selection, now)
        return [self._view(journey, now) for journey in journeys]

    def _view(self, journey: Journey, now: datetime) -> JourneyView:
        return view(journey, programme_of(journey, self.programmes), now)


def _fingerprint(command: FieldCommand) -> str:
    """Hash a command: the same alone and in a list, and without fields added later."""
    return fingerprint(command.model_dump_json(exclude_none=True).encode())
