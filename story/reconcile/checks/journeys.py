"""Every place on the list has one journey, and journeys go the way of their programme."""

from collections.abc import Iterator

from shared.contracts import mentoring
from story.reconcile.checks.counting import counted, subjects, unequal
from story.reconcile.checks.lists import PLACED, places_to_give
from story.reconcile.evidence import RunEvidence, Topics
from story.reconcile.result import Check, none, same

STARTED = mentoring.JourneyStarted.type
COMPLETED = mentoring.StageCompleted.type
READY = mentoring.ExportReady.type
LEFT = mentoring.JourneyLeft.type
EXPORTED = mentoring.ExportRecorded.type


def check_journeys(evidence: RunEvidence) -> list[Check]:
    topics = evidence.topics
    reports = evidence.mentors
    return [
        counted("Places = journeys started", evidence, STARTED, places_to_give(evidence)),
        none(
            "Every place has its own journey",
            unequal(subjects(topics, PLACED), subjects(topics, STARTED)),
            "by UMKM id",
        ),
        counted("Stages completed", evidence, COMPLETED),
        counted("Stages said to be overdue", evidence, mentoring.StageOverdue.type),
        _by_status("UMKM ready to export", "export-ready", evidence, READY, reports.ready),
        _by_status("UMKM that left", "left", evidence, LEFT, reports.left),
        counted("Exports recorded", evidence, EXPORTED, reports.exported),
        none("Ready means every stage is passed", _too_early(topics), "by the stages at the start"),
        none(
            "Nobody is ready, leaves or first exports twice",
            _twice(topics),
            "by UMKM id",
        ),
        none(
            "Only who is ready exports",
            sorted({*subjects(topics, EXPORTED)} - {*subjects(topics, READY)}),
            "by UMKM id",
        ),
    ]


def _by_status(
    name: str, status: str, evidence: RunEvidence, kind: str, reported: int | None
) -> Check:
    """Compare what the mentors reported, the events, and the journeys with that status."""
    journeys = evidence.collections.states("journeys")
    return same(
        name,
        "reported by the mentors; events; journeys",
        letters=reported,
        topics=evidence.topics.count(kind),
        collections=sum(journey["status"] == status for journey in journeys),
    )


def _too_early(topics: Topics) -> Iterator[str]:
    passed: dict[str, set[str]] = {}
    for fact in topics.of(COMPLETED):
        passed.setdefault(fact.data["umkm_id"], set()).add(fact.data["stage"])
    stages = {fact.data["umkm_id"]: {*fact.data["stages"]} for fact in topics.of(STARTED)}
    for fact in topics.of(READY):
        umkm = fact.data["umkm_id"]
        if passed.get(umkm) != stages.get(umkm):
            yield umkm


def _twice(topics: Topics) -> list[str]:
    firsts = Topics(facts=[fact for fact in topics.of(EXPORTED) if fact.data.get("first")])
    counts = (subjects(topics, READY), subjects(topics, LEFT), subjects(firsts, EXPORTED))
    return sorted(umkm for count in counts for umkm, times in count.items() if times > 1)
