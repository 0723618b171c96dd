"""Letters of 33 districts, over HTTP into MongoDB and onto the topics."""

import hashlib
import re
from collections import Counter

import orjson
import pytest

from services.intake.model.nominations import Recommend
from services.intake.model.rounds import Call
from shared.plumbing.core.aggregate import Input
from story.sample.manifest import ExpectedOutcome, Place
from tests.integration.intake.office import (
    CONTACTS,
    DISTRICTS,
    FIXTURE,
    IDENTITY_KEY,
    MANIFEST,
    Office,
    lines_of,
    of_type,
)
from tests.support.waiting import until
from tests.unit.intake.builders import CLOSING, DAY, NOW, a_recommendation, umkm_id

pytestmark = pytest.mark.engines
MEDAN = "surat-12.71-medan.csv"
PRIVATE = re.compile(rb"\+62\d{6}|@|(?<!\d)[1-9]\d{15}(?!\d)")


async def test_every_row_of_every_letter_becomes_what_its_writer_expects(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)

    jobs = {file: await office.send(door, file) for file in DISTRICTS}

    lines = {
        Place(file, line["line"]): line
        for file, job in jobs.items()
        for line in await lines_of(door, job)
    }
    expected = MANIFEST.expected()
    outcomes = {place: line["outcome"] for place, line in lines.items()}
    assert outcomes == {place: row.outcome for place, row in expected.items()}
    reasons = Counter(code for row in expected.values() for code in row.codes)
    counts = (await door.get("/counts")).json()
    assert counts["refused_by_code"] == reasons
    waiting = MANIFEST.count_waiting()
    assert counts["nominations"] == {
        "commodity-open": waiting,
        "recommended": MANIFEST.counted()[ExpectedOutcome.ACCEPTED] - waiting,
    }
    assert (counts["letters"], counts["answered"], counts["rows"]) == (33, 33, 3300)

    await office.all_published(door)
    facts = await office.facts([job["letter"] for job in jobs.values()])
    accepted = {line["umkm_id"] for line in lines.values() if line["outcome"] == "accepted"}
    recommended = [fact["subject"] for fact in of_type(facts, "umkm-recommended")]
    contacts = [fact["subject"] for fact in of_type(facts, "contact-changed")]
    assert sorted(contacts) == sorted(accepted)
    assert len(recommended) == len(accepted) - waiting
    assert set(recommended) < accepted
    assert len(of_type(facts, "round-opened")) == len(of_type(facts, "district-responded")) == 33
    assert {fact["topic"] for fact in of_type(facts, "contact-changed")} == {CONTACTS}
    open_to_all = [orjson.dumps(fact["data"]) for fact in facts if fact["topic"] != CONTACTS]
    assert not [text for text in open_to_all if PRIVATE.search(text)]


async def test_a_duplicate_names_the_row_that_counts(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    files = list(DISTRICTS)[:2]

    jobs = {file: await office.send(door, file) for file in files}

    lines = {
        Place(file, line["line"]): line
        for file, job in jobs.items()
        for line in await lines_of(door, job)
    }
    expected = {p: row for p, row in MANIFEST.expected(files).items() if row.same_as}
    assert expected
    for place, row in expected.items():
        assert row.same_as
        first = f"{DISTRICTS[row.same_as.letter]}, {row.same_as.letter}, line {row.same_as.line}"
        assert [problem["given"] for problem in lines[place]["problems"]] == [first]


async def test_the_same_letter_again_is_answered_alike_and_tells_nothing_new(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    first = await office.send(door, MEDAN)
    await office.all_published(door)
    before = await office.facts([first["letter"]])

    again = await office.send(door, MEDAN)

    await office.all_published(door)
    assert again == first
    assert len(await office.facts([first["letter"]])) == len(before)
    assert (await door.get("/counts")).json()["rows"] == first["rows"]


async def test_what_a_killed_replica_had_written_is_published_by_another(office: Office) -> None:
    door = await office.replica()
    new = a_recommendation(nik=None, owner_name=office.round_id)
    command = Recommend(new, Call(office.round_id, NOW, CLOSING + 9999 * DAY, ("12.11",)), "a, 1")
    nominations = next(
        desk for desk in office.services[0].desks if desk.runner.kind.name == "nomination"
    )

    # What a kill between the write and the publication leaves behind.
    await nominations.runner.save(
        [Input(umkm_id(new, IDENTITY_KEY), "http/1", command)], pending=True
    )

    async def is_published() -> bool:
        return len(of_type(await office.facts(), "umkm-recommended")) == 1

    await until("the recommendation is told", is_published)
    await office.all_published(door)


async def test_a_letter_after_the_closing_is_refused_whole(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    early = await office.send(door, MEDAN)
    (await door.post(f"/rounds/{office.round_id}/close")).raise_for_status()

    late = await office.post(door, "surat-12.07-deli-serdang.csv")
    again = await office.send(door, MEDAN)

    assert (late.status_code, late.json()["title"]) == (409, "round-closed")
    assert again == early


async def test_nothing_on_the_topics_opens_an_import_or_tells_the_key_of_a_request(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    new = a_recommendation().model_dump(mode="json", exclude_none=True)
    path = f"/rounds/{office.round_id}/recommendations"
    private = hashlib.sha256((FIXTURE / MEDAN).read_bytes()).hexdigest()

    by_hand = await door.post(path, json=new, headers={"idempotency-key": "1271-budi"})
    job = await office.send(door, MEDAN)

    assert by_hand.is_success
    facts = orjson.dumps(await office.facts([job["letter"]])).decode()
    assert "http/" in facts
    assert job["letter"] in facts
    for secret in ("1271-budi", job["import_id"], job["import_id"][:32], private):
        assert secret not in facts
