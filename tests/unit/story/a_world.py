"""A tiny programme that adds up: two UMKM, one of them goes the whole way; tests break it."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson

from shared.contracts import endorsement, intake, mentoring, notify
from shared.contracts.envelope import Event, Message, envelope_of
from shared.plumbing.core.aggregate import Outgoing
from shared.plumbing.core.wire import Origin, encode
from story.reconcile.checks.notices import notify_rules
from story.reconcile.evidence import (
    Aggregate,
    Collections,
    Deliveries,
    EventRecord,
    LetterLine,
    Letters,
    Mentors,
    PrivateWords,
    RowOutcome,
    RunEvidence,
    SentLetter,
    StoredEntry,
    StoredEvent,
    Topics,
)

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ACCEPTED, REFUSED = RowOutcome("accepted"), RowOutcome("refused", ("invalid-phone",))
LETTER, DISTRICT, SILENT = "surat-12.01.csv", "12.01", "12.02"
ROUND, GOOD, POOR = "2026-1", "u-good", "u-poor"
STAGES = ("packaging", "licensing", "marketing")
PRIVATE = PrivateWords(frozenset({"81234567890"}), frozenset({("siti", "rahayu")}))


@dataclass
class World:
    """Everything that the three sources say, open to mischief."""

    facts: list[EventRecord] = field(default_factory=list)
    events: list[StoredEvent] = field(default_factory=list)
    aggregates: dict[tuple[str, str], Aggregate] = field(default_factory=dict)
    answered: dict[int, list[RowOutcome]] = field(default_factory=dict)
    expected: dict[LetterLine, RowOutcome] = field(default_factory=dict)
    lines: tuple[int, ...] = (2, 3, 4, 5)
    mails: Counter[str] = field(default_factory=Counter)
    sunk: Counter[str] = field(default_factory=Counter)
    mentors: Mentors = field(default_factory=lambda: Mentors(ready=1, left=0, exported=1))
    topics: Topics = field(default_factory=Topics)
    capacity: int = 10
    files_refused: dict[str, str] = field(default_factory=dict)

    def say(self, collection: str, key: str, event: Event, **state: Any) -> EventRecord:
        """One more entry of an aggregate, stored and published."""
        service = event.type.partition(".")[0]
        before = self.aggregates.get((collection, key))
        version = before.version + 1 if before else 1
        name = f"{collection.removesuffix('s')}/{key}:{version}:0"
        raw = encode(event, name, Origin(f"/sentra/{service}", NOW, f"cause-{version}"))
        entries = (*(before.entries if before else ()), StoredEntry(version, f"c{version}", (raw,)))
        merged = {**(before.state if before else {}), **state}
        self.aggregates[collection, key] = Aggregate(
            service, collection, key, version, merged, entries
        )
        fact = self.publish(Outgoing(event.topic, event.subject(), raw))
        self.events.append(
            StoredEvent(
                service,
                f"{collection}/{key}",
                fact.id,
                fact.type,
                fact.key,
                str(NOW),
                fact.data,
                raw,
            )
        )
        return fact

    def publish(self, out: Outgoing) -> EventRecord:
        envelope = orjson.loads(out.raw)
        fact = EventRecord(
            out.topic,
            0,
            len(self.facts),
            out.subject,
            envelope["id"],
            envelope["type"],
            envelope["source"],
            envelope["data"],
            out.raw,
        )
        self.facts.append(fact)
        return fact

    def vote(self, agency: str, umkm: str) -> None:
        cast = endorsement.CastVote(umkm_id=umkm, choice=endorsement.Choice.ENDORSE)
        self.publish(Outgoing(f"endorsement.votes.{agency}.v1", umkm, _command(cast, agency)))
        counts = endorsement.VoteCast(
            umkm_id=umkm, agency=agency, vote_id=f"{agency}-{umkm}", choice=cast.choice
        )
        self.say("ballots", umkm, counts)

    def evidence(self) -> RunEvidence:
        self.topics.facts = self.facts
        for fact in self.facts:
            self.topics.texts.setdefault(fact.topic, []).append(fact.raw)
        letter = SentLetter(LETTER, DISTRICT, self.lines, self.answered)
        return RunEvidence(
            Letters((letter,), (DISTRICT, SILENT), self.expected, PRIVATE, self.files_refused),
            self.topics,
            Collections(list(self.aggregates.values()), self.events),
            Deliveries(self.mails, self.sunk),
            self.mentors,
            self.capacity,
            districts=(DISTRICT, SILENT),
            agencies=("bi",),
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


def _command(cast: Message, agency: str) -> bytes:
    envelope = envelope_of(type(cast))(
        id=f"{agency}-{cast.subject()}",
        source=f"/agencies/{agency}",
        type=cast.type,
        subject=cast.subject(),
        time=NOW,
        data=cast,
    )
    return envelope.model_dump_json().encode()
