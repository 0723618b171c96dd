"""A consent that the sender declares holds, whatever has become of the file until then."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.intake.model.imports import Import, ImportStatus, Mode
from services.intake.model.questions import Question
from services.intake.store.imports import ImportStore
from shared.plumbing.core.settings import ClockKind
from tests.integration.intake.asking import a_letter_without_consent, sent, settled
from tests.integration.intake.office import Office
from tests.support.waiting import until

pytestmark = pytest.mark.engines
AGREED_ON = date(2026, 11, 2)
DECLARED = {"consent": "letter", "consent_on": AGREED_ON.isoformat()}
THE_CONSENT = Question(consent=True, message_id="", message_en="")
LEASE_SECONDS = 60


def an_import(**more: Any) -> Import:
    fields = {"round_id": "r1", "district": "12.11", "file": "surat", "mode": Mode.ROWS}
    named = {"import_id": "i", "letter": "l", "file_id": "f", "size_bytes": 1, "dry_run": False}
    return Import(**(fields | named | {"created_at": datetime.now(UTC)} | more))


async def claimed(store: ImportStore) -> Import:
    job = await store.take_lease("a replica", LEASE_SECONDS)
    assert job
    return job


async def test_a_consent_that_is_declared_before_the_file_is_read_holds(store: ImportStore) -> None:
    await store.add(an_import())

    await store.declare("i", AGREED_ON)

    assert (await claimed(store)).declared_consent_on == AGREED_ON


async def test_a_consent_that_is_declared_while_the_file_is_read_is_not_asked_for(
    store: ImportStore,
) -> None:
    await store.add(an_import())
    reading = await claimed(store)

    await store.declare("i", AGREED_ON)
    await store.ask(reading, THE_CONSENT)

    again = await claimed(store)
    assert (again.question, again.declared_consent_on) == (None, AGREED_ON)


async def test_a_consent_that_is_declared_while_columns_are_asked_about_is_kept(
    store: ImportStore,
) -> None:
    await store.add(an_import())
    await store.ask(await claimed(store), Question(message_id="", message_en=""))

    await store.declare("i", AGREED_ON)

    job = await store.get("i")
    assert job.status is ImportStatus.WAITING_FOR_COLUMNS
    assert job.declared_consent_on == AGREED_ON


async def test_a_consent_that_is_declared_when_rows_are_taken_already_changes_nothing(
    store: ImportStore,
) -> None:
    await store.add(an_import())
    await store.show(await claimed(store), status=ImportStatus.TAKING)

    await store.declare("i", AGREED_ON)

    assert (await store.get("i")).declared_consent_on is None


async def test_a_letter_that_nobody_answered_is_sent_again_with_a_declaration(
    office: Office,
) -> None:
    door = await office.replica(ClockKind.PLATFORM)
    closes_at = datetime.now(UTC) + timedelta(days=90)
    await office.open_round(door, closes_at=closes_at.isoformat())
    waiting = await sent(door, office, a_letter_without_consent(1))
    await office.move_clock(timedelta(days=31))

    async def is_forgotten() -> bool:
        return bool((await door.get(waiting["url"])).json()["forgotten"])

    await until("the file is forgotten", is_forgotten)
    done = await sent(door, office, a_letter_without_consent(1), **DECLARED)

    assert (waiting["status"], done["status"], done["accepted"]) == (
        "waiting-for-columns",
        "done",
        3,
    )


async def test_a_declaration_that_the_letter_denies_is_asked_about_first(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    denied = a_letter_without_consent(1, "Seluruh pemilik BELUM menyetujui datanya dibagikan")

    waiting = await sent(door, office, denied, **DECLARED)
    answer = {"officer": "Ibu Sari", "consent_on": AGREED_ON.isoformat()}
    await door.put(f"{waiting['url']}/columns", json=answer)

    assert waiting["question"]["consent"]
    assert "BELUM" in waiting["question"]["sentence"]
    assert (await settled(door, waiting["url"]))["accepted"] == 3
