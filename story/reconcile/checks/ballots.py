"""Every recommendation has one ballot and one outcome, every vote one answer."""

from collections import Counter
from collections.abc import Iterator

from shared.contracts import endorsement, intake
from story.reconcile.checks.counting import counted, subjects, unequal
from story.reconcile.checks.rows import ACCEPTED
from story.reconcile.evidence import Evidence, Topics
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


def check_recommendations(evidence: Evidence) -> list[Check]:
    accepted = evidence.letters.answers()[ACCEPTED]
    topics = evidence.topics
    return [
        counted("Rows accepted = recommendations", evidence, RECOMMENDED, accepted),
        counted("Recommendations = ballots opened", evidence, OPENED, accepted),
        none(
            "Every recommendation has its own ballot",
            unequal(subjects(topics, RECOMMENDED), subjects(topics, OPENED)),
            "by UMKM id",
        ),
        same(
            "Outcomes = recommendations",
            "endorsed, rejected, lapsed or withdrawn",
            letters=accepted,
            topics=topics.count(*OUTCOMES),
            collections=evidence.collections.count(*OUTCOMES),
        ),
        none(
            "Every recommendation has exactly one outcome",
            _without_one_outcome(topics),
            "by UMKM id",
        ),
        *(_outcome(kind, status, evidence) for kind, status in OUTCOMES.items()),
    ]


def _without_one_outcome(topics: Topics) -> Iterator[str]:
    outcomes = subjects(topics, *OUTCOMES)
    for umkm in sorted({*subjects(topics, RECOMMENDED), *outcomes}):
        if outcomes[umkm] != 1:
            yield f"{umkm} has {outcomes[umkm]}"


def _outcome(kind: str, status: str, evidence: Evidence) -> Check:
    ballots = evidence.collections.states("ballots")
    return same(
        f"UMKM {status}",
        "events, and ballots with that status",
        topics=evidence.topics.count(kind),
        collections=sum(ballot["status"] == status for ballot in ballots),
    )


def check_votes(evidence: Evidence) -> list[Check]:
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
