"""Letters on their way: posted to intake, and what was answered to each row."""

from collections.abc import Callable, Sequence
from typing import Any

from story.calling import Services
from story.plan import ROUND, Letter
from story.reconcile.evidence import RowOutcome

Answers = dict[str, dict[int, list[RowOutcome]]]
"""By file name and line."""


async def send_letters(
    services: Services, letters: Sequence[Letter], answers: Answers, told: Callable[[int], None]
) -> None:
    """One after the other: of a UMKM that two districts name, the first letter counts."""
    for letter in letters:
        report = await services.post(
            "intake",
            f"/rounds/{ROUND}/letters",
            key=f"letter-{letter.path.name}",
            params={"district": letter.district, "filename": letter.path.name},
            content=letter.path.read_bytes(),
        )
        answers[letter.path.name] = answered_lines(report)
        told(report["rows"])


def answered_lines(report: dict[str, Any]) -> dict[int, list[RowOutcome]]:
    """What intake said of each line; all reasons of a refused one, sorted."""
    reasons: dict[int, set[str]] = {}
    for problem in report["problems"]:
        reasons.setdefault(problem["line"], set()).add(problem["code"])
    found: dict[int, list[RowOutcome]] = {}
    for line in report["lines"]:
        codes: set[str] = set()
        if line["outcome"] == "refused":
            codes = reasons.get(line["line"], {str(line.get("code"))})
        outcome = RowOutcome(line["outcome"], tuple(sorted(codes)))
        found.setdefault(line["line"], []).append(outcome)
    return found
