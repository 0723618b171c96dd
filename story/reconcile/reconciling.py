"""All checks on all evidence; pure, so that a test can show each of them fail."""

from collections import Counter

from story.reconcile.checks.ballots import check_recommendations, check_votes
from story.reconcile.checks.journeys import check_journeys
from story.reconcile.checks.lists import check_list
from story.reconcile.checks.notices import check_notices
from story.reconcile.checks.privacy import check_privacy
from story.reconcile.checks.rows import check_districts, check_rows
from story.reconcile.checks.streams import check_streams
from story.reconcile.evidence import RunEvidence
from story.reconcile.result import Reconciliation
from story.reconcile.services import service_figures


def reconcile(evidence: RunEvidence) -> Reconciliation:
    topics = evidence.topics
    return Reconciliation(
        checks=(
            *check_rows(evidence),
            *check_districts(evidence),
            *check_recommendations(evidence),
            *check_votes(evidence),
            *check_list(evidence),
            *check_journeys(evidence),
            *check_notices(evidence),
            *check_streams(topics, evidence.collections),
            check_privacy(topics, evidence.letters.private),
        ),
        services=service_figures(evidence),
        figures=dict(sorted(Counter(fact.type for fact in topics.facts).items())),
        repeated=topics.repeats.total(),
        files_refused=dict(evidence.letters.refused),
    )
