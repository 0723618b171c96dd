"""What is said of a file and of its rows is said in the words of the office."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from services.intake.files.child import frames
from services.intake.files.reader import Head, ReadRow
from services.intake.files.report import as_csv
from services.intake.handlers.contents import noticed_of
from services.intake.handlers.rows import line_of
from services.intake.letters import reference
from services.intake.letters.vocabulary import vocabulary
from services.intake.model.imports import Failure, ImportStatus, Outcome
from services.intake.model.lines import Finding, Line
from services.intake.model.questions import ColumnView, Question, TableView
from shared.plumbing.core.aggregate import Applied
from shared.plumbing.core.failures import Refused
from shared.tables.understanding.decision import Reason
from shared.tables.unreadable import UnreadableFileError
from tests.unit.intake.errands import AN_ERRAND
from tests.unit.intake.rows import accepted
from tests.unit.intake.test_letters_marking import an_import
from tests.unit.intake.test_letters_sheets import a_book
from tests.unit.intake.wrong_files import (
    BIG_MEMBER,
    GOOD,
    HEADINGS,
    book,
    changed,
    rezipped,
    text,
)

FORETOLD = ["dapat diambil, perhatian", "dapat diambil", "ditolak", "ganda"]
A_QUESTION = Question(message_id="Kolom belum jelas.", message_en="Columns are not clear.")
FIRST = ["Nama Usaha", "Pemilik", "No HP", "Produk"]


def frames_of(folder: Path, content: bytes) -> list[dict[str, Any]]:
    path = folder / "letter"
    path.write_bytes(content)
    return list(frames(path, AN_ERRAND))


def refusal_of(folder: Path, content: bytes) -> UnreadableFileError:
    *_, last = frames_of(folder, content)
    return UnreadableFileError(last["unreadable"], **last["details"])


@pytest.mark.parametrize(
    ("cell", "code"),
    [("Halal; " + "x" * 61, "too-long"), ("; ".join(f"SNI {n}" for n in range(21)), "too-many")],
)
def test_a_wrong_certificate_is_left_out_and_told_by_its_column_with_what_was_given(
    cell: str, code: str, tmp_path: Path
) -> None:
    content = text([*HEADINGS, "Sertifikat"], [*GOOD, f'"{cell}"'])

    [_, portion] = frames_of(tmp_path, content)

    assert portion["rows"][0]["notices"] == [("certificates", code, cell, "Sertifikat")]


def test_a_column_that_nobody_understands_is_told_and_our_own_remarks_are_none(
    tmp_path: Path,
) -> None:
    headings = [*HEADINGS, "Zodiak", "Perbaikan (perlu diperbaiki)"]

    [head, _] = frames_of(tmp_path, text(headings, [*GOOD, "Leo", ""]))

    found = Head.model_validate(head["head"])
    assert [(each.code, each.given) for each in noticed_of(found)] == [("unknown-column", "Zodiak")]


def test_an_address_of_a_whole_group_is_left_out_and_the_report_says_why(tmp_path: Path) -> None:
    row = [*GOOD, "dinas@usaha.example"]

    [head, _] = frames_of(tmp_path, text([*HEADINGS, "Email"], *[row] * 7))

    [notice] = noticed_of(Head.model_validate(head["head"]))
    assert (notice.code, notice.given) == ("shared-email", "Email")


@pytest.mark.parametrize(("reason", "notices"), [(Reason.ANSWERED, 0), (Reason.HEADING, 1)])
def test_a_column_that_the_sender_does_not_need_is_not_called_misunderstood(
    reason: Reason, notices: int
) -> None:
    column = ColumnView(sheet="", column="A", heading="No", reason=reason)
    table = TableView(sheet="", fingerprint="", columns=(column,))

    assert len(list(noticed_of(Head(tables=[table])))) == notices


@pytest.mark.parametrize(
    ("headings", "cells", "column"),
    [
        (["Tgl Persetujuan"], ["32-13-2026"], "Tgl Persetujuan"),
        (["Persetujuan data", "Ket."], ["ya", "sudah mencabut persetujuan"], "Ket."),
        (["Persetujuan data", "NIK/NIB"], ["ya", "12"], "NIK/NIB"),
        (["Persetujuan data", "Alamat"], ["ya", "Jl. A, Desa B, Kec. C, Kota Medan"], "Alamat"),
        (["Persetujuan data", "HP/WA 2"], ["ya", "08-"], "No HP / HP/WA 2"),
    ],
)
def test_a_problem_names_the_column_in_which_its_cell_stands(
    headings: list[str], cells: list[str], column: str, tmp_path: Path
) -> None:
    row = [*GOOD[:2], "" if "HP/WA 2" in headings else GOOD[2], GOOD[3], *cells]

    [_, portion] = frames_of(tmp_path, text([*FIRST, *headings], row))

    assert {remark[3] for remark in portion["rows"][0]["problems"]} == {column}


def test_a_problem_on_a_further_sheet_names_the_heading_of_that_sheet(tmp_path: Path) -> None:
    renamed = ["Telepon" if heading == "No HP" else heading for heading in HEADINGS]
    content = a_book(Satu=[HEADINGS, GOOD], Dua=[renamed, changed(c2="12")])

    [_, portion] = frames_of(tmp_path, content)

    assert [remark[3] for remark in portion["rows"][1]["problems"]] == ["Telepon"]


async def test_the_report_of_a_file_that_failed_says_why_in_both_languages() -> None:
    async def no_lines() -> Any:
        for line in list[Line]():
            yield line

    why = Failure(code="empty", message_id="Berkas kosong.", message_en="The file is empty.")
    job = an_import(failure=why, status=ImportStatus.FAILED)

    report = "".join([part async for part in as_csv(no_lines(), job, everything=False)])

    [row] = csv.DictReader(io.StringIO(report.removeprefix("\ufeff")), delimiter=";")
    assert [row[name] for name in ("hasil", "kode", "keterangan", "explanation")] == [
        *("gagal", "empty", "Berkas kosong.", "The file is empty.")
    ]


def test_a_missing_column_is_named_as_the_template_heads_it(tmp_path: Path) -> None:
    refused = refusal_of(tmp_path, text(HEADINGS[:2] + HEADINGS[3:], GOOD[:2] + GOOD[3:]))

    assert "surat: No HP." in refused.message_id
    assert "columns: phone." in refused.message_en


def test_every_field_has_a_name_that_officers_know() -> None:
    without = {field for field in vocabulary().fields if reference.heading_of(field) == field}

    assert not without


@pytest.mark.parametrize(
    ("state", "whole", "rows"),
    [
        ({"status": "done"}, [], ["diambil, perhatian", "diambil", "ditolak", "ganda"]),
        ({"status": "done", "dry_run": True}, ["tidak diambil"], FORETOLD),
        ({"status": "refused"}, ["tidak diambil"], FORETOLD),
        ({"status": "waiting-for-columns", "question": A_QUESTION}, ["menunggu"], FORETOLD),
        ({"status": "checking"}, ["tidak diambil"], FORETOLD),
    ],
)
async def test_a_report_says_taken_only_where_rows_are_taken(
    state: dict[str, Any], whole: list[str], rows: list[str]
) -> None:
    why = Finding(field="phone", code="c", message_id="a", message_en="b")

    async def lines() -> Any:
        yield Line(2, Outcome.ACCEPTED, "new", notices=(why,))
        yield Line(3, Outcome.ACCEPTED, "new")
        yield Line(4, Outcome.REFUSED, problems=(why,))
        yield Line(5, Outcome.DUPLICATE, "old", problems=(why,))

    job = an_import(**state)
    report = "".join([part async for part in as_csv(lines(), job, everything=True)])

    records = list(csv.DictReader(io.StringIO(report.removeprefix("\ufeff")), delimiter=";"))
    assert [record["hasil"] for record in records] == [*whole, *rows]
    assert all(record["keterangan"] != record["explanation"] for record in records[: len(whole)])
    ids = [record["umkm_id"] for record in records[len(whole) :]]
    assert ids == (["", "", "", "old"] if whole else ["new", "new", "", "old"])


@pytest.mark.parametrize(
    "members", [{"xl/bomb.xml": BIG_MEMBER}, {f"xl/{n}.xml": b"" for n in range(3_000)}]
)
def test_what_is_too_big_in_a_file_is_greater_than_what_is_allowed(
    members: dict[str, bytes], tmp_path: Path
) -> None:
    refused = refusal_of(tmp_path, rezipped(book(HEADINGS, GOOD), members))

    found, limit = map(int, re.findall(r"[0-9]+", refused.message_en))
    assert found > limit


def test_a_duplicate_names_the_other_line_and_what_they_share() -> None:
    row = ReadRow(line=7, taken=accepted())
    again = Refused("duplicate", "recommended already: 12.11, surat.csv, line 4")

    [problem] = line_of(row, Applied("U1", 1, again)).problems

    assert problem.given == "12.11, surat.csv, line 4"
    assert all(number in problem.message_en for number in ("NIB", "NIK"))
