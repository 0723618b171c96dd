"""What went into each service, what it refused and what it said."""

from collections import Counter

from deploy.services import service_names
from deploy.topics import topics_written_by
from shared.contracts.notify import NoticeFailed, NoticeSent
from story.reconcile.checks.notices import notify_rules
from story.reconcile.checks.rows import ACCEPTED
from story.reconcile.evidence import RunEvidence
from story.reconcile.result import ServiceFigures


def service_figures(evidence: RunEvidence) -> tuple[ServiceFigures, ...]:
    """Figures of each service that says something; one that only reads has nothing to count."""
    writers = [name for name in service_names() if topics_written_by(name)]
    return tuple(_figures(service, evidence) for service in writers)


def _figures(service: str, evidence: RunEvidence) -> ServiceFigures:
    received, refused, accepted = _taken_and_refused(service, evidence)
    return ServiceFigures(
        service=service,
        received=received,
        accepted=accepted,
        refused=dict(sorted(refused.items())),
        emitted=sum(f.source == f"/sentra/{service}" for f in evidence.topics.facts),
        dead_lettered=evidence.topics.dead_by_group[service],
        notices=_notices(service, evidence),
    )


def _taken_and_refused(service: str, evidence: RunEvidence) -> tuple[int, Counter[str], int]:
    """Of intake the rows of letters; of the others every message that its aggregates heard."""
    if service == "intake":
        answers = evidence.letters.answers()
        refused = evidence.letters.refusals() + Counter(duplicate=answers["duplicate"])
        return answers.total(), refused, answers[ACCEPTED]
    entries = [
        entry
        for aggregate in evidence.collections.aggregates
        if aggregate.service == service
        for entry in aggregate.entries
    ]
    refused = Counter(entry.refused for entry in entries if entry.refused)
    return len(entries), refused, len(entries) - refused.total()


def _notices(service: str, evidence: RunEvidence) -> int:
    """Of notify: sent ones; of the others: those that their events called for."""
    if service == "notify":
        return evidence.topics.count(NoticeSent.type)
    templates = {r.template for r in notify_rules() if r.event.startswith(f"{service}.")}
    announced = evidence.topics.of(NoticeSent.type, NoticeFailed.type)
    return sum(fact.data["template"] in templates for fact in announced)
