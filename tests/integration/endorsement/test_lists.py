"""Priority lists: one is in force, and a UMKM has at most one place on it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bench.lists.endorsed import an_endorsed
from services.endorsement.handlers import finishing
from tests.integration.endorsement.hall import Hall
from tests.integration.endorsement.listing import Listing
from tests.support.engines import Engines

pytestmark = [pytest.mark.engines, pytest.mark.timeout(240)]
NEVER = 3_600.0
NOT_FOUND = 404


async def test_of_two_drafts_over_one_list_one_is_published(listing: Listing) -> None:
    await listing.endorsed(*(an_endorsed(minute=n) for n in range(3)))
    other = await listing.hall.replica()
    await listing.draft(1, capacity=2)
    await listing.draft(2, capacity=3)

    requests = [("/priority-lists/1/publish", other), ("/priority-lists/2/publish", None)]
    answers = await asyncio.gather(*(listing.ask(path, at) for path, at in requests))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json()["title"] == "base-superseded"
    loser = answers.index(refused) + 1
    again = await listing.ask(*requests[loser - 1])
    assert again.json() == refused.json()
    assert (await listing.head(loser))["status"] == "draft"
    discarded = await listing.ask(f"/priority-lists/{loser}/discard")
    assert discarded.json()["status"] == "discarded"


async def test_when_a_place_is_lost_the_first_who_waits_moves_up_and_the_others_keep_theirs(
    listing: Listing,
) -> None:
    umkm = await listing.endorsed(*(an_endorsed(minute=n) for n in range(5)))
    await listing.draft(1, capacity=3)
    await listing.publish(1)
    await listing.reopen(umkm[1])
    # The best of all comes too late for those who have their places already.
    best = await listing.endorsed(an_endorsed(score=100.0))

    head = await listing.draft(2, capacity=3)
    await listing.publish(2)

    assert (head["base"], head["placed"], head["kept"], head["waiting"]) == (1, 3, 2, 2)
    places = await listing.entries(2)
    assert [(e["umkm_id"], e["kept"]) for e in places] == [
        (umkm[0], True),
        (umkm[2], True),
        (best[0], False),
    ]
    assert [e["umkm_id"] for e in await listing.entries(2, part="waiting")] == umkm[3:]
    assert await listing.announced(2) == [umkm[0], umkm[2], best[0]]
    assert (await listing.head(1))["superseded_by"] == 2
    assert [e["umkm_id"] for e in await listing.entries(1)] == umkm[:3]


async def test_a_draft_on_which_somebody_lost_the_endorsement_is_refused_by_name(
    listing: Listing,
) -> None:
    umkm = await listing.endorsed(*(an_endorsed(minute=n) for n in range(3)))
    await listing.draft(1, capacity=2)
    await listing.reopen(umkm[2])  # who waits is no reason
    await listing.reopen(umkm[0])

    answer = await listing.ask("/priority-lists/1/publish")

    assert (answer.status_code, answer.json()["title"]) == (409, "draft-is-stale")
    assert f"1 of its 2 places are of UMKM ({umkm[0]}) that were reopened" in answer.text
    assert (await listing.ask("/priority-lists/1/publish")).json() == answer.json()
    await listing.draft(2, capacity=2)
    assert (await listing.publish(2))["placed"] == 1


async def test_who_is_withdrawn_after_the_endorsement_has_no_place_on_the_next_list(
    listing: Listing,
) -> None:
    umkm = await listing.endorsed(*(an_endorsed(minute=n) for n in range(4)))
    await listing.draft(1, capacity=2)
    await listing.publish(1)
    await listing.draft(2, capacity=3)
    for each in (umkm[0], umkm[2]):
        await listing.withdraw(each)

    stale = await listing.ask("/priority-lists/2/publish")
    head = await listing.draft(3, capacity=3)
    await listing.publish(3)

    assert (stale.status_code, stale.json()["title"]) == (409, "draft-is-stale")
    assert (head["placed"], head["kept"], head["waiting"]) == (2, 1, 0)
    assert [entry["umkm_id"] for entry in await listing.entries(3)] == [umkm[1], umkm[3]]
    assert [entry["umkm_id"] for entry in await listing.entries(1)] == umkm[:2]


async def test_ranks_follow_score_then_decision_then_id_and_no_score_comes_last(
    listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finishing, "PORTION", 2)
    await listing.endorsed(
        an_endorsed("no-score-1", score=None, minute=1),
        an_endorsed("no-score-0", score=None, minute=0),
        an_endorsed("late", score=70.0, minute=9),
        an_endorsed("b", score=70.0, minute=2),
        an_endorsed("a", score=70.0, minute=2),
        an_endorsed("best", score=71.5, minute=99),
    )

    await listing.draft(1)

    order = ["best", "a", "b", "late", "no-score-0", "no-score-1"]
    assert [entry["umkm_id"] for entry in await listing.entries(1)] == order


async def test_a_district_has_its_quota_and_its_page_of_the_list(listing: Listing) -> None:
    medan = [an_endorsed(f"medan-{n}", district="12.71", minute=n) for n in range(4)]
    nias = [an_endorsed(f"nias-{n}", district="12.04", minute=n + 9) for n in range(2)]
    await listing.endorsed(*medan, *nias)

    head = await listing.draft(1, capacity=10, quota_per_district=3)

    assert head["by_district"] == {"12.04": 2, "12.71": 3}
    assert [e["rank"] for e in await listing.entries(1, district="12.04", limit=1)] == [4, 5]
    waiting = await listing.entries(1, part="waiting")
    assert [(e["umkm_id"], e["reason"]) for e in waiting] == [("medan-3", "district-quota")]


async def test_lists_are_shown_by_number_page_by_page(
    listing: Listing,
) -> None:
    for number in (3, 2, 1):
        await listing.draft(number)
    await listing.publish(1)

    async def numbers(**query: int) -> list[int]:
        page = await listing.replica.door.get("/priority-lists", params=query)
        return [head["number"] for head in page.json()]

    assert await numbers(limit=2) == [3, 2]
    assert await numbers(limit=2, after=2) == [1]


async def test_who_keeps_a_place_is_more_than_the_capacity_of_the_next_list(
    listing: Listing,
) -> None:
    await listing.endorsed(*(an_endorsed() for _ in range(3)))
    await listing.draft(1)
    await listing.publish(1)

    answer = await listing.ask("/priority-lists", json={"number": 2, "capacity": 2})

    assert (answer.status_code, answer.json()["title"]) == (409, "capacity-too-small")
    assert (await listing.head(2))["title"] == "no-list"
    shown = await listing.replica.door.get("/priority-lists")
    assert [head["number"] for head in shown.json()] == [1]
    assert (await listing.ask("/priority-lists/2/publish")).status_code == NOT_FOUND


@pytest.mark.parametrize(
    ("method", "path", "json", "status", "code"),
    [
        ("POST", "/priority-lists", {"number": 0}, 422, "invalid"),
        ("POST", "/priority-lists", {"number": 1, "capacity": 0}, 422, "invalid"),
        ("POST", "/priority-lists", {"number": 1, "capacity": 100_001}, 422, "invalid"),
        ("POST", "/priority-lists", {"number": 1, "quota_per_district": 0}, 422, "invalid"),
        ("POST", "/priority-lists", {"number": 1, "qouta_per_district": 9}, 422, "invalid"),
        ("POST", "/priority-lists/9/publish", None, 404, "no-list"),
        ("POST", "/priority-lists/9/discard", None, 404, "no-list"),
        ("GET", "/priority-lists/9", None, 404, "no-list"),
        ("GET", "/priority-lists/9/entries", None, 404, "no-list"),
        ("GET", "/priority-lists/9/entries?part=all", None, 422, "invalid"),
        ("GET", "/priority-lists/9/entries?limit=1001", None, 422, "invalid"),
        ("GET", "/priority-lists/9/entries?district=1201", None, 422, "invalid"),
        ("GET", "/priority-lists/9/download?format=csv", None, 404, "no-list"),
        ("GET", "/priority-lists/9/download?format=doc", None, 422, "invalid"),
        ("GET", "/priority-lists/9/download", None, 422, "invalid"),
    ],
)
async def test_a_wrong_request_is_answered_with_a_code(
    shared_listing: Listing,
    method: str,
    path: str,
    json: dict[str, int] | None,
    status: int,
    code: str,
) -> None:
    answer = await shared_listing.replica.door.request(method, path, json=json)

    assert (answer.status_code, answer.json()["title"]) == (status, code)


@pytest.fixture(scope="module")
async def shared_listing(engines: Engines) -> AsyncIterator[Listing]:
    async with Hall.open(engines) as own:
        yield await Listing.open(own)


async def test_a_list_is_ordered_in_the_right_order(listing: Listing) -> None:
    await listing.draft(1)
    await listing.publish(1)

    async def title(path: str, key: str, **body: int) -> str:
        answer = await listing.replica.door.post(
            path, json=body or None, headers={"Idempotency-Key": key}
        )
        assert answer.status_code == 409, answer.text
        return str(answer.json()["title"])

    assert await title("/priority-lists", "new", number=1) == "list-exists"
    assert await title("/priority-lists/1/publish", "again") == "not-draft"
    assert await title("/priority-lists/1/discard", "away") == "not-draft"
