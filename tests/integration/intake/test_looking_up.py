"""What a province officer looks up: filtered, page by page, as a spreadsheet, with history."""

import csv
import io
import re
from typing import Any

import httpx
import pytest

from tests.integration.intake.office import Office
from tests.unit.intake.builders import a_recommendation

pytestmark = pytest.mark.engines

COFFEE = {"name": "Kopi arabika", "hs6": "090111", "commodity": "Kopi"}
ULOS = {"name": "Ulos ragi hotang", "hs6": "621490", "commodity": "Ulos"}


async def recommended(door: httpx.AsyncClient, office: Office, name: str, **fields: Any) -> str:
    body = a_recommendation(business_name=name, owner_name=f"Pemilik {name}", nik=None, nib=None)
    new = body.model_dump(mode="json") | fields
    answer = await door.post(f"/rounds/{office.round_id}/recommendations", json=new)
    assert answer.status_code == 201, answer.text
    umkm_id: str = answer.json()["umkm_id"]
    return umkm_id


@pytest.fixture
async def door(office: Office) -> httpx.AsyncClient:
    """An office that three UMKM were recommended to."""
    door = await office.replica()
    await office.open_round(door)
    await recommended(door, office, "Kopi Lintong", products=[COFFEE], district="12.16")
    await recommended(door, office, "Ulos (Toba)", products=[ULOS, COFFEE], district="12.12")
    await recommended(door, office, "=SUM(A1)", products=[ULOS], district="12.12")
    return door


async def names(door: httpx.AsyncClient, office: Office, **filters: Any) -> set[str]:
    answer = await door.get(f"/rounds/{office.round_id}/nominations", params=filters)
    assert answer.status_code == 200, answer.text
    return {each["recommendation"]["business_name"] for each in answer.json()}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"district": "12.12"}, {"Ulos (Toba)", "=SUM(A1)"}),
        ({"commodity": "0901"}, {"Kopi Lintong", "Ulos (Toba)"}),
        ({"commodity": "0901.11", "district": "12.16"}, {"Kopi Lintong"}),
        ({"commodity": "ulos"}, {"Ulos (Toba)", "=SUM(A1)"}),
        ({"text": "(toba"}, {"Ulos (Toba)"}),
        ({"text": "pemilik kopi"}, {"Kopi Lintong"}),
        ({"status": "withdrawn"}, set()),
        ({"text": "nobody", "commodity": "09"}, set()),
    ],
)
async def test_nominations_are_found_by_what_they_are_about(
    door: httpx.AsyncClient, office: Office, filters: dict[str, str], expected: set[str]
) -> None:
    assert await names(door, office, **filters) == expected


async def test_pages_lead_on_to_the_end_and_hold_each_umkm_once(
    door: httpx.AsyncClient, office: Office
) -> None:
    url, pages = f"/rounds/{office.round_id}/nominations?limit=1&commodity=ulos", []
    for _ in range(5):
        answer = await door.get(url)
        pages += [each["umkm_id"] for each in answer.json()]
        link = re.fullmatch(r'<(.+)>; rel="next"', answer.headers.get("link", ""))
        if link is None:
            break
        url = link.group(1)

    assert len(pages) == len(set(pages)) == 2


async def test_the_spreadsheet_holds_exactly_what_is_filtered_masked_and_escaped(
    door: httpx.AsyncClient, office: Office
) -> None:
    answer = await door.get(
        f"/rounds/{office.round_id}/nominations.csv", params={"district": "12.12"}
    )

    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert {row["nama_usaha"] for row in rows} == {"Ulos (Toba)", "'=SUM(A1)"}
    assert {row["kabupaten_kota"] for row in rows} == {"12.12"}
    # An apostrophe stands before a plus, for a spreadsheet would calculate the number.
    assert all(re.fullmatch(r"'\+62\d\*+\d\d", row["telepon"]) for row in rows)


async def test_an_edit_that_is_meant_for_another_version_changes_nothing(
    door: httpx.AsyncClient, office: Office
) -> None:
    umkm = await recommended(door, office, "Keripik Tini")
    seen = (await door.get(f"/nominations/{umkm}")).headers["etag"]
    back, reason = f"/nominations/{umkm}/return", {"reason_code": "incomplete", "reason": "Foto"}

    first = await door.post(back, json=reason, headers={"If-Match": seen})
    second = await door.post(f"/nominations/{umkm}/withdraw", json={}, headers={"If-Match": seen})
    newest = await door.post(
        f"/nominations/{umkm}/withdraw", json={}, headers={"If-Match": first.headers["etag"]}
    )

    assert [each.status_code for each in (first, second, newest)] == [200, 412, 200]
    assert second.json()["type"] == "urn:sentra:problem:stale"
    nonsense = await door.post(back, json=reason, headers={"If-Match": "yesterday"})
    assert nonsense.status_code == 422


async def test_a_round_is_extended_only_as_it_was_seen(
    door: httpx.AsyncClient, office: Office
) -> None:
    seen = await door.get(f"/rounds/{office.round_id}")
    later = {"closes_at": "2099-01-01T00:00:00Z"}
    extend, headers = f"/rounds/{office.round_id}/extend", {"If-Match": seen.headers["etag"]}

    first = await door.post(extend, json=later, headers=headers)
    second = await door.post(extend, json=later, headers=headers)

    assert (first.status_code, second.status_code) == (200, 412)
    assert first.headers["etag"] == (await door.get(f"/rounds/{office.round_id}")).headers["etag"]


async def test_the_whole_history_can_be_read_and_tells_nothing_private(
    door: httpx.AsyncClient, office: Office
) -> None:
    umkm = await recommended(door, office, "Sambal Ina")
    await door.post(f"/nominations/{umkm}/return", json={"reason_code": "photo", "reason": "Foto"})
    await recommended(door, office, "Sambal Ina", reason="Foto sudah dilampirkan.")
    await door.post(f"/nominations/{umkm}/withdraw", json={"reason": "Pindah"})

    lines = (await door.get(f"/nominations/{umkm}/history")).json()

    types = [event["type"].split(".")[1] for line in lines for event in line["events"]]
    assert [each for each in types if each != "contact-changed"] == [
        *("umkm-recommended", "umkm-returned", "umkm-recommended", "umkm-withdrawn")
    ]
    reasons = [
        e["data"]["reason_code"]
        for line in lines
        for e in line["events"]
        if "returned" in e["type"]
    ]
    assert reasons == ["photo"]
    assert "Pemilik" not in str(lines)
    assert (await door.get("/nominations/U0000/history")).status_code == 404


@pytest.mark.usefixtures("door")
async def test_finding_the_nominations_of_a_round_reads_no_other_round(office: Office) -> None:
    collection = office.services[0].database["nominations"]
    standing = {"$elemMatch": {"round_id": office.round_id, "district": "12.12"}}
    query = {"state.standings.round_id": office.round_id, "state.standings": standing}

    plan = await collection.find(query).sort("_id", 1).limit(50).explain()

    assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])
    assert '"SORT"' not in str(plan["queryPlanner"]["winningPlan"]).replace("'", '"')
