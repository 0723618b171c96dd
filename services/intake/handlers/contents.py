"""What an officer should know of a file as a whole, and what has to be asked before its rows."""

from collections.abc import Iterable, Iterator, Sequence

from services.intake.files.reader import Head
from services.intake.letters import reference
from services.intake.letters.vocabulary import vocabulary
from services.intake.model.imports import FileNotice
from services.intake.model.questions import Question, TableView
from shared.tables.numbering import place_of
from shared.tables.understanding.decision import Reason

_MOST_NAMED = 20
_MOST_UNREAD = 50


class AskFirstError(Exception):
    """Something has to be asked before a row may be taken."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.message_en)
        self.question = question


_NOT_NEEDED = {Reason.PASSED_OVER, Reason.ANSWERED, Reason.REMEMBERED}


def noticed_of(head: Head) -> Iterator[FileNotice]:
    """What of the file is not read, each in a sentence."""
    for table in head.tables:
        if table.missing and not table.is_open:
            columns = ", ".join(reference.heading_of(field) for field in table.missing)
            yield _notice("sheet-lacks-columns", f"{table.sheet}: {columns}")
    for sheet in head.unread:
        yield _notice("sheet-left-out", sheet)
    unread = (
        ("shared-email" if column.reason == Reason.SHARED else "unknown-column", column.heading)
        for table in head.tables
        for column in table.columns
        if column.heading and not (column.fields or column.open)
        if column.reason not in _NOT_NEEDED
    )
    for code, heading in list(dict.fromkeys(unread))[:_MOST_UNREAD]:
        yield _notice(code, heading)


def passed_over_in_words(lines: Sequence[int], sheets: Sequence[str]) -> FileNotice:
    """Total, numbers of columns, headings of a further page: the first of them by line."""
    places = [place_of(line, sheets) for line in lines[:_MOST_NAMED]]
    named = [f"{sheet}: {on_sheet}" if sheet else str(on_sheet) for sheet, on_sheet in places]
    return _notice("lines-passed-over", ", ".join([*named, *["..."][: len(lines) > _MOST_NAMED]]))


def _notice(code: str, detail: str) -> FileNotice:
    return FileNotice(**reference.message(code), given=detail)


def question_of(head: Head, *, is_declared: bool) -> Question | None:
    """What has to be asked before a row may be taken; None where everything is clear."""
    needs_consent = not (head.has_consent or is_declared)
    numbered = list(enumerate(head.tables))
    tables = _one_of_each(pair for pair in numbered if pair[1].is_open)
    if not (tables or needs_consent):
        return None
    sheets = {table.sheet for table in tables}
    unproposed = {field: None for t in tables for field in t.missing if not t.proposes(field)}
    codes = {"open-columns": tables, "open-consent": needs_consent, "field-missing": unproposed}
    sentences = [
        [text.format(reference.named(unproposed)) for text in reference.sentences()[code]]
        for code, is_meant in codes.items()
        if is_meant
    ]
    readable = sum(table.is_open or not table.missing for table in head.tables)
    return Question(
        tables=tables,
        answered=_one_of_each(
            (n, t) for n, t in numbered if t.is_answered and t.sheet not in sheets
        ),
        others=sum(len(table.numbers) for table in tables) < readable,
        consent=needs_consent,
        sentence=head.sentence,
        names={field: reference.heading_of(field) for field in sorted(vocabulary().fields)},
        message_id=" ".join(indonesian for indonesian, _ in sentences),
        message_en=" ".join(english for _, english in sentences),
    )


def _one_of_each(numbered: Iterable[tuple[int, TableView]]) -> tuple[TableView, ...]:
    """One table for all that are understood alike, and one of each sheet; the rest comes next."""
    alike: dict[object, tuple[TableView, list[int]]] = {}
    for number, table in numbered:
        columns = ((c.fields, c.proposals, c.open) for c in table.columns)
        alike.setdefault((table.fingerprint, *columns), (table, []))[1].append(number)
    by_sheet: dict[str, TableView] = {}
    for table, numbers in alike.values():
        first = table.model_copy(update={"numbers": tuple(numbers)})
        by_sheet.setdefault(first.sheet, first)
    return tuple(by_sheet.values())
