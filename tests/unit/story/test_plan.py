"""Who answers when, whose letter a file is, and what the mentors do."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from story.mentors import SHARES, VISITS, Fate, book_of, fate_of
from story.plan import plan_real, plan_sample
from story.platform import StoryError
from story.quiescence import Look
from story.reconcile.deliveries import read_deliveries
from story.reconcile.private_words import private_words
from story.reconcile.reading_letters import read_letter
from tests.support.provinces import SUMUT

MAIL = b"Message-ID: <ballot/u:1:0%40umkm%3Au@sentra.example>\nSubject: x\n\nIsi"


def letters_of(folder: Path, count: int) -> Path:
    for code in list(SUMUT.names)[:count]:
        (folder / f"surat-{code}.csv").write_text("Nama;HP;Produk\n")
    return folder


@pytest.mark.parametrize(
    ("letters", "expected"), [(33, (20, 8, 5)), (3, (1, 1, 1)), (2, (1, 1, 0)), (1, (1, 0, 0))]
)
def test_some_answer_at_once_some_after_the_reminder_some_never(
    letters: int, expected: tuple[int, int, int], tmp_path: Path
) -> None:
    plan = plan_sample(letters_of(tmp_path, letters), capacity=10, seed=1)

    never = letters - len(plan.sent)
    assert (len(plan.at_once), len(plan.after_reminder), never) == expected
    assert len(plan.asked_districts) == letters


def test_real_letters_are_all_sent_and_every_district_is_asked(tmp_path: Path) -> None:
    plan = plan_real(letters_of(tmp_path, 2), capacity=10, seed=1)

    assert (len(plan.at_once), len(plan.asked_districts)) == (2, 33)


def test_a_folder_without_a_letter_is_said_in_words_with_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "medan.pdf").write_text("x")

    with pytest.raises(StoryError, match=r"(?s)no letter to send.*medan\.pdf: .* / A \.pdf file"):
        plan_real(tmp_path, capacity=10, seed=1)


def test_rows_are_counted_from_the_bytes_of_a_letter(tmp_path: Path) -> None:
    text = (
        "DAFTAR UMKM;;\nNama;Pemilik;No. HP\nKopi Café;Siti Rahayu;0812-3456-7890\n;;\nUD A;B C;1\n"
    )
    path = tmp_path / "surat.csv"
    path.write_bytes(text.encode("cp1252"))

    letter = read_letter(path)

    assert list(letter.rows) == [3, 5]
    words = private_words([letter])
    assert words.numbers == {"81234567890"}
    assert words.phrases == {("siti", "rahayu"), ("b", "c")}


def test_the_unicode_text_of_excel_is_counted_as_intake_reads_it(tmp_path: Path) -> None:
    text = "Nama\tPemilik\tNo. HP\nKopi Café\tSiti Rahayu\t0812-3456-7890\nUD A\tB C\t1\n"
    path = tmp_path / "kota medan.txt"
    path.write_bytes(text.encode("utf-16"))

    assert list(read_letter(path).rows) == [2, 3]


def test_a_workbook_is_known_by_its_bytes_whatever_its_name_ends_in(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["Nama Usaha", "Pemilik", "No HP"], ["UD Maju", "Tiur", 812]):
        book.worksheets[0].append(row)
    path = tmp_path / "kota medan.csv"
    book.save(path)

    assert read_letter(path).rows == {2: ["UD Maju", "Tiur", "812"]}


def test_fates_are_shared_out_and_never_change() -> None:
    journeys = [{"district": "12.01", "business_name": f"Usaha {n}"} for n in range(2000)]
    fates = [fate_of(7, journey) for journey in journeys]

    assert fates == [fate_of(7, journey) for journey in journeys]
    for fate, part in {**SHARES, Fate.LEAVES: 1 - sum(SHARES.values())}.items():
        assert abs(fates.count(fate) / 2000 - part) < 0.03
    assert book_of(journeys, 7).exported == fates.count(Fate.EXPORTS)


def test_visits_are_in_the_order_of_time() -> None:
    days = [visit.day for visit in VISITS]

    assert days == sorted(set(days))


def test_a_new_process_has_not_run_its_jobs_yet() -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
    calm = Look(now={"intake": early}, jobs={"intake": {"remind": early, "close": early}})

    done = Look(now={"intake": late}, jobs={"intake": {"remind": late, "close": late}})
    fresh = Look(now={"intake": late}, jobs={"intake": {"remind": late}})

    assert done.unfinished_since(calm) == []
    assert fresh.unfinished_since(calm) == ["intake has not finished its job 'close'"]


def test_a_message_that_came_twice_is_one_notice(tmp_path: Path) -> None:
    new, sink = tmp_path / "mail" / "new", tmp_path / "sink"
    new.mkdir(parents=True)
    sink.mkdir()
    for name in ("1", "2"):
        (new / name).write_bytes(MAIL)
    (sink / "sms.jsonl").write_text('{"notice_id": "a@b"}\nhalf a li\n')

    deliveries = read_deliveries(tmp_path / "mail", sink)

    assert deliveries.mails == {"ballot/u:1:0@umkm:u": 2}
    assert deliveries.sunk == {"a@b": 1}


def test_a_workbook_is_read_as_the_letter_that_it_was_typed_from(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["DINAS KOPERASI"], ["Nama Usaha", "Pemilik", "No HP"], ["UD Maju", "Tiur", 812]):
        book.worksheets[0].append(row)
    path = tmp_path / "surat-12.11.xlsx"
    book.save(path)

    letter = read_letter(path)

    assert letter.headings == ("Nama Usaha", "Pemilik", "No HP")
    assert letter.rows == {3: ["UD Maju", "Tiur", "812"]}
