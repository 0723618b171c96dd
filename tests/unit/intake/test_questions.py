"""What is asked about a letter, for which tables an answer holds, and what is remembered."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson
import pytest

from services.intake.files.child import frames
from services.intake.files.reader import Head
from services.intake.handlers.contents import question_of
from services.intake.handlers.questions import Questions
from services.intake.model.imports import Failure, Import, ImportStatus, Mode
from services.intake.model.questions import Answer, KnownHeadings, Question
from shared.plumbing.core.failures import Refused
from tests.unit.intake.errands import AN_ERRAND
from tests.unit.intake.test_letters_sheets import a_book
from tests.unit.intake.wrong_files import Cells, text

MORNING_IN_MEDAN = datetime(2026, 11, 30, 20, tzinfo=UTC)
HEADINGS = ["Nama", "Nama", "No HP", "Produk", "Persetujuan"]
CLEAR = ["Nama Usaha", "Nama Pemilik", *HEADINGS[2:]]
LIST: list[Cells] = [
    ["Kecamatan", "Pelaku Usaha", "Jumlah", "Ket"],
    *([name, n, n + 3, "ok"] for n, name in enumerate(("Silaen", "Balige", "Ajibata", "Uluan"))),
]
BUSINESSES = ("UD Maju", "Rosma", "Lamria")
OWNERS = ("Tiurma Sihombing", "Budi Siregar", "Siti Rahma")
WAITS = ImportStatus.WAITING_FOR_COLUMNS


class Kept:
    """Imports and headings, as the service keeps them; the order in which they are written."""

    def __init__(self, job: Import, *, is_late: bool = False) -> None:
        self.job, self.is_late = job, is_late
        self.store, self.arrived = self, SimpleNamespace(set=lambda: None)
        self.written: list[str] = []
        self.headings: dict[str, Any] = {}

    async def keep(self, known: Sequence[KnownHeadings]) -> None:
        self.written.append("headings")
        self.headings |= {each.fingerprint: each.fields for each in known}

    async def answer(self, job: Import, answer: Answer) -> Import | None:
        self.written.append("answer")
        update = {"answer": answer, "status": ImportStatus.WAITING, "question": None}
        return None if self.is_late else job.model_copy(update=update)

    async def get(self, _import_id: str) -> Import:
        return self.job


def an_import(question: Question | None, **more: Any) -> Import:
    fields = {"round_id": "r1", "district": "12.11", "file": "surat", "mode": Mode.ROWS}
    named = {"import_id": "i", "letter": "l", "file_id": "f", "size_bytes": 1, "dry_run": False}
    return Import(
        **(fields | named | more), created_at=MORNING_IN_MEDAN, status=WAITS, question=question
    )


async def answered(
    kept: Any, consent_on: date | None = None, **columns: dict[str, str]
) -> Import | Refused:
    """Answer `Satu={"A": "business_name", "B": ""}`; `surat` is a text file."""
    clock: Any = SimpleNamespace(now=lambda: MORNING_IN_MEDAN)
    fields = {
        ("" if sheet == "surat" else sheet, column): (field,) if field else ()
        for sheet, by_column in columns.items()
        for column, field in by_column.items()
    }
    return await Questions(kept, kept, clock).answer(kept.job, fields, consent_on, "Ibu Sari")


def read(folder: Path, content: bytes, **known: Any) -> tuple[Head, list[Any]]:
    path = folder / "letter"
    path.write_bytes(content)
    written = orjson.dumps(list(frames(path, AN_ERRAND.model_copy(update=known))))
    head, *portions = orjson.loads(written)
    rows = [row for portion in portions for row in portion.get("rows", ())]
    return Head.model_validate(head["head"]), rows


def question_on(head: Head, *, is_declared: bool = True) -> Question:
    question = question_of(head, is_declared=is_declared)
    assert question
    return question


def rows_of(*names: Sequence[str]) -> list[Cells]:
    return [
        [*pair, f"08126000{n:04}", "Kopi bubuk", "ya, 12-03-2026"]
        for n, pair in enumerate(zip(*names, strict=True))
    ]


def two_orders() -> bytes:
    """Write two sheets with the same headings; the second one names the owner first."""
    return a_book(
        Satu=[HEADINGS, *rows_of(BUSINESSES, OWNERS)], Dua=[HEADINGS, *rows_of(OWNERS, BUSINESSES)]
    )


def with_a_list() -> bytes:
    return a_book(Data=[CLEAR, *rows_of(BUSINESSES, OWNERS)], Rekap=LIST)


async def test_sheets_with_the_same_headings_in_another_order_are_each_asked_about(
    tmp_path: Path,
) -> None:
    head, _ = read(tmp_path, two_orders())
    kept = Kept(an_import(question_on(head)))

    job = await answered(kept, Satu={"A": "business_name"}, Dua={"B": "business_name"})

    assert isinstance(job, Import)
    assert job.answer
    _, rows = read(tmp_path, two_orders(), answers=job.answer.fields)
    names = [row["taken"]["business_name"] for row in rows]
    assert names == ["UD Maju", "Rosma", "Lamria"] * 2
    assert kept.headings == {}


def test_an_answer_for_one_sheet_is_not_remembered_for_another_sheet_of_the_letter(
    tmp_path: Path,
) -> None:
    head, _ = read(tmp_path, two_orders())
    mapping = {n: (f,) for n, f in enumerate(("business_name", "owner_name", "phone", "product"))}
    mark = head.tables[0].fingerprint

    again, _ = read(tmp_path, two_orders(), answers={0: mapping}, remembered={mark: mapping})

    assert [table.is_open for table in again.tables] == [False, True]


async def test_a_list_on_a_further_sheet_is_left_out_where_none_of_its_columns_is_needed(
    tmp_path: Path,
) -> None:
    head, _ = read(tmp_path, with_a_list())
    question = question_on(head, is_declared=False)

    job = await answered(Kept(an_import(question)), Rekap={"B": ""})

    assert [table.sheet for table in question.tables] == ["Rekap"]
    assert not question.consent
    assert isinstance(job, Import)
    assert job.answer
    _, rows = read(tmp_path, with_a_list(), answers=job.answer.fields)
    assert len(rows) == 3


async def test_the_only_table_of_a_letter_cannot_be_left_out(tmp_path: Path) -> None:
    head, _ = read(tmp_path, text(HEADINGS, *rows_of(BUSINESSES, OWNERS)))

    refused = await answered(Kept(an_import(question_on(head))), surat={"A": "", "B": ""})

    assert isinstance(refused, Refused)
    assert refused.code == "field-missing"


@pytest.mark.parametrize(("day", "is_refused"), [(1, False), (2, True)])
async def test_a_consent_of_today_in_medan_is_not_in_the_future(
    day: int, *, is_refused: bool
) -> None:
    question = Question(consent=True, message_id="", message_en="")

    outcome = await answered(Kept(an_import(question)), date(2026, 12, day))

    assert isinstance(outcome, Refused) is is_refused


async def test_an_answer_is_remembered_before_it_counts(tmp_path: Path) -> None:
    head, _ = read(tmp_path, text(HEADINGS, *rows_of(BUSINESSES, OWNERS)))
    kept = Kept(an_import(question_on(head)))

    await answered(kept, surat={"A": "business_name"})

    assert kept.written == ["headings", "answer"]


async def test_an_answer_that_comes_when_its_letter_is_forgotten_is_refused_and_remembered(
    tmp_path: Path,
) -> None:
    head, _ = read(tmp_path, text(HEADINGS, *rows_of(BUSINESSES, OWNERS)))
    why = Failure(code="not-answered", message_id="", message_en="")
    kept = Kept(an_import(question_on(head), failure=why), is_late=True)

    late = await answered(kept, surat={"A": "business_name", "B": "owner_name"})

    assert late == Refused("not-asked", "not-answered")
    assert [fields[0] for fields in kept.headings.values()] == [("business_name",)]


async def test_the_answer_of_the_first_officer_is_remembered_and_not_that_of_the_second(
    tmp_path: Path,
) -> None:
    head, _ = read(tmp_path, text(HEADINGS, *rows_of(BUSINESSES, OWNERS)))
    first = {0: ("owner_name",), 1: ("business_name",)}
    answer = Answer(fields={0: first}, consent_on=None, officer="Pak A", at=MORNING_IN_MEDAN)
    kept = Kept(an_import(question_on(head), answer=answer), is_late=True)

    late = await answered(kept, surat={"A": "business_name"})

    assert isinstance(late, Refused)
    assert list(kept.headings.values()) == [first]


async def test_what_was_answered_can_be_answered_anew_while_the_next_question_waits(
    tmp_path: Path,
) -> None:
    content = text(HEADINGS[:4], *(row[:4] for row in rows_of(BUSINESSES, OWNERS)))
    head, _ = read(tmp_path, content)
    first = await answered(
        Kept(an_import(question_on(head))), surat={"A": "owner_name", "B": "business_name"}
    )
    assert isinstance(first, Import)
    assert first.answer
    head, _ = read(tmp_path, content, answers=first.answer.fields)
    question = question_on(head, is_declared=False)
    kept = Kept(an_import(question, answer=first.answer))

    second = await answered(
        kept, date(2026, 11, 2), surat={"A": "business_name", "B": "owner_name"}
    )
    only_the_consent = await answered(
        Kept(an_import(question, answer=first.answer)), date(2026, 11, 2)
    )

    assert (question.tables, question.consent) == ((), True)
    assert isinstance(second, Import)
    assert second.answer
    assert [second.answer.fields[0][place] for place in (0, 1)] == [
        *(("business_name",), ("owner_name",))
    ]
    assert [fields[0] for fields in kept.headings.values()] == [("business_name",)]
    assert isinstance(only_the_consent, Import)
    assert only_the_consent.answer
    assert only_the_consent.answer.fields == first.answer.fields
