"""What becomes of notices when the mail server, or notify itself, fails."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from services.notify.handlers.dispatch import WINDOW
from services.notify.model.notices import Claim
from shared.plumbing.core.aggregate import Input
from tests.integration.notify.inbox import Inbox
from tests.integration.notify.platform import Platform, a_contact, a_recommendation
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.timeout(120)]


async def a_crowd(platform: Platform, size: int) -> list[str]:
    """Publish contacts of so many UMKM, then their recommendations."""
    crowd = [platform.umkm(f"crowd{n}") for n in range(size)]
    await platform.publish(*(a_contact(umkm) for umkm in crowd))
    await platform.publish(*(a_recommendation(umkm) for umkm in crowd))
    return crowd


async def test_while_the_mail_server_is_away_nothing_fails_and_nothing_is_lost(
    platform: Platform, inbox: Inbox
) -> None:
    replica, umkm = await platform.replica(), platform.umkm("away")
    await inbox.close()
    await platform.publish(a_contact(umkm))
    await replica.knows(umkm)
    await platform.publish(a_recommendation(umkm))
    await replica.reaches("queued", umkm)

    done_at = replica.service.jobs.done_at
    before, since = done_at.get("dispatch"), done_at["give-up"]

    async def several_rounds() -> bool:
        return done_at["give-up"] - since > timedelta(seconds=1)

    await until("the jobs ran several times", several_rounds)
    [notice] = await replica.notices(umkm)
    assert (notice["status"], notice["attempts"]) == ("queued", 0)
    assert replica.service.jobs.done_at.get("dispatch") == before, "its work is not done"
    await inbox.open()

    await replica.reaches("sent", umkm)
    assert len(inbox.to(umkm)) == 1


async def test_a_contact_that_comes_while_the_mail_server_is_away_is_used_when_it_is_back(
    platform: Platform, inbox: Inbox
) -> None:
    replica, umkm = await platform.replica(), platform.umkm("late")
    await inbox.close()
    await platform.publish(a_recommendation(umkm))
    await replica.reaches("waiting", umkm)

    await platform.publish(a_contact(umkm))
    await replica.knows(umkm)
    await inbox.open()

    await replica.reaches("sent", umkm)
    assert len(inbox.to(umkm)) == 1


async def test_a_full_window_of_notices_for_a_channel_that_is_away_holds_up_no_other_channel(
    platform: Platform, inbox: Inbox
) -> None:
    replica, phone_only = await platform.replica(), platform.umkm("phone")
    crowd = [platform.umkm(f"held{n}") for n in range(WINDOW + 1)]
    await inbox.close()
    await platform.publish(*(a_contact(umkm) for umkm in crowd), a_contact(phone_only, email=None))
    for umkm in (*crowd, phone_only):
        await replica.knows(umkm)
    await platform.publish(*(a_recommendation(umkm) for umkm in crowd))
    await replica.reaches("queued", *crowd)

    await platform.publish(a_recommendation(phone_only))

    await replica.reaches("sent", phone_only)
    await replica.reaches("queued", *crowd)
    await inbox.open()
    await replica.reaches("sent", *crowd)


async def test_a_notice_that_waited_for_its_contact_holds_up_no_other_channel(
    platform: Platform, inbox: Inbox
) -> None:
    replica = await platform.replica()
    waiting, phone_only = platform.umkm("waiting"), platform.umkm("phone")
    await inbox.close()
    await platform.publish(a_recommendation(waiting), a_contact(phone_only, email=None))
    await replica.reaches("waiting", waiting)
    await platform.publish(a_contact(waiting))
    await replica.knows(waiting)
    await replica.knows(phone_only)

    await platform.publish(a_recommendation(phone_only))

    await replica.reaches("sent", phone_only)
    await replica.reaches("waiting", waiting)
    await inbox.open()
    await replica.reaches("sent", waiting)


async def test_a_mail_server_that_hangs_up_in_the_middle_gets_each_notice_in_the_end(
    platform: Platform, inbox: Inbox
) -> None:
    replica = await platform.replica()
    inbox.seconds_each = 0.02
    crowd = await a_crowd(platform, 100)

    async def half_way() -> bool:
        return len(inbox.messages) > 30

    await until("a part has arrived", half_way)
    await inbox.close()
    await inbox.open()

    await replica.reaches("sent", *crowd)
    arrived = Counter(notice for notice in inbox.notices() if "crowd" in notice)
    mine = {notice: times for notice, times in arrived.items() if notice.endswith(crowd[0][-8:])}
    assert len(mine) == 100
    # The one that each of four connections had in hand may have come through.
    assert sum(mine.values()) <= 104


async def test_two_replicas_send_each_notice_once(platform: Platform, inbox: Inbox) -> None:
    first, second = await platform.replica(), await platform.replica()
    inbox.seconds_each = 0.005
    crowd = await a_crowd(platform, 600)

    await first.reaches("sent", *crowd)

    arrived = Counter(notice for notice in inbox.notices() if notice.endswith(crowd[0][-8:]))
    assert (len(arrived), set(arrived.values())) == (600, {1})
    claims = first.service.database["notices"].aggregate(
        [
            {"$match": {"_id": {"$regex": f"{crowd[0][-8:]}$"}}},
            {"$unwind": "$history"},
            {"$match": {"history.cause": {"$regex": "^MarkSent/"}}},
            {"$group": {"_id": {"$substrBytes": ["$history.cause", 9, 32]}}},
        ]
    )
    assert len(await claims.to_list(None)) == 2, "both took part"
    assert second.service.ready

    async def announced() -> bool:
        return len(await platform.published(crowd)) == 600

    await until("each is announced", announced)


async def test_an_address_that_is_refused_for_good_goes_to_the_next_channel(
    platform: Platform, inbox: Inbox, tmp_path: Path
) -> None:
    replica, umkm = await platform.replica(), platform.umkm("gone")
    inbox.refuse = lambda address: f"550 5.1.1 <{address}> unknown" if umkm in address else None
    await platform.publish(a_contact(umkm), a_recommendation(umkm))

    await replica.reaches("sent", umkm)

    [notice] = await replica.notices(umkm)
    assert (notice["channel"], notice["given_up"]) == ("whatsapp", ["email"])
    assert umkm in (tmp_path / "sink" / "whatsapp.jsonl").read_text()


async def test_without_another_channel_it_fails_and_the_reason_names_no_address(
    platform: Platform, inbox: Inbox
) -> None:
    replica, umkm = await platform.replica(), platform.umkm("alone")
    inbox.refuse = lambda address: f"550 5.1.1 <{address}> unknown" if umkm in address else None
    await platform.publish(a_contact(umkm, phone=None), a_recommendation(umkm))

    await replica.reaches("failed", umkm)

    [notice] = await replica.notices(umkm)
    assert notice["reason"] == "e-mail: refused with 550 5.1.1"


async def test_a_passing_refusal_is_tried_again_later(platform: Platform, inbox: Inbox) -> None:
    replica, umkm = await platform.replica(), platform.umkm("busy")
    inbox.refuse = lambda address: "450 4.2.1 mailbox busy" if umkm in address else None
    await platform.publish(a_contact(umkm), a_recommendation(umkm))

    async def refused_once() -> bool:
        notices = await replica.notices(umkm)
        return bool(notices) and notices[0]["attempts"] == 1

    await until("it was refused once", refused_once)
    inbox.refuse = lambda _address: None
    await platform.jump(timedelta(minutes=2))

    await replica.reaches("sent", umkm)
    assert len(inbox.to(umkm)) == 1


async def test_the_claim_of_a_dead_replica_is_taken_over(platform: Platform, inbox: Inbox) -> None:
    replica, umkm = await platform.replica(), platform.umkm("orphan")
    await inbox.close()
    await platform.publish(a_contact(umkm))
    await replica.knows(umkm)
    await platform.publish(a_recommendation(umkm))
    await replica.reaches("queued", umkm)
    [notice] = await replica.notices(umkm)
    claim = Input(notice["id"], "claim/dead/1", Claim("dead/1"))
    await replica.service.desks[0].runner.apply([claim])
    await replica.reaches("sending", umkm)

    await inbox.open()
    await platform.jump(timedelta(days=100))

    await replica.reaches("sent", umkm)
    assert len(inbox.to(umkm)) == 1


async def test_a_replica_killed_while_it_sends_loses_nothing_and_announces_nothing_twice(
    platform: Platform, inbox: Inbox
) -> None:
    process = await platform.process()
    inbox.seconds_each = 0.02
    crowd = await a_crowd(platform, 300)

    async def in_the_middle() -> bool:
        return len(inbox.messages) > 50

    await until("it has begun to send", in_the_middle)
    process.kill()
    await process.wait()
    replica = await platform.replica()

    await replica.reaches("sent", *crowd)

    async def announced() -> bool:
        return len(await platform.published(crowd)) >= 300

    await until("each is announced", announced)
    counts = Counter(each["data"]["notice_id"] for each in await platform.published(crowd))
    assert (len(counts), set(counts.values())) == (300, {1})
    arrived = Counter(notice for notice in inbox.notices() if notice.endswith(crowd[0][-8:]))
    assert len(arrived) == 300
    # Twice at most, and only what was sent and not yet marked: a part of one portion.
    assert max(arrived.values()) <= 2
    assert sum(arrived.values()) <= 300 + 200
