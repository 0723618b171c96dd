"""The same figure from topics and collections, and who is meant."""

from collections import Counter
from typing import Any

from story.reconcile.evidence import RunEvidence, Topics
from story.reconcile.result import Check, Figure, same


def counted(name: str, evidence: RunEvidence, kind: str, letters: Figure = None) -> Check:
    """Count events of one type on the topics and in the collections."""
    return same(
        name,
        letters=letters,
        topics=evidence.topics.count(kind),
        collections=evidence.collections.count(kind),
    )


def subjects(topics: Topics, *types: str) -> Counter[str]:
    """How many events of these types each UMKM has."""
    return Counter(str(fact.data["umkm_id"]) for fact in topics.of(*types))


def unequal(one: Counter[Any], other: Counter[Any]) -> list[Any]:
    """Who is counted more often on one side than on the other."""
    return sorted({*(one - other), *(other - one)})
