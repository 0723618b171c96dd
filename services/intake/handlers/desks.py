"""What every use case of intake works with."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import stamina

from services.intake.model.nominations import Nomination
from services.intake.model.responses import BeginLetter, CountRows, Response
from services.intake.model.rounds import Call, Round
from services.intake.rules.identities import Keys, Known, Recognised
from services.intake.rules.nominations import NominationCommand
from services.intake.rules.rounds import why_not_asked
from services.intake.store.lookups import IntakeStore, response_key
from shared.plumbing.core.aggregate import Applied, Input
from shared.plumbing.core.clock import Clock
from shared.plumbing.core.desk import Desk
from shared.plumbing.core.failures import HeldByAnother, Refused

T = TypeVar("T")
# Two may name one UMKM for the first time by different numbers at once.
_looking_again = stamina.AsyncRetryingCaller(attempts=4, timeout=10, wait_initial=0.05).on(
    HeldByAnother
)
BY_CONTENT = "letter"
"""Stands in for the request hash: the cause comes from the content of the letter."""


@dataclass(frozen=True, slots=True)
class Desks:
    rounds: Desk[Round]
    responses: Desk[Response]
    nominations: Desk[Nomination]
    store: IntakeStore
    clock: Clock

    async def recognised(
        self, named: Sequence[Keys], act: Callable[[list[Recognised]], Awaitable[T]]
    ) -> T:
        """Act on the UMKM of these recommendations, in their order.

        What was done already is not done again by the same causes.
        """

        async def attempt() -> T:
            known = Known(await self.store.find_holders({key for keys in named for key in keys}))
            return await act([known.recognise(keys) for keys in named])

        return await _looking_again(attempt)

    async def tell_umkm(
        self, umkm_id: str, command: NominationCommand, cause: str, expected: int | None = None
    ) -> Applied:
        """Submit what concerns one nomination; `expected` is the version that was seen."""
        message = Input(umkm_id, cause, command, expected=expected)
        return await self.nominations.submit_one(message)

    async def tell_district(
        self, round_id: str, district: str, cause: str, command: Any
    ) -> Applied:
        """Submit what concerns the response of one district to a round."""
        message = Input(response_key(round_id, district), cause, command)
        return await self.responses.submit_one(message)

    async def begin_letter(self, district: str, begin: BeginLetter) -> Refused | None:
        """Note that a letter came in time, or say why not.

        A late one is not refused for ever: when its round was extended, or its district let in,
        the same letter is judged anew.
        """
        key = response_key(begin.call.round_id, district)
        cause = f"letter/{begin.letter}"
        first = Input(key, cause, begin, request_hash=BY_CONTENT)
        receipt = await self.responses.submit_one(first)
        if receipt.refused and receipt.repeated:
            until = begin.call.last_moment(district).isoformat()
            again = Input(key, f"{cause}/until/{until}", begin, request_hash=BY_CONTENT)
            receipt = await self.responses.submit_one(again)
        return receipt.refused

    async def count_owed(self, nomination: Nomination) -> None:
        """Count what a change of this UMKM owes to districts; by causes of its own, so once."""
        for owed in nomination.owed:
            count = CountRows(owed.tally)
            await self.tell_district(owed.round_id, owed.district, owed.cause, count)

    async def call_to(self, round_id: str, district: str | None = None) -> Call | Refused:
        """Give the round's call, if it asks this district (or anybody), and asks by now."""
        state = await self.store.find_round(round_id)
        if state is None or state.plan is None:
            return Refused("no-round", f"there is no round {round_id}", missing=True)
        call = state.call
        if call is None:
            return Refused("round-not-open", f"round {round_id} is not opened yet")
        return why_not_asked(call, district, self.clock.now()) or call
