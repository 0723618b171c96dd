"""What letters, topics and collections of a programme hold; tests say what happened in it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson

from shared.contracts import endorsement
from shared.contracts.envelope import Event, Message, envelope_of
from shared.plumbing.core.aggregate import Outgoing
from shared.plumbing.core.wire import Origin, encode
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
