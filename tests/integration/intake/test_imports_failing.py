"""Imports that fail, by the file's fault or by our own: nothing of them is lost or stays behind."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import pytest

from services.intake.model.imports import Import, ImportStatus
from services.intake.model.lines import Line
from services.intake.model.questions import Question
from services.intake.model.responses import Response
from services.intake.store.imports import ImportStore
from services.intake.store.lookups import IntakeStore
from shared.plumbing.mongo import Collection, MongoFiles
from tests.integration.intake.importing import HEADINGS, a_row, post
from tests.integration.intake.office import Office, finished

pytestmark = pytest.mark.engines


def a_csv(*rows: list[Any]) -> bytes:
    return "\r\n".join(";".join(row) for row in [HEADINGS, *rows]).encode()


def stumbling(monkeypatch: pytest.MonkeyPatch, *, behind: int) -> None:
    """Let the service fail on every row behind this line."""
    write_lines = ImportStore.write_lines

    async def fail(store: ImportStore, job: Import, lines: Sequence[Line], **shown: Any) -> None:
        if lines[-1].line > behind:
            raise ZeroDivisionError
        await write_lines(store, job, lines, **shown)

    monkeypatch.setattr(ImportStore, "write_lines", fail)


async def response_of(office: Office) -> Response:
    store = IntakeStore(office.services[0].database)
    [response] = await store.list_responses(office.round_id)
    return response


@pytest.mark.parametrize("mode", ["rows", "all"])
async def test_a_letter_that_cannot_be_read_is_not_said_to_be_read_for_ever(
    office: Office, mode: str
) -> None:
    door = await office.replica()
    await office.open_round(door)

    failed = await finished(door, await post(door, office, b"PK\x03\x04 broken", mode=mode))

    assert failed["status"] == "failed"
    assert not (await response_of(office)).reading


async def test_a_letter_on_which_we_fail_is_counted_when_it_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = await office.replica()
    await office.open_round(door)
    content = a_csv(a_row(1), a_row(2))

    with monkeypatch.context() as patch:
        stumbling(patch, behind=0)
        await finished(door, await post(door, office, content))
    failed = await response_of(office)
    await finished(door, await post(door, office, content))
    counted = await response_of(office)

    assert (failed.reading, failed.letters) == ((), 1)
    assert (counted.reading, counted.letters, counted.tally.accepted) == ((), 1, 2)


async def test_the_report_is_whole_of_an_import_that_goes_on_after_our_own_fault(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = await office.replica()
    await office.open_round(door)
    content = a_csv(*[a_row(n) for n in range(2_500)])

    with monkeypatch.context() as patch:
        stumbling(patch, behind=2_000)
        failed = await finished(door, await post(door, office, content, mode="all"))
    done = await finished(door, await post(door, office, content, mode="all"))

    assert (failed["failure"]["code"], failed["rows"] > 0) == ("bug", True)
    assert (done["status"], done["rows"], done["accepted"]) == ("done", 2_500, 2_500)
    lines = [
        line
        async for line in ImportStore(office.services[0].database).read_lines(done["import_id"])
    ]
    assert [line.line for line in lines] == list(range(2, 2_502))


def pieces_of(office: Office) -> Collection:
    return office.services[0].database["imports.files"]


async def grow_old(pieces: Collection) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=2)
    await pieces.update_many({}, {"$set": {"orphan_since": long_ago}})


async def test_a_file_is_kept_for_its_import_though_its_sender_died_before_it_was_owned(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    job = await finished(door, await post(door, office, a_csv(a_row(1, hs="1"))))
    await grow_old(pieces_of(office))

    await files_of(office).drop_orphans()

    assert (await door.get(job["marked"])).status_code == 200
    assert await pieces_of(office).count_documents({"orphan_since": {"$exists": True}}) == 0


def files_of(office: Office) -> MongoFiles:
    return ImportStore(office.services[0].database).files


async def parts(*content: bytes) -> AsyncIterator[bytes]:
    for part in content:
        yield part


async def test_a_file_that_no_import_refers_to_is_deleted_when_it_is_old(office: Office) -> None:
    await office.replica()
    store = files_of(office)

    await store.keep(parts(b"of", b"nobody"))
    await store.drop_orphans()
    young = await pieces_of(office).count_documents({})
    await grow_old(pieces_of(office))
    await store.drop_orphans()

    assert (young, await pieces_of(office).count_documents({})) == (1, 0)


async def test_a_large_file_is_kept_in_pieces_and_comes_back_as_it_was(
    office: Office, tmp_path: Path
) -> None:
    door = await office.replica()
    await office.open_round(door)
    content = a_csv(a_row(1, name="UD " + "x" * 3_000_000))
    sent = await post(door, office, content)
    job = await ImportStore(office.services[0].database).get(sent.json()["import_id"])

    await files_of(office).copy(job.file_id, job.size_bytes, tmp_path / "letter")

    assert (tmp_path / "letter").read_bytes() == content
    assert await pieces_of(office).count_documents({}) == 3


async def test_nothing_is_kept_of_a_file_that_comes_again_or_not_to_its_end(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    store = files_of(office)

    async def broken_off() -> AsyncIterator[bytes]:
        yield b"x" * 2_000_000
        raise ConnectionResetError

    first = await finished(door, await post(door, office, a_csv(a_row(1))))
    again = await post(door, office, a_csv(a_row(1)))
    with pytest.raises(ConnectionResetError):
        await store.keep(broken_off())

    assert again.json() == first
    assert await pieces_of(office).count_documents({}) == 1


async def test_a_file_that_is_gone_is_no_empty_one_and_is_read_when_it_is_sent_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = await office.replica()
    await office.open_round(door)
    content = a_csv(a_row(1))

    with monkeypatch.context() as patch:
        patch.setattr(MongoFiles, "_keep_piece", AsyncMock())
        gone = await finished(door, await post(door, office, content))
    done = await finished(door, await post(door, office, content))

    assert gone["failure"]["code"] == "file-gone"
    assert (done["status"], done["accepted"]) == ("done", 1)


async def test_an_import_that_ended_is_not_begun_again_by_a_replica_that_lost_it(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    again = await post(door, office, a_csv(a_row(1)), filename="surat.csv")
    done = await finished(door, again)
    store = ImportStore(office.services[0].database)

    ended = await store.get(done["import_id"])
    await store.show(ended, status=ImportStatus.TAKING)
    await store.finish(ended, ImportStatus.FAILED)

    assert (await store.get(done["import_id"])).status is ImportStatus.DONE


async def test_a_replica_that_lost_an_import_neither_asks_nor_ends_it(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    done = await finished(door, await post(door, office, a_csv(a_row(1)), filename="surat.csv"))
    store = ImportStore(office.services[0].database)
    old = (await store.get(done["import_id"])).model_copy(update={"import_id": "again"})
    await store.add(old.model_copy(update={"status": ImportStatus.TAKING, "holder": None}))
    lost = await store.take_lease("the first replica", -1)
    held = await store.take_lease("the second replica", -1)
    assert lost
    assert held

    await store.ask(lost, Question(message_id="", message_en=""))
    await store.finish(lost, ImportStatus.FAILED)
    between = await store.get("again")
    await store.finish(held, ImportStatus.DONE)

    assert (between.status, between.question) == (ImportStatus.TAKING, None)
    assert (await store.get("again")).status is ImportStatus.DONE
