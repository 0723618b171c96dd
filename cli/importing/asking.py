"""Asks a person on the terminal what the columns of a letter hold, and when the owners agreed."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from cli.importing.answers import ColumnAnswer, LetterAnswer, Question, open_columns

NOT_NEEDED = "-"
CONSENT = frozenset({"consent", "consent_on"})
Column = Mapping[str, Any]


class Terminal(Protocol):
    """A person who reads and types."""

    def say(self, text: str) -> None: ...

    def ask(self, prompt: str) -> str:
        """Raises EOFError when the person wants to stop."""
        ...


class NotAFieldError(Exception):
    """What was typed cannot be an answer."""


def ask_about(
    terminal: Terminal, question: Question, earlier: LetterAnswer, consent_on: date | None = None
) -> LetterAnswer:
    """Ask for every open column, then for the day of the consent.

    Enter takes the earlier answer where there is one, else the first proposal. A consent that was
    declared before, or that a column holds, is not asked about.
    """
    terminal.say(f"{question['message_id']}\n{question['message_en']}")
    _say_what_is_clear(terminal, question)
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


def _say_what_is_clear(terminal: Terminal, question: Question) -> None:
    columns = (column for table in question["tables"] for column in table["columns"])
    clear = [
        f"{each['column']} {each['heading']} = {', '.join(each['fields'])}"
        for each in columns
        if each["fields"] and not each["open"]
    ]
    if clear:
        terminal.say(f"Sudah jelas / already clear: {'; '.join(clear)}")


def _fields(
    terminal: Terminal, column: Column, names: Mapping[str, str], earlier: tuple[str, ...] | None
) -> tuple[str, ...]:
    proposals = column["proposals"]
    first = earlier if earlier is not None else tuple(proposals[:1])
    is_known = bool(first) or earlier is not None
    terminal.say(_shown(column, names))
    by_enter = f"Enter = {', '.join(first) or NOT_NEEDED}; " if is_known else ""
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
    heading = column["heading"] or "(tanpa judul / no heading)"
    samples = " | ".join(column["samples"]) or "(kosong / empty)"
    lines = [f"\n{sheet} / column {column['column']}: {heading}", f"  isi / cells: {samples}"]
    for number, field in enumerate(column["proposals"], start=1):
        lines.append(f"  {number}. {_named(field, names)}")
    return "\n".join(lines)


def _named(field: str, names: Mapping[str, str]) -> str:
    name = names.get(field, field)
    return field if name == field else f"{name} ({field})"


def _read(typed: str, proposals: list[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Numbers of proposals, or names of fields; two of them with a comma between."""
    if typed == NOT_NEEDED:
        return ()
    fields = tuple(_field(word.strip(), proposals, names) for word in typed.split(","))
    return tuple(dict.fromkeys(fields))


def _field(word: str, proposals: list[str], names: Mapping[str, str]) -> str:
    if word.isdecimal() and 0 < int(word) <= len(proposals):
        return str(proposals[int(word) - 1])
    by_name = {name.casefold(): field for field, name in names.items()}
    by_name |= {field.casefold(): field for field in names}
    if field := by_name.get(word.casefold()):
        return field
    known = ", ".join(sorted(names))
    raise NotAFieldError(
        f"Tidak dikenal / not known: {word or 'Enter'}. Ketik nomor atau salah satu dari ini; "
        f"type a number or one of these: {known}"
    )


def _consent_on(terminal: Terminal, sentence: str | None) -> date:
    if sentence:
        terminal.say(f'\nDi surat tertulis / the letter says: "{sentence}"')
    prompt = "Tanggal semua pemilik menyetujui / day on which all owners had agreed (2026-11-02) > "
    while True:
        typed = terminal.ask(prompt).strip()
        try:
            return date.fromisoformat(typed)
        except ValueError:
            terminal.say(
                f"Bukan tanggal / not a date: {typed or 'Enter'}. Tulis seperti ini / write it "
                "like this: 2026-11-02. Ctrl-D menunda / leaves the question open."
            )
