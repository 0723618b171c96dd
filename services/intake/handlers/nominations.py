"""Use cases of single nominations."""

from dataclasses import dataclass, replace

from pydantic import SecretStr

from services.intake.handlers.desks import Desks
from services.intake.model.identities import identity_keys
from services.intake.model.nominations import DUPLICATES, Recommend, SettleConflict
from services.intake.model.recommendation import Recommendation
from services.intake.model.responses import CountRows, RowTally
from services.intake.rules.identities import Recognised
from services.intake.store.dossiers import Dossiers
from services.intake.store.lookups import response_key
from shared.plumbing.core.aggregate import Applied, Input
from shared.plumbing.core.failures import Refused
from shared.plumbing.core.requests import KEY_REUSED

BY_HAND = "a single recommendation"


@dataclass(frozen=True, slots=True)
class Nominations:
    desks: Desks
    identity_key: SecretStr
    dossiers: Dossiers

    async def nominate(
        self, round_id: str, agency: str, new: Recommendation, cause: str
    ) -> Applied | Refused:
        """Take in what an agency nominates by itself; no district has answered by that."""
        call = await self.desks.call_to(round_id)
        if isinstance(call, Refused):
            return call
        return await self._submit(Recommend(new, call, BY_HAND, agency=agency), f"{agency}/{cause}")

    async def recommend(self, round_id: str, new: Recommendation, cause: str) -> Applied | Refused:
        """Take one recommendation in and count it, as if it were a letter of one row."""
        call = await self.desks.call_to(round_id, new.district)
        if isinstance(call, Refused):
            return call
        counted = f"row/{cause}"
        receipt = await self._submit(Recommend(new, call, BY_HAND, count_as=counted), cause)
        if receipt.refused == KEY_REUSED:  # nothing was recommended
            return receipt
        key = response_key(round_id, new.district)
        count = CountRows(tally_of(receipt.refused))
        await self.desks.responses.submit_one(Input(key, counted, count))
        return receipt

    async def _submit(self, command: Recommend, cause: str) -> Applied:
        async def act(known: list[Recognised]) -> Applied:
            new = replace(command, keys=known[0].keys)
            return await self.desks.tell_umkm(known[0].umkm_id, new, cause)

        keys = identity_keys(command.recommendation, self.identity_key)
        return await self.desks.recognised([keys], act)

    async def settle(
        self, umkm: str, command: SettleConflict, cause: str, expected: int | None
    ) -> Applied:
        """Settle a conflict; a district that wins has one more accepted."""
        receipt = await self.desks.tell_umkm(umkm, command, cause, expected)
        seen = await self.dossiers.find(umkm) if receipt.events else None
        if seen:
            await self.desks.count_owed(seen.nomination)
        return receipt


def tally_of(refused: Refused | None) -> RowTally:
    """Count one row that the rules have judged."""
    if refused is None:
        return RowTally(rows=1, accepted=1)
    if refused.code in DUPLICATES:
        return RowTally(rows=1, duplicates=1)
    return RowTally(rows=1, refused=1, codes={refused.code: 1})
