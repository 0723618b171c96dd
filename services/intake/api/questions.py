"""What is asked about a letter, over HTTP: answered by its sender, remembered, forgotten."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from services.intake.api.answers import agreed, problem_in_words
from services.intake.api.bodies import Body
from services.intake.api.imports import ImportView, known_import
from services.intake.api.single import SpokenDistrict
from services.intake.handlers.questions import Questions
from services.intake.letters import reference
from services.intake.model.questions import KnownHeadings
from shared.contracts.envelope import Text
from shared.contracts.ids import AnyId
from shared.contracts.written import RecentDay
from shared.plumbing.access import AUDITOR, DISTRICT, PROVINCE
from shared.plumbing.http import Problem, explained
from shared.plumbing.http.doors import Doors
from shared.plumbing.http.reach import narrowed


class AnsweredColumn(Body):
    """What one column holds."""

    sheet: Annotated[str, Field(max_length=100)] = ""
    """Empty in a text file."""
    column: Annotated[str, Field(pattern="^[A-Z]{1,3}$")]
    """As a spreadsheet names it: C."""
    fields: Annotated[tuple[Annotated[str, Field(max_length=40)], ...], Field(max_length=4)]
    """By their names in Indonesian or English; several where the cells hold several; none: nobody
    needs it."""


class Answered(Body):
    columns: Annotated[tuple[AnsweredColumn, ...], Field(max_length=1_000)] = ()
    """A column that is asked about and not named here is not read."""
    consent_on: RecentDay | None = None
    """Where the consent is asked about: the day on which all owners had agreed."""
    officer: Text
    """Who answers for it."""


class Withdrawal(Body):
    reason: Text


def _problem_of(error: Mapping[str, Any], body: Any) -> Problem:
    """Name the key of the answer that is wrong, and the column that it stands for."""
    keys = [str(part) for part in error["loc"][1:]]
    if error["type"] == "extra_forbidden":
        return problem_in_words(422, "answer-key", keys[-1])
    if error["type"] == "json_invalid" or not keys:
        return problem_in_words(422, "answer-body")
    if keys[1:]:  # columns, number, key
        column = body["columns"][int(keys[1])]
        written = column.get("column") if isinstance(column, dict) else column
        return problem_in_words(422, f"answer-{[*keys, 'column'][2]}", str(written)[:40])
    return problem_in_words(422, f"answer-{keys[0]}")


def router(questions: Questions) -> Doors:
    routes = Doors("imports", route_class=explained(_problem_of))

    @routes.put("/imports/{import_id}/columns", to=[DISTRICT.by_object])
    async def answer(import_id: AnyId, answered: Answered) -> ImportView:
        """Say what the open columns of a letter hold; the letter is read then.

        The answer is remembered: the next letter of this district with the same headings is read
        at once. Of two officers who answer at once the first one counts (409 `not-asked`).
        """
        job = await known_import(questions.imports, import_id)
        columns: dict[tuple[str, str], tuple[str, ...]] = {}
        for c in answered.columns:
            fields = tuple(map(reference.field_named, c.fields))
            if columns.setdefault((c.sheet, c.column), fields) != fields:
                raise problem_in_words(409, "column-twice", f"{c.sheet} {c.column}".strip())
        outcome = await questions.answer(job, columns, answered.consent_on, answered.officer)
        return ImportView.seen(agreed(outcome))

    @routes.post("/imports/{import_id}/withdraw", to=[PROVINCE, DISTRICT.by_object])
    async def withdraw(import_id: AnyId, why: Withdrawal) -> ImportView:
        """Take back what this letter recommended, because its columns were understood wrongly.

        What an officer said of its headings is forgotten. The same file, sent again, is read anew.
        """
        job = await known_import(questions.imports, import_id)
        return ImportView.seen(agreed(await questions.withdraw(job, why.reason)))

    @routes.get("/headings", to=[PROVINCE, AUDITOR, DISTRICT.by_object])
    async def list_headings(
        district: Annotated[SpokenDistrict | None, Query()] = None,
    ) -> list[KnownHeadings]:
        """What officers said of the columns of their letters, the newest first."""
        return await questions.headings.list_known(narrowed(DISTRICT, district))

    @routes.delete(
        "/headings/{district}/{fingerprint}",
        to=[PROVINCE, DISTRICT.of("district")],
        status_code=204,
    )
    async def forget_headings(district: SpokenDistrict, fingerprint: AnyId) -> None:
        """Forget it: the next letter with these headings is looked at anew."""
        if not await questions.headings.forget(district, fingerprint):
            raise problem_in_words(404, "no-headings", district)

    return routes
