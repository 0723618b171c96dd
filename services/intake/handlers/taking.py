"""A portion of rows becomes nominations, step by step, so that people come between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.intake.files.reader import ReadRow
from services.intake.handlers.contents import Contents
from services.intake.handlers.desks import Desks
from services.intake.handlers.judging import judged_line, unreadable_line
from services.intake.handlers.people import People
from services.intake.model.imports import Import
from services.intake.model.lines import Line
from services.intake.model.nominations import Nomination, Recommend
from services.intake.model.rounds import Call
from services.intake.rules.identities import Keys, Recognised
from shared.plumbing.aggregate import Change, Message, answers, portions_of


@dataclass(frozen=True, slots=True)
class Taking:
    """Of one import; publishes by itself, since whoever is killed takes the same rows again."""

    desks: Desks
    people: People
    job: Import
    contents: Contents

    async def take(
        self, rows: Sequence[ReadRow], given: Mapping[int, Keys], call: Call
    ) -> list[Line]:
        """Safe to repeat: causes follow from file and line. `given` has the rows that were read."""

        async def act(recognised: list[Recognised]) -> list[Line]:
            await self.people.give_way()
            return await self._taken(rows, dict(zip(given, recognised, strict=True)), call)

        return await self.desks.recognised(list(given.values()), act)

    async def _taken(
        self, rows: Sequence[ReadRow], known: Mapping[int, Recognised], call: Call
    ) -> list[Line]:
        messages = {
            row.line: Message(
                known[row.line].umkm_id,
                f"letter/{self.job.letter}/{row.line}",
                self.command(row, call, known[row.line].keys),
                self.job.import_id,
            )
            for row in rows
            if row.found
        }
        new = frozenset(each.umkm_id for each in known.values() if each.is_new)
        handed_in = list(messages.values())
        changes = await self._applied(handed_in, new)
        told = dict(zip(messages, answers(handed_in, changes), strict=True))
        return [
            judged_line(row, told[row.line].key, told[row.line].refused)
            if row.found
            else unreadable_line(row)
            for row in rows
        ]

    async def _applied(
        self, messages: Sequence[Message], new: frozenset[str]
    ) -> list[Change[Nomination]]:
        """Like a batch of messages: published before the checkpoint moves.

        So nothing here needs the relay, and a killed process has its rows applied and published
        once more. The halves are decided one after the other, and published in one go: half the
        time that a person waits at the worst, and half the record batches.
        """
        runner = self.desks.nominations.runner
        changes: list[Change[Nomination]] = []
        for portion in portions_of(messages, runner.PORTION):
            changes += await runner.save(portion, pending=False, presumed_new=new)
            await self.people.give_way()
        await runner.publish(changes)
        await self.people.give_way()
        return changes

    def command(self, row: ReadRow, call: Call, keys: Keys = ()) -> Recommend:
        assert row.found  # noqa: S101 - only such rows become commands
        place = self.contents.place_of(row.line)
        return Recommend(row.found, call, place, self.job.created_at, keys)
