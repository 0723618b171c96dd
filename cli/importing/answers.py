"""Answers about letters: reads them from a file, or writes a file to edit."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from cli.importing.days import Day
from deploy.embedded.errors import PlatformError
from folder.letters import printable
from shared.yaml_files import read_yaml

Question = Mapping[str, Any]
"""A question of the service, decoded from JSON."""
Column = Mapping[str, Any]
CONSENT = frozenset({"consent", "consent_on"})
NO_HEADING = "(tanpa judul / no heading)"


class ColumnAnswer(BaseModel):
    """The fields of one column. None: the column is not needed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sheet: str = ""
    column: str
    fields: tuple[str, ...]

    @model_validator(mode="before")
    @classmethod
    def _is_filled_in(cls, answer: Any) -> Any:
        if isinstance(answer, dict) and answer.get("fields", ()) is None:
            raise ValueError(
                f"kolom {answer.get('column')} belum dijawab; tulis isinya, atau [] jika tidak "
                "diperlukan / this column is not answered; write what it holds, or [] if it is "
                "not needed"
            )
        return answer


class LetterAnswer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    consent_on: Day | None = None
    columns: tuple[ColumnAnswer, ...] = ()

    def of(self, column: Mapping[str, Any]) -> tuple[str, ...] | None:
        """The answer for a column, or None."""
        place = column["sheet"], column["column"]
        return next((c.fields for c in self.columns if (c.sheet, c.column) == place), None)

    def in_codes(self, names: Mapping[str, str]) -> "LetterAnswer":
        """Replace Indonesian names of fields by their codes."""
        codes = field_codes(names)
        columns = tuple(
            c.model_copy(update={"fields": tuple(codes.get(f.casefold(), f) for f in c.fields)})
            for c in self.columns
        )
        return self.model_copy(update={"columns": columns})


def field_codes(names: Mapping[str, str]) -> dict[str, str]:
    """Fields by name or code: `nama pemilik`, `owner_name`."""
    return {name.casefold(): field for field, name in names.items()} | {
        field.casefold(): field for field in names
    }


class Answers(BaseModel):
    """A file of answers. Letters have the names that `./sentra import` shows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    officer: str = ""
    letters: Mapping[str, LetterAnswer] = {}


def read_answers(path: Path) -> Answers:
    """Raises PlatformError with one line for each fault."""
    try:
        return Answers.model_validate(read_yaml(path))
    except OSError as error:
        raise PlatformError(f"{path} cannot be read: {error.strerror}.") from error
    except yaml.YAMLError as error:
        raise PlatformError(f"{path} is neither YAML nor JSON: {error}") from error
    except ValidationError as error:
        faults = "\n".join(f"  {_place(each['loc'])}: {each['msg']}" for each in error.errors())
        faults = faults.replace(": Value error, ", ": ")
        raise PlatformError(f"{path} does not hold answers:\n{faults}") from error


def to_edit(questions: Mapping[str, Question], officer: str | None) -> str:
    """A file with the first proposal for every open column. A person checks it.

    What may be the consent is left for the person to fill in.
    """
    head = [
        "# Periksa setiap baris, tulis nama Anda, simpan, lalu jalankan lagi perintah yang sama",
        "# dengan --columns dan nama berkas ini. `fields: []` berarti: tidak diperlukan.",
        "# Check each line, write your name, save this, and run the same command again",
        "# with --columns and the name of this file. `fields: []` means: not needed.",
        f"officer: {_quoted(officer or '')}",
        "letters:",
    ]
    lines = [line for name, question in questions.items() for line in _letter(name, question)]
    return "\n".join([*head, *lines]) + "\n"


def open_columns(question: Question) -> Sequence[Column]:
    """The columns that the question is about, in the order of the letter."""
    return [each for table in question["tables"] for each in table["columns"] if each["open"]]


def clear_in_words(question: Question) -> str:
    """The columns that are not asked about: `B Nama Usaha = Nama Usaha (business_name)`."""
    columns = (column for table in question["tables"] for column in table["columns"])
    clear = [
        f"{each['column']} {each['heading']} = {all_named(each['fields'], question['names'])}"
        for each in columns
        if each["fields"] and not each["open"]
    ]
    return f"Sudah jelas / already clear: {'; '.join(clear)}" if clear else ""


def proposed(column: Column) -> tuple[str, ...]:
    """The first proposal. Only a person says that a column holds the consent."""
    return tuple(field for field in column["proposals"][:1] if field not in CONSENT)


def _letter(name: str, question: Question) -> Iterator[str]:
    yield f"  {_quoted(name)}:"
    yield f"    # {question['message_id']}"
    yield f"    # {question['message_en']}"
    if question["consent"]:
        if question["sentence"]:
            yield f"    # Di surat tertulis / the letter says: {_quoted(question['sentence'])}"
        yield "    # Tanggal semua pemilik menyetujui, misalnya 31-12-2026"
        yield "    # The day on which all owners had agreed, such as 31-12-2026"
        yield "    consent_on:"
    if columns := open_columns(question):
        if clear := clear_in_words(question):
            yield f"    # {printable(clear)}"
        yield "    columns:"
        for column in columns:
            yield from _column(column, question)


def _column(column: Column, question: Question) -> Iterator[str]:
    samples = ", ".join(map(_quoted, column["samples"])) or "kosong / empty"
    heading = _quoted(column["heading"]) if column["heading"] else NO_HEADING
    yield f"      # {heading}: {samples}"
    if column["proposals"]:
        yield f"      # mungkin / may be: {all_named(column['proposals'], question['names'])}"
    fields = f"[{', '.join(proposed(column))}]"
    if CONSENT.intersection(column["proposals"][:1]) or (question["consent"] and fields == "[]"):
        yield "      # Isi sendiri / fill in yourself: [consent] (persetujuan), [], ..."
        fields = ""
    place = f"sheet: {_quoted(column['sheet'])}, column: {_quoted(column['column'])}"
    yield f"      - {{{place}, fields: {fields}}}"


def all_named(fields: Iterable[str], names: Mapping[str, str]) -> str:
    return ", ".join(in_both_languages(field, names) for field in fields)


def in_both_languages(field: str, names: Mapping[str, str]) -> str:
    """`Nama Pemilik (owner_name)`."""
    name = names.get(field, field)
    return field if name == field else f"{name} ({field})"


def _quoted(text: str) -> str:
    """Quote foreign text, so that it stays text on one line."""
    return json.dumps(text, ensure_ascii=not text.isprintable())


def _place(place: tuple[int | str, ...]) -> str:
    return ".".join(map(str, place)) or "answers"
