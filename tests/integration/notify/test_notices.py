"""From an event to a message in somebody's inbox, on real engines."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import httpx
import orjson
import pytest

from shared.contracts.endorsement import PriorityListPublished
from tests.integration.notify.inbox import Inbox
from tests.integration.notify.platform import Platform, a_contact, a_recommendation
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.timeout(120)]


async def test_an_event_told_twice_becomes_one_message_to_the_owner(
    platform: Platform, inbox: Inbox
) -> None:
    replica, umkm = await platform.replica(), platform.umkm("one")
    event_id = f"nomination/{umkm}:1:0"
    await platform.publish(a_contact(umkm))
    await platform.publish(a_recommendation(umkm), event_id=event_id)
    await platform.publish(a_recommendation(umkm), event_id=event_id)

    await replica.reaches("sent", umkm)

    async def announced() -> bool:
        return bool(await platform.published([umkm]))

    await until("the notice is announced", announced)
    [message], [event] = inbox.to(umkm), await platform.published([umkm])
    assert inbox.notices().count(f"{event_id}@umkm:{umkm}") == 1
    assert message["Subject"] == "Kopi Lintong direkomendasikan untuk program ekspor"
    assert "Tiurma Sihombing" in message.get_content()
    assert event["type"] == "notify.notice-sent.v1"
    assert event["data"] == {
        "notice_id": f"{event_id}@umkm:{umkm}",
        "about": umkm,
        "recipient": f"umkm:{umkm}",
        "template": "umkm-recommended",
        "channel": "email",
    }
    answer = (await replica.door.get(f"/notices/{event_id}@umkm:{umkm}")).json()
    assert (answer["status"], answer["channel"]) == ("sent", "email")
    recipient = (await replica.door.get(f"/recipients/umkm:{umkm}")).json()
    assert recipient["email"] == "o***@kopi.example"
    assert recipient["phone"] == "+628********90"
    counts = (await replica.door.get("/counts")).json()
    assert counts["by_status"]["sent"] == sum(counts["by_channel"].values())


async def test_an_owner_without_e_mail_is_reached_by_phone(
    platform: Platform, tmp_path: Path
) -> None:
    replica, umkm = await platform.replica(), platform.umkm("phone")
    await platform.publish(a_contact(umkm, email=None), a_recommendation(umkm))

    await replica.reaches("sent", umkm)

    lines = (tmp_path / "sink" / "whatsapp.jsonl").read_bytes().splitlines()
    mine = [line for line in map(orjson.loads, lines) if umkm in line["notice_id"]]
    assert [(line["channel"], line["to"]) for line in mine] == [("whatsapp", "+6281234567890")]


async def test_a_priority_list_is_told_to_33_offices_once(platform: Platform, inbox: Inbox) -> None:
    replica, number = await platform.replica(), int(platform.umkm("list")[-6:], 16)
    published = PriorityListPublished(
        list_number=number, capacity=10, placed=10, content_sha256="0" * 64
    )
    await platform.publish(published)

    await replica.reaches("sent", f"list-{number}")

    mine = [message for message in inbox.messages if f"list-{number}" in message["Message-ID"]]
    addresses = Counter(message["To"].addresses[0].addr_spec for message in mine)
    assert (len(addresses), set(addresses.values())) == (33, {1})


async def test_a_notice_waits_for_a_contact_and_leaves_when_it_comes(
    platform: Platform, inbox: Inbox
) -> None:
    replica, umkm = await platform.replica(), platform.umkm("late")
    await platform.publish(a_recommendation(umkm))
    await replica.reaches("waiting", umkm)

    await platform.publish(a_contact(umkm))

    await replica.reaches("sent", umkm)
    assert len(inbox.to(umkm)) == 1


async def test_a_notice_nobody_can_address_fails_after_a_week_and_can_be_driven_again(
    platform: Platform, inbox: Inbox
) -> None:
    replica, umkm = await platform.replica(), platform.umkm("nobody")
    await platform.publish(a_recommendation(umkm))
    await replica.reaches("waiting", umkm)

    await platform.jump(timedelta(days=8))
    await replica.reaches("failed", umkm)
    [failed] = await replica.notices(umkm)
    await platform.publish(a_contact(umkm))
    path = f"/notices/{failed['id']}/redrive"
    again = await replica.door.post(path, headers={"idempotency-key": umkm})
    same = await replica.door.post(path, headers={"idempotency-key": umkm})
    unknown = await replica.door.post("/notices/no-such/redrive")

    assert failed["reason"] == "no-contact"
    assert (again.status_code, same.status_code, unknown.status_code) == (202, 202, 404)
    await replica.reaches("sent", umkm)
    assert len(inbox.to(umkm)) == 1
    done = await replica.door.post(path)
    assert done.status_code == httpx.codes.CONFLICT


async def test_a_tombstone_leaves_no_trace_of_the_person(platform: Platform) -> None:
    replica, umkm = await platform.replica(), platform.umkm("erased")
    await platform.publish(a_contact(umkm), a_recommendation(umkm))
    await replica.reaches("sent", umkm)

    await platform.erase(umkm)

    async def erased() -> bool:
        answer = (await replica.door.get(f"/recipients/umkm:{umkm}")).json()
        return answer["erased_at"] is not None

    await until("the recipient is erased", erased)
    database = replica.service.database
    about_umkm = {"_id": {"$regex": umkm}}
    kept = [
        str(document)
        for name in await database.list_collection_names()
        async for document in database[name].find(about_umkm)
    ]
    assert len(kept) == 2
    for trace in ("Tiurma", "81234567890", "kopi.example"):
        assert not [document for document in kept if trace in document]
    await platform.publish(a_recommendation(umkm))

    async def waits() -> bool:
        return {n["status"] for n in await replica.notices(umkm)} == {"sent", "waiting"}

    await until("a new notice finds nobody", waits)


async def test_what_is_announced_holds_nothing_of_the_person(platform: Platform) -> None:
    replica, umkm = await platform.replica(), platform.umkm("private")
    await platform.publish(a_contact(umkm), a_recommendation(umkm))
    await replica.reaches("sent", umkm)

    async def announced() -> bool:
        return bool(await platform.published([umkm]))

    await until("the notice is announced", announced)
    text = orjson.dumps(await platform.published([umkm])).decode()
    for trace in ("Tiurma", "81234567890", "kopi.example"):
        assert trace not in text
