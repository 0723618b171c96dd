"""Answers about letters: reads them from a file, or writes a file to edit."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from cli.importing.days import Day
from deploy.embedded.errors import PlatformError
from shared.yaml_files import read_yaml

Question = Mapping[str, Any]
"""A question of the service, decoded from JSON."""


class ColumnAnswer(BaseModel):
    """The fields of one column. None: the column is not needed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sheet: str = ""
    column: str
    fields: tuple[str, ...]


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
        raise PlatformError(f"{path} does not hold answers:\n{faults}") from error


def to_edit(questions: Mapping[str, Question], officer: str | None) -> str:
    """A file with the first proposal for every open column. A person checks it."""
    head = [
        "# Check each line, write your name, save this, and run the same command again",
        "# with --columns and the name of this file. `fields: []` means: not needed.",
        f"officer: {_quoted(officer or '')}",
        "letters:",
    ]
    lines = [line for name, question in questions.items() for line in _letter(name, question)]
    return "\n".join([*head, *lines]) + "\n"


def open_columns(question: Question) -> Sequence[Mapping[str, Any]]:
    """The columns that the question is about, in the order of the letter."""
    return [each for table in question["tables"] for each in table["columns"] if each["open"]]


def _letter(name: str, question: Question) -> Iterator[str]:
    yield f"  {_quoted(name)}:"
    yield f"    # {question['message_id']}"
    yield f"    # {question['message_en']}"
    if question["consent"]:
        if question["sentence"]:
            yield f"    # In the letter: {_quoted(question['sentence'])}"
        yield "    consent_on:  # the day on which all owners had agreed, such as 31-12-2026"
    if columns := open_columns(question):
        yield "    columns:"
        for column in columns:
            yield from _column(column, question["names"])


def _column(column: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    samples = ", ".join(map(_quoted, column["samples"])) or "no cells"
    yield f"      # {_quoted(column['heading'])}: {samples}"
    if column["proposals"]:
        proposals = ", ".join(in_both_languages(field, names) for field in column["proposals"])
        yield f"      # may be: {proposals}"
    place = f"sheet: {_quoted(column['sheet'])}, column: {_quoted(column['column'])}"
    yield f"      - {{{place}, fields: [{', '.join(column['proposals'][:1])}]}}"


def in_both_languages(field: str, names: Mapping[str, str]) -> str:
    """`Nama Pemilik (owner_name)`."""
    name = names.get(field, field)
    return field if name == field else f"{name} ({field})"


def _quoted(text: str) -> str:
    """Quote foreign text, so that it stays text on one line."""
    return json.dumps(text, ensure_ascii=not text.isprintable())


def _place(place: tuple[int | str, ...]) -> str:
    return ".".join(map(str, place)) or "answers"
