"""Asks on the terminal about the columns of a letter and the consent of the owners."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from cli.importing.answers import (
    CONSENT,
    NO_HEADING,
    Column,
    ColumnAnswer,
    LetterAnswer,
    Question,
    all_named,
    clear_in_words,
    field_codes,
    in_both_languages,
    open_columns,
    proposed,
)
from cli.importing.days import day_in

NOT_NEEDED = "-"


class Terminal(Protocol):
    """A person who reads and types."""

    def say(self, text: str) -> None: ...

    def ask(self, prompt: str) -> str:
        """Raises EOFError when the person wants to stop."""
        ...


class NotAFieldError(Exception):
    """The typed text is no answer."""


def ask_about(
    terminal: Terminal, question: Question, earlier: LetterAnswer, consent_on: date | None = None
) -> LetterAnswer:
    """Ask for every open column, then for the day of the consent.

    Enter takes the earlier answer where there is one, else the first proposal, but no consent. A
    consent that was declared before, or that a column holds, is not asked about.
    """
    terminal.say(f"{question['message_id']}\n{question['message_en']}")
    if clear := clear_in_words(question):
        terminal.say(clear)
    columns = tuple(
        ColumnAnswer(
            sheet=column["sheet"],
            column=column["column"],
            fields=_fields(terminal, column, question["names"], earlier.of(column)),
        )
        for column in open_columns(question)
    )
    is_in_a_column = any(CONSENT.intersection(column.fields) for column in columns)
    if question["consent"] and consent_on is None and not is_in_a_column:
        consent_on = _consent_on(terminal, question["sentence"])
    return LetterAnswer(columns=columns, consent_on=consent_on)


def _fields(
    terminal: Terminal, column: Column, names: Mapping[str, str], earlier: tuple[str, ...] | None
) -> tuple[str, ...]:
    proposals = column["proposals"]
    first = proposed(column) if earlier is None else earlier
    is_known = bool(first) or earlier is not None
    terminal.say(_shown(column, names))
    by_enter = f"Enter = {all_named(first, names) or NOT_NEEDED}; " if is_known else ""
    prompt = f"{by_enter}{NOT_NEEDED} = tidak perlu / not needed > "
    while True:
        typed = terminal.ask(prompt).strip()
        if not typed and is_known:
            return first
        try:
            return _read(typed, proposals, names)
        except NotAFieldError as error:
            terminal.say(str(error))


def _shown(column: Column, names: Mapping[str, str]) -> str:
    sheet = f"Lembar / sheet {column['sheet']}, kolom" if column["sheet"] else "Kolom"
    heading = column["heading"] or NO_HEADING
    samples = " | ".join(column["samples"]) or "(kosong / empty)"
    lines = [f"\n{sheet} / column {column['column']}: {heading}", f"  isi / cells: {samples}"]
    for number, field in enumerate(column["proposals"], start=1):
        lines.append(f"  {number}. {in_both_languages(field, names)}")
    return "\n".join(lines)


def _read(typed: str, proposals: list[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Read numbers of proposals or names of fields, separated by commas."""
    if typed == NOT_NEEDED:
        return ()
    fields = tuple(_field(word.strip(), proposals, names) for word in typed.split(","))
    return tuple(dict.fromkeys(fields))


def _field(word: str, proposals: list[str], names: Mapping[str, str]) -> str:
    if word.isdecimal() and 0 < int(word) <= len(proposals):
        return str(proposals[int(word) - 1])
    if field := field_codes(names).get(word.casefold()):
        return field
    known = all_named(sorted(names), names)
    raise NotAFieldError(
        f"Tidak dikenal / not known: {word or 'Enter'}. Ketik nomor atau salah satu dari ini; "
        f"type a number or one of these: {known}"
    )


def _consent_on(terminal: Terminal, sentence: str | None) -> date:
    if sentence:
        terminal.say(f'\nDi surat tertulis / the letter says: "{sentence}"')
    prompt = "Tanggal semua pemilik menyetujui / day on which all owners had agreed (31-12-2026) > "
    while True:
        try:
            return day_in(terminal.ask(prompt))
        except ValueError as error:
            terminal.say(f"{error}. Ctrl-D menunda / leaves the question open.")
