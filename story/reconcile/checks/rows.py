"""Every row of every letter that was sent has exactly one answer, and the right one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from shared.contracts import intake
from story.reconcile.checks.counting import counted
from story.reconcile.evidence import Evidence, Letters, Line, RowOutcome
from story.reconcile.result import Check, none, same

ACCEPTED = "accepted"
OUTCOMES = (ACCEPTED, "refused", "duplicate")


def check_rows(evidence: Evidence) -> list[Check]:
    letters = evidence.letters
    checks = [
        same(
            "Rows of the letters = rows answered",
            "counted from the files; answered by intake",
            letters=sum(len(letter.lines) for letter in letters.sent),
            collections=letters.answers().total(),
        ),
        none("Every row has exactly one answer", _not_answered_once(letters), "by letter and line"),
        none(
            "Every answer is one that is known",
            sorted({*letters.answers()} - {*OUTCOMES}),
            "accepted, refused or duplicate",
        ),
    ]
    if letters.expected is not None:
        checks += _check_manifest(letters, letters.expected)
    return checks


def _not_answered_once(letters: Letters) -> Iterator[str]:
    for letter in letters.sent:
        for line in sorted({*letter.lines, *letter.answered}):
            told = len(letter.answered.get(line, ()))
            if told != 1 or line not in letter.lines:
                yield f"{letter.name}:{line} ({told} answers)"


def _check_manifest(letters: Letters, expected: Mapping[Line, RowOutcome]) -> list[Check]:
    should = Counter(row.outcome for row in expected.values())
    should_codes = Counter(code for row in expected.values() for code in row.codes)
    answers, codes = letters.answers(), letters.refusals()
    return [
        *(
            same(
                f"Rows {outcome}", "manifest", letters=should[outcome], collections=answers[outcome]
            )
            for outcome in OUTCOMES
        ),
        *(
            same(
                f"Refused: {code}", "manifest", letters=should_codes[code], collections=codes[code]
            )
            for code in sorted({*should_codes, *codes})
        ),
        none(
            "Every row became what the manifest says",
            _otherwise(letters, expected),
            "outcome and reasons, row by row",
        ),
    ]


def _otherwise(letters: Letters, expected: Mapping[Line, RowOutcome]) -> Iterator[str]:
    for letter in letters.sent:
        for line in letter.lines:
            told = letter.answered.get(line, ())
            if not told or told[0] != expected.get(Line(letter.name, line)):
                yield f"{letter.name}:{line}"


def check_districts(evidence: Evidence) -> list[Check]:
    letters = evidence.letters
    answered = {each.district for each in letters.sent if _has_accepted(each.answered.values())}
    early = {
        each.district
        for each in letters.sent
        if not each.after_reminder and _has_accepted(each.answered.values())
    }
    asked, silent = len(letters.asked), len({*letters.asked} - early)
    return [
        counted("Districts asked", evidence, intake.RoundOpened.type, asked),
        counted("Districts that answered", evidence, intake.DistrictResponded.type, len(answered)),
        counted("Silent districts reminded", evidence, intake.DistrictReminded.type, silent),
    ]


def _has_accepted(told: Iterable[Iterable[RowOutcome]]) -> bool:
    return any(answer.outcome == ACCEPTED for answers in told for answer in answers)
