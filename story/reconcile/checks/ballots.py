"""Every recommendation has one ballot and one outcome, every vote one answer."""

from collections import Counter
from collections.abc import Iterator

from shared.contracts import endorsement, intake
from story.reconcile.checks.counting import counted, subjects, unequal
from story.reconcile.checks.rows import ACCEPTED
from story.reconcile.evidence import Aggregate, RunEvidence, Topics
from story.reconcile.result import Check, none, same

RECOMMENDED = intake.UmkmRecommended.type
OPENED = endorsement.BallotOpened.type
ANSWERS = endorsement.VoteCast.type, endorsement.VoteRefused.type, endorsement.VoteWithdrawn.type
OUTCOMES = {
    endorsement.UmkmEndorsed.type: "endorsed",
    endorsement.UmkmRejected.type: "rejected",
    endorsement.BallotLapsed.type: "lapsed",
    endorsement.BallotWithdrawn.type: "withdrawn",
}


WAITS = "commodity-open"


def check_recommendations(evidence: RunEvidence) -> list[Check]:
    accepted, waiting = evidence.letters.answers()[ACCEPTED], len(_waiting(evidence))
    return [
        *_check_ballots(evidence, accepted, waiting),
        *_check_outcomes(evidence, accepted - waiting),
    ]


def _check_ballots(evidence: RunEvidence, accepted: int, waiting: int) -> list[Check]:
    topics, collections = evidence.topics, evidence.collections
    return [
        same(
            "Rows accepted = recommendations",
            f"{waiting} of them wait for an HS code",
            letters=accepted,
            topics=topics.count(RECOMMENDED) + waiting,
            collections=collections.count(RECOMMENDED) + waiting,
        ),
        none(
            "A UMKM waits only while no product has an HS code and no agency has heard of it",
            _out_of_place(evidence),
            "by UMKM id",
        ),
        counted("Recommendations = ballots opened", evidence, OPENED, accepted - waiting),
        none(
            "Every recommendation has its own ballot",
            unequal(subjects(topics, RECOMMENDED), subjects(topics, OPENED)),
            "by UMKM id",
        ),
    ]


def _check_outcomes(evidence: RunEvidence, sent: int) -> list[Check]:
    topics, collections = evidence.topics, evidence.collections
    return [
        same(
            "Outcomes = recommendations",
            "endorsed, rejected, lapsed or withdrawn",
            letters=sent,
            topics=topics.count(*OUTCOMES),
            collections=collections.count(*OUTCOMES),
        ),
        none(
            "Every recommendation has exactly one outcome",
            _without_one_outcome(topics),
            "by UMKM id",
        ),
        *(_outcome(kind, status, evidence) for kind, status in OUTCOMES.items()),
    ]


def _waiting(evidence: RunEvidence) -> list[Aggregate]:
    """UMKM that intake took in and has not published yet."""
    return [
        each
        for each in evidence.collections.aggregates
        if each.collection == "nominations" and _status(each) == WAITS
    ]


def _status(nomination: Aggregate) -> str | None:
    standings = nomination.state.get("standings")
    return standings[-1]["status"] if standings else None


def _out_of_place(evidence: RunEvidence) -> list[str]:
    recommended = subjects(evidence.topics, RECOMMENDED)
    return [
        each.key
        for each in _waiting(evidence)
        if each.key in recommended
        or any(product["hs6"] for product in each.state["recommendation"]["products"])
    ]


def _without_one_outcome(topics: Topics) -> Iterator[str]:
    outcomes = subjects(topics, *OUTCOMES)
    for umkm in sorted({*subjects(topics, RECOMMENDED), *outcomes}):
        if outcomes[umkm] != 1:
            yield f"{umkm} has {outcomes[umkm]}"


def _outcome(kind: str, status: str, evidence: RunEvidence) -> Check:
    ballots = evidence.collections.states("ballots")
    return same(
        f"UMKM {status}",
        "events, and ballots with that status",
        topics=evidence.topics.count(kind),
        collections=sum(ballot["status"] == status for ballot in ballots),
    )


def check_votes(evidence: RunEvidence) -> list[Check]:
    topics = evidence.topics
    written = Counter(
        (_agency(fact.topic), fact.id)
        for fact in topics.of(endorsement.CastVote.type, endorsement.WithdrawVote.type)
    )
    answered = Counter((fact.data["agency"], fact.data["vote_id"]) for fact in topics.of(*ANSWERS))
    return [
        same(
            "Votes of the agencies = answers",
            f"{len(written)} distinct ids on the agencies' own topics",
            letters=len(written),
            topics=answered.total(),
            collections=evidence.collections.count(*ANSWERS),
        ),
        none(
            "Every vote has exactly one answer",
            [f"{agency}: {vote}" for agency, vote in unequal(written, answered)],
            "cast or refused, by agency and vote id",
        ),
    ]


def _agency(topic: str) -> str:
    return topic.removeprefix("endorsement.votes.").removesuffix(".v1")
