"""Every row of every letter that was sent has exactly one answer, and the right one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from shared.contracts import intake
from story.reconcile.checks.counting import counted
from story.reconcile.evidence import LetterLine, Letters, RowOutcome, RunEvidence
from story.reconcile.result import Check, none, same

ACCEPTED = "accepted"
OUTCOMES = (ACCEPTED, "refused", "duplicate")
TALLIED = {"duplicates": "duplicate"}


def check_rows(evidence: RunEvidence) -> list[Check]:
    letters = evidence.letters
    checks = [
        same(
            "Letters taken = letters counted",
            "files that intake took in, those that failed included; counted by intake",
            letters=len(letters.sent),
            collections=_letters_counted(evidence),
        ),
        same(
            "Rows of the letters = rows answered",
            "counted from the files; counted by intake",
            letters=sum(len(letter.lines) for letter in letters.sent),
            collections=_tallied(evidence)["rows"],
        ),
        none("Every row has exactly one answer", _not_answered_once(letters), "by letter and line"),
        none(
            "Every answer is one that is known",
            sorted({*letters.answers()} - {*OUTCOMES}),
            "accepted, refused or duplicate",
        ),
    ]
    if letters.expected is not None:
        checks += _check_manifest(letters, letters.expected, _tallied(evidence))
    return checks


def _not_answered_once(letters: Letters) -> Iterator[str]:
    for letter in letters.sent:
        for line in sorted({*letter.lines, *letter.answered}):
            count = len(letter.answered.get(line, ()))
            if count != 1 or line not in letter.lines:
                yield f"{letter.name}:{line} ({count} answers)"


def _letters_counted(evidence: RunEvidence) -> int:
    return sum(int(each["letters"]) for each in evidence.collections.states("responses"))


def _tallied(evidence: RunEvidence) -> Counter[str]:
    """What intake has counted for each district, added up: rows, outcomes, reasons."""
    total: Counter[str] = Counter()
    for response in evidence.collections.states("responses"):
        tally: dict[str, Any] = dict(response["tally"])
        total.update(tally.pop("codes"))
        total.update({TALLIED.get(name, name): count for name, count in tally.items()})
    return total


def _check_manifest(
    letters: Letters, expected: Mapping[LetterLine, RowOutcome], tallied: Counter[str]
) -> list[Check]:
    outcomes = Counter(row.outcome for row in expected.values())
    codes = Counter(code for row in expected.values() for code in row.codes)
    counted_codes = {*tallied} - {*OUTCOMES, "rows"}
    return [
        *(
            same(
                f"Rows {name}", "by the manifest", letters=outcomes[name], collections=tallied[name]
            )
            for name in OUTCOMES
        ),
        *(
            same(
                f"Refused: {code}",
                "by the manifest",
                letters=codes[code],
                collections=tallied[code],
            )
            for code in sorted({*codes, *counted_codes})
        ),
        none(
            "Every row became what the manifest says",
            _otherwise(letters, expected),
            "outcome and reasons, row by row",
        ),
    ]


def _otherwise(letters: Letters, expected: Mapping[LetterLine, RowOutcome]) -> Iterator[str]:
    for letter in letters.sent:
        for line in letter.lines:
            outcomes = letter.answered.get(line, ())
            if not outcomes or outcomes[0] != expected.get(LetterLine(letter.name, line)):
                yield f"{letter.name}:{line}"


def check_districts(evidence: RunEvidence) -> list[Check]:
    letters = evidence.letters
    answered = {each.district for each in letters.sent if has_accepted(each.answered.values())}
    early = {
        each.district
        for each in letters.sent
        if not each.after_reminder and has_accepted(each.answered.values())
    }
    expected, silent = len(letters.asked_districts), len({*letters.asked_districts} - early)
    return [
        counted("Districts asked", evidence, intake.RoundOpened.type, expected),
        counted("Districts that answered", evidence, intake.DistrictResponded.type, len(answered)),
        counted("Silent districts reminded", evidence, intake.DistrictReminded.type, silent),
    ]


def has_accepted(outcomes: Iterable[Iterable[RowOutcome]]) -> bool:
    return any(answer.outcome == ACCEPTED for answers in outcomes for answer in answers)
