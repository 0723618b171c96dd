"""The list has a place for the endorsed, up to the capacity, and is what its head says."""

import hashlib
from collections.abc import Mapping
from typing import Any

from shared.contracts import endorsement
from story.reconcile.checks.counting import counted, subjects
from story.reconcile.evidence import RunEvidence, Topics
from story.reconcile.result import Check, none, same

ENDORSED = endorsement.UmkmEndorsed.type
PLACED = endorsement.UmkmPrioritised.type
PUBLISHED = endorsement.PriorityListPublished.type


def places_to_give(evidence: RunEvidence) -> int:
    return min(evidence.topics.count(ENDORSED), evidence.capacity)


def check_list(evidence: RunEvidence) -> list[Check]:
    topics = evidence.topics
    heads = topics.of(PUBLISHED)
    return [
        counted(
            "Endorsed, up to the capacity = places", evidence, PLACED, places_to_give(evidence)
        ),
        same(
            "Endorsed = places and those who wait",
            letters=topics.count(ENDORSED),
            topics=sum(head.data["placed"] + head.data.get("waiting", 0) for head in heads),
        ),
        same(
            "Priority lists published",
            letters=1,
            topics=len(heads),
            collections=evidence.collections.count(PUBLISHED),
        ),
        none(
            "The list is what its head says",
            [head.id for head in heads if not _is_true(head.data, topics)],
            "ranks 1 to n, digest computed again",
        ),
        none(
            "Only endorsed UMKM have a place, and one each",
            sorted((subjects(topics, PLACED) - subjects(topics, ENDORSED)).elements()),
            "by UMKM id",
        ),
    ]


def _is_true(head: Mapping[str, Any], topics: Topics) -> bool:
    places = sorted(
        (fact.data["rank"], fact.data["umkm_id"])
        for fact in topics.of(PLACED)
        if fact.data["list_number"] == head["list_number"]
    )
    text = "".join(f"{rank} {umkm}\n" for rank, umkm in places)
    digest: str = head["content_sha256"]
    return [rank for rank, _ in places] == list(range(1, head["placed"] + 1)) and hashlib.sha256(
        text.encode()
    ).hexdigest() == digest
