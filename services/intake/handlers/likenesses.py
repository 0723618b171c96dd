"""Use cases of UMKM that may be one: looked for in the background, settled by the province."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from pydantic import SecretStr

from services.intake.handlers.desks import Desks
from services.intake.model.likeness import (
    DismissLikeness,
    Merged,
    MergeInto,
    NoteLikeness,
    PromiseToStay,
)
from services.intake.model.nominations import STANDS, Nomination, Recommend, Standing
from services.intake.model.responses import CountRows, RowTally
from services.intake.rules.likeness import by_mark, find_alike, is_flagged_with, traits_of
from services.intake.rules.mergers import NOT_FLAGGED
from services.intake.store.dossiers import Dossiers
from services.intake.store.imports import ImportStore
from services.intake.store.likenesses import LikenessStore
from shared.plumbing.core.aggregate import Applied, Input
from shared.plumbing.core.failures import Refused, Retryable

_A_MOMENT = timedelta(milliseconds=1)
log = structlog.get_logger()
PORTION = 200
AT_MOST = 20
"""Portions in one run of the job: files and people come first."""


@dataclass(frozen=True, slots=True)
class Likenesses:
    """UMKM that may be one: looked for in the background, judged by people alone."""

    desks: Desks
    store: LikenessStore
    dossiers: Dossiers
    identity_key: SecretStr
    imports: ImportStore

    async def examine(self, _now: datetime) -> int:
        """Look for others like each UMKM that is new or was described anew.

        Two replicas may do so at once: the second one finds that it is noted.
        """
        count = 0
        for _ in range(AT_MOST):
            if await self.imports.is_any_at_work():
                break
            waiting = await self.store.list_unexamined(PORTION)
            if not waiting:
                break
            sound = [each for each in waiting if await self._is_made_good(each[0])]
            if not sound:
                break
            messages = await self._looked_for(sound)
            receipts = await self.desks.nominations.submit(messages)
            count += sum(not one.repeated for one in receipts)
        return count

    async def _is_made_good(self, nomination: Nomination) -> bool:
        """Do what a process that was killed left undone; of all others it is done already."""
        try:
            await self.desks.count_owed(nomination)
            if nomination.merged:
                await self._follow_up(nomination, nomination.merged)
        except Retryable:
            raise
        except Exception:  # a bug in one must not stop the others
            log.exception("examine.bug", umkm=nomination.umkm_id)
            return False
        return True

    async def _looked_for(self, waiting: list[tuple[Nomination, int]]) -> list[Input]:
        mine = {
            n.umkm_id: traits_of(n.umkm_id, n.recommendation, self.identity_key)
            for n, _ in waiting
            if n.recommendation and not n.merged
        }
        # Kept first: of two that are examined at once, one at least finds the other.
        await self.store.keep(list(mine.values()))
        others = by_mark(await self.store.find_sharing({m for t in mine.values() for m in t.marks}))
        likely = {}
        for umkm_id, traits in mine.items():
            likely[umkm_id] = find_alike(traits, others)
            await asyncio.sleep(0)  # a person's request comes between
        return [
            Input(
                nomination.umkm_id,
                f"likeness/{nomination.umkm_id}/{version}",
                NoteLikeness(likely.get(nomination.umkm_id, nomination.likely)),
                expected=version,
            )
            for nomination, version in waiting
        ]

    async def dismiss(
        self, umkm_id: str, command: DismissLikeness, cause: str, expected: int | None
    ) -> Applied:
        """Say that two are two, on both of them."""
        receipt = await self.desks.tell_umkm(umkm_id, command, cause, expected)
        # The other one may not have heard of it: the process was killed, and this one has.
        if not receipt.refused or receipt.refused.code == NOT_FLAGGED:
            back = DismissLikeness(umkm_id, command.officer, command.reason)
            await self.desks.tell_umkm(command.other, back, f"{cause}/{umkm_id}")
        return receipt

    async def merge(
        self, umkm_id: str, command: MergeInto, cause: str, expected: int | None
    ) -> Applied | Refused:
        """Merge into a UMKM that stays; who was counted twice counts once."""
        kept = await self.dossiers.find(command.kept)
        if kept is None:
            return Refused("no-nomination", f"nobody recommended {command.kept}", missing=True)
        into = kept.nomination.merged
        command = replace(command, kept_is_in=into.into if into else None)
        if command.kept < umkm_id and not into:
            # If A is merged into B while B is merged into A, the first wins. The other is refused.
            stays, its_cause = PromiseToStay(umkm_id), f"stay/{umkm_id}/{cause}"
            promised = await self.desks.tell_umkm(command.kept, stays, its_cause)
            if promised.refused:
                return promised
        receipt = await self.desks.tell_umkm(umkm_id, command, cause, expected)
        seen = await self.dossiers.find(umkm_id)
        if seen and seen.nomination.merged and not receipt.refused:
            await self.desks.count_owed(seen.nomination)
            await self._follow_up(seen.nomination, seen.nomination.merged)
        return receipt

    async def _follow_up(self, merged: Nomination, merger: Merged) -> None:
        """Nobody looks for a merged UMKM any more; by causes of its own, so it is done once."""
        cause = f"merged/{merged.umkm_id}"
        await self.store.forget(merged.umkm_id)
        kept = await self.dossiers.find(merger.into)
        if kept and is_flagged_with(kept.nomination, merged.umkm_id):
            settled = DismissLikeness(merged.umkm_id, merger.officer, merger.reason)
            await self.desks.tell_umkm(merger.into, settled, cause)
        standing = merged.present
        if standing is None or not await self._counts_twice(merged, merger, standing):
            return
        if not standing.nominated_by:
            count = CountRows(RowTally(accepted=-1, duplicates=1))
            await self.desks.tell_district(standing.round_id, standing.district, cause, count)

    async def _counts_twice(self, merged: Nomination, merger: Merged, standing: Standing) -> bool:
        """Let the one that stays stand where this one stood, unless it stands there already."""
        state = await self.desks.store.find_round(standing.round_id)
        if merger.was not in STANDS or state is None or state.call is None:
            return bool(merger.was)
        assert merged.recommendation  # noqa: S101 - it was recommended
        in_time = state.call.last_moment(standing.district) - _A_MOMENT
        carried = Recommend(
            merged.recommendation,
            state.call,
            standing.place,
            min(standing.recommended_at, in_time),
            agency=standing.nominated_by,
        )
        receipt = await self.desks.tell_umkm(
            merger.into, carried, f"merged/{merged.umkm_id}/carried"
        )
        return receipt.refused is not None
