"""A programme that adds up reconciles; whatever is lost, doubled or changed is named."""

from dataclasses import replace

import pytest

from shared.contracts import intake
from story.reconcile.evidence import LetterLine
from story.reconcile.reconciling import reconcile
from tests.unit.story.a_world import a_world
from tests.unit.story.mischiefs import MISCHIEFS, Mischief, first, let_wait
from tests.unit.story.world import ACCEPTED, DISTRICT, GOOD, LETTER


def test_a_programme_that_adds_up_reconciles() -> None:
    result = reconcile(a_world().evidence())

    assert [check.name for check in result.failed()] == []
    assert result.holds
    assert result.to_json()["figures"]["endorsement.umkm-endorsed.v1"] == 1


@pytest.mark.parametrize(("mischief", "named"), MISCHIEFS)
def test_what_does_not_add_up_is_named(mischief: Mischief, named: str) -> None:
    world = a_world()
    mischief(world)

    failed = [check.name for check in reconcile(world.evidence()).failed()]

    assert named in failed


def test_every_check_can_fail() -> None:
    able = {named for _, named in MISCHIEFS}
    alike = ("Notices: ", "Refused: ", "UMKM ", "Rows ")

    checks = {check.name for check in reconcile(a_world().evidence()).checks}

    assert {name for name in checks - able if not name.startswith(alike)} == set()


def test_an_accepted_row_that_waits_for_its_hs_code_is_no_recommendation_yet() -> None:
    world = a_world()
    world.lines = (*world.lines, 6)
    world.answered[6] = [ACCEPTED]
    world.expected[LetterLine(LETTER, 6)] = ACCEPTED
    tally = {"rows": 5, "accepted": 3, "refused": 1, "duplicates": 1, "codes": {"invalid-phone": 1}}
    response = world.aggregates["responses", DISTRICT]
    counted = {**response.state, "tally": tally}
    world.aggregates["responses", DISTRICT] = replace(response, state=counted)

    let_wait(world, "u-waits")

    assert [check.name for check in reconcile(world.evidence()).failed()] == []


def test_a_repeat_in_the_same_bytes_is_allowed_and_told() -> None:
    world = a_world()
    world.topics.repeats["ballot/u-good:1:0"] += 1

    result = reconcile(world.evidence())

    assert result.holds
    assert result.repeated == 1


def test_a_file_that_was_refused_as_a_whole_is_told_and_missed_nowhere() -> None:
    world = a_world()
    world.files_refused = {"karo rusak.xlsx": "This workbook is damaged."}

    result = reconcile(world.evidence())

    assert result.holds
    assert result.files_refused == {"karo rusak.xlsx": "This workbook is damaged."}


def test_a_contact_that_a_newer_one_replaced_may_be_gone() -> None:
    world = a_world()
    for name in ("Bu Siti", "Ibu Siti"):
        world.say(
            "contacts",
            GOOD,
            intake.ContactChanged(umkm_id=GOOD, business_name="Usaha", owner_name=name),
        )
    del world.facts[first(world, intake.ContactChanged.type)]

    assert reconcile(world.evidence()).holds


def test_the_newest_contact_must_not_be_gone() -> None:
    world = a_world()
    world.say(
        "contacts",
        GOOD,
        intake.ContactChanged(umkm_id=GOOD, business_name="Usaha", owner_name="Bu Siti"),
    )
    world.facts.pop()

    assert not reconcile(world.evidence()).holds
