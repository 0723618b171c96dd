"""A file is taken as a whole or not at all, or only looked at."""

import pytest

from tests.integration.intake.importing import HEADINGS, a_row, a_workbook, post, without_phone
from tests.integration.intake.office import Office, finished

pytestmark = pytest.mark.engines


async def test_all_or_nothing_takes_nothing_where_a_sheet_lacks_a_column(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    content = a_workbook(a_row(1), Tigalingga=[without_phone(HEADINGS), without_phone(a_row(2))])

    job = await finished(door, await post(door, office, content, mode="all"))

    assert (job["status"], job["accepted"]) == ("refused", 0)
    assert [notice["code"] for notice in job["notices"]] == ["sheet-lacks-columns"]


async def test_all_or_nothing_takes_nothing_for_one_wrong_row(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    wrong = a_workbook(a_row(1), a_row(2, hs="1"))

    refused = await finished(door, await post(door, office, wrong, mode="all"))
    counted = (await door.get("/counts")).json()["nominations"]
    good = await finished(door, await post(door, office, a_workbook(a_row(1)), mode="all"))

    assert (refused["status"], refused["accepted"], refused["refused"]) == ("refused", 0, 1)
    assert counted == {}
    assert (good["status"], good["accepted"]) == ("done", 1)


async def test_what_was_refused_as_a_whole_is_taken_row_by_row_under_another_key(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    content = a_workbook(a_row(1), a_row(2, hs="1"))

    door.headers["Idempotency-Key"] = "all"
    await finished(door, await post(door, office, content, mode="all"))
    door.headers["Idempotency-Key"] = "rows"
    job = await finished(door, await post(door, office, content, filename="again.xlsx"))

    assert (job["status"], job["accepted"], job["refused"]) == ("done", 1, 1)


async def test_a_dry_run_says_what_would_be_taken_and_takes_nothing(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    await finished(door, await post(door, office, a_workbook(a_row(1))))
    content = a_workbook(a_row(1), a_row(2), a_row(2), a_row(3, hs="1"))

    dry = await finished(door, await post(door, office, content, dry_run=True))
    counts = (await door.get("/counts")).json()

    assert (dry["accepted"], dry["duplicates"], dry["refused"]) == (1, 2, 1)
    assert (counts["rows"], counts["nominations"]) == (1, {"recommended": 1})


async def test_a_file_that_is_refused_as_a_whole_reports_the_good_rows_before_the_bad_one(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    rows = [a_row(number) for number in range(600)]

    sent = await post(door, office, a_workbook(*rows, a_row(601, name="")), mode="all")

    job = await finished(door, sent)
    page = (await door.get(f"{job['url']}/lines", params={"limit": 1000})).json()["lines"]
    assert (job["status"], job["accepted"]) == ("refused", 0)
    assert [line["outcome"] for line in page].count("refused") == 1
    assert len(page) == 601
    middle = (await door.get(f"{job['url']}/lines", params={"after": 400, "limit": 2})).json()
    assert [line["line"] for line in middle["lines"]] == [401, 402]
