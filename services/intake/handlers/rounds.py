"""Use cases of rounds, by people and by timers."""

from dataclasses import dataclass
from datetime import datetime

from services.intake.handlers.desks import Desks
from services.intake.model.responses import Decline, Remind
from services.intake.model.rounds import CloseRound, NoteReminded, Round, RoundCommand
from services.intake.rules.rounds import due_reminder, is_due_to_close
from services.intake.store.lookups import response_key
from shared.plumbing.core.aggregate import Applied, Input
from shared.plumbing.core.failures import STALE, Refused


@dataclass(frozen=True, slots=True)
class Rounds:
    desks: Desks

    async def tell(
        self, round_id: str, command: RoundCommand, cause: str, expected: int | None = None
    ) -> Applied:
        """Change a round; `expected` is the version that the sender has seen."""
        message = Input(round_id, cause, command, expected=expected)
        return await self.desks.rounds.submit_one(message)

    async def decline(
        self, round_id: str, district: str, reason: str, cause: str, expected: int | None
    ) -> Applied | Refused:
        """Note that a district has nobody; `expected` is the version of the round it was asked."""
        if expected is not None:
            _, version = await self.desks.store.find_round_and_version(round_id)
            if expected != version:
                return Refused(STALE, f"{round_id} is at version {version}, not {expected}")
        call = await self.desks.call_to(round_id, district)
        if isinstance(call, Refused):
            return call
        return await self.desks.tell_district(round_id, district, cause, Decline(reason))

    async def close_due(self, now: datetime) -> int:
        """Close rounds whose time is up; each replica by the same cause."""
        rounds = await self.desks.store.list_open_rounds()
        due = [(r.round_id, r.plan.closes_at) for r in rounds if r.plan and is_due_to_close(r, now)]
        receipts = [await self.tell(r, CloseRound(at), f"close/{at.isoformat()}") for r, at in due]
        return sum(bool(one.events) and not one.repeated for one in receipts)

    async def remind_due(self, now: datetime) -> int:
        """Remind the silent; a kill half-way is made good by the next run, by the same causes."""
        count = 0
        for each in await self.desks.store.list_open_rounds():
            if days := due_reminder(each, now):
                count += await self._remind(each, days)
        return count

    async def _remind(self, state: Round, days: int) -> int:
        plan = state.plan
        assert plan is not None  # noqa: S101 - an open round has one
        cause = f"remind/{days}/{plan.closes_at:%Y-%m-%dT%H:%M:%S}"
        remind, note = Remind(days, plan.closes_at), NoteReminded(days, plan.closes_at)
        receipts = await self.desks.responses.submit(
            [Input(response_key(state.round_id, each), cause, remind) for each in plan.districts]
        )
        await self.desks.rounds.submit_one(Input(state.round_id, cause, note))
        return sum(bool(one.events) and not one.repeated for one in receipts)
