"""A tiny programme that adds up: two UMKM, one of them goes the whole way; tests break it."""

import hashlib
from collections.abc import Mapping
from typing import Any

from shared.contracts import endorsement, intake, mentoring, notify
from story.reconcile.checks.notices import notify_rules
from story.reconcile.evidence import (
    Aggregate,
    LetterLine,
    RowOutcome,
)
from tests.unit.story.world import (
    ACCEPTED,
    DISTRICT,
    GOOD,
    LETTER,
    NOW,
    POOR,
    REFUSED,
    ROUND,
    SILENT,
    STAGES,
    World,
)


def a_world() -> World:
    """Of four rows one is refused, one known, two are accepted; one UMKM comes to export."""
    world = World()
    rows = (ACCEPTED, REFUSED, RowOutcome("duplicate"), ACCEPTED)
    world.answered = {line: [row] for line, row in zip(world.lines, rows, strict=True)}
    world.expected = {LetterLine(LETTER, n): row for n, row in zip(world.lines, rows, strict=True)}
    _the_round(world)
    for umkm in (GOOD, POOR):
        _the_ballot(world, umkm)
    _the_list(world)
    _the_journey(world)
    _the_notices(world)
    tally = {"rows": 4, "accepted": 2, "refused": 1, "duplicates": 1, "codes": {"invalid-phone": 1}}
    world.aggregates["responses", DISTRICT] = Aggregate(
        "intake", "responses", DISTRICT, 0, {"tally": tally, "letters": 1}, ()
    )
    return world


def _the_round(world: World) -> None:
    for district in (DISTRICT, SILENT):
        world.say(
            "rounds",
            ROUND,
            intake.RoundOpened(
                round_id=ROUND, title="Ronde", district=district, opens_at=NOW, closes_at=NOW
            ),
        )
    world.say(
        "rounds",
        ROUND,
        intake.DistrictResponded(round_id=ROUND, district=DISTRICT, accepted=2, refused=1),
    )
    world.say(
        "rounds",
        ROUND,
        intake.DistrictReminded(
            round_id=ROUND, district=SILENT, days_before_closing=7, closes_at=NOW
        ),
    )


def _the_ballot(world: World, umkm: str) -> None:
    about: dict[str, Any] = {
        "umkm_id": umkm,
        "round_id": ROUND,
        "business_name": f"Usaha {umkm}",
        "district": DISTRICT,
    }
    world.say("nominations", umkm, intake.UmkmRecommended(**about, recommended_by=DISTRICT))
    world.say(
        "ballots",
        umkm,
        endorsement.BallotOpened(
            **about, nominated_by=DISTRICT, agencies=("bi",), policy_version=1, due_at=NOW
        ),
    )
    world.vote("bi", umkm)
    outcome: dict[str, Any] = {
        **about,
        "policy_version": 1,
        "tally": endorsement.Tally(),
        "decided_at": NOW,
    }
    if umkm == GOOD:
        world.say("ballots", umkm, endorsement.UmkmEndorsed(**outcome), status="endorsed")
    else:
        world.say("ballots", umkm, endorsement.UmkmRejected(**outcome), status="rejected")


def _the_list(world: World) -> None:
    world.say(
        "places",
        f"list-1/{GOOD}",
        endorsement.UmkmPrioritised(
            umkm_id=GOOD,
            list_number=1,
            rank=1,
            round_id=ROUND,
            business_name="Usaha",
            district=DISTRICT,
        ),
    )
    digest = hashlib.sha256(f"1 {GOOD}\n".encode()).hexdigest()
    world.say(
        "lists",
        "list-1",
        endorsement.PriorityListPublished(
            list_number=1, capacity=10, placed=1, content_sha256=digest, waiting=0
        ),
    )


def _the_journey(world: World) -> None:
    about: dict[str, Any] = {"umkm_id": GOOD, "business_name": "Usaha", "district": DISTRICT}
    world.say(
        "journeys",
        GOOD,
        mentoring.JourneyStarted(
            **about, programme="siap-ekspor", programme_version=1, stages=STAGES
        ),
    )
    for stage in STAGES:
        world.say("journeys", GOOD, mentoring.StageCompleted(**about, stage=stage))
    world.say("journeys", GOOD, mentoring.ExportReady(**about), status="export-ready")
    world.say(
        "journeys",
        GOOD,
        mentoring.ExportRecorded(
            **about,
            peb_number="123456",
            destination="MY",
            value_usd=10.0,
            exported_on=NOW,
            first=True,
        ),
    )


def _the_notices(world: World) -> None:
    for rule in notify_rules():
        for fact in [each for each in world.facts if each.type == rule.event]:
            for recipient in _recipients(rule.to, fact.data):
                _send(world, f"{fact.id}@{recipient}", rule.template, fact.key, recipient)


def _recipients(to: str, data: Mapping[str, Any]) -> list[str]:
    everybody = [f"district:{DISTRICT}", f"district:{SILENT}"]
    named = {"owner": f"umkm:{data.get('umkm_id')}", "district": f"district:{data.get('district')}"}
    return everybody if to == "every-district" else [named[to]]


def _send(world: World, notice: str, template: str, about: str, recipient: str) -> None:
    by_mail = recipient.startswith("district")
    channel = notify.Channel.EMAIL if by_mail else notify.Channel.WHATSAPP
    fields = {"template": template, "about": about, "recipient": recipient}
    sent = notify.NoticeSent(notice_id=notice, channel=channel, **fields)
    world.say("notices", notice, sent, status="sent", channel=channel, content=fields)
    (world.mails if by_mail else world.sunk)[notice] += 1
