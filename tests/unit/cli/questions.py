"""Questions about letters as intake asks them, and a person who types prepared answers."""

from collections.abc import Sequence
from typing import Any

NAMES = {
    "business_name": "Nama Usaha",
    "owner_name": "Nama Pemilik",
    "nik": "NIK",
    "phone": "No HP",
    "employees": "employees",
}


class TypedAnswers:
    """A terminal; when nothing is left to type, the person presses Ctrl-D."""

    def __init__(self, *lines: str) -> None:
        self._lines = list(lines)
        self.shown: list[str] = []

    @property
    def text(self) -> str:
        return "\n".join(self.shown)

    def say(self, text: str) -> None:
        self.shown.append(text)

    def ask(self, prompt: str) -> str:
        self.shown.append(prompt)
        if not self._lines:
            raise EOFError
        return self._lines.pop(0)


def a_column(column: str, heading: str = "Nama", **fields: Any) -> dict[str, Any]:
    """Build a column that is asked about."""
    question = {
        "sheet": "",
        "column": column,
        "heading": heading,
        "fields": [],
        "proposals": ["owner_name", "business_name"],
        "samples": ["Ti****", "Ro****"],
        "open": True,
    }
    return question | fields


def a_question(*columns: dict[str, Any], **fields: Any) -> dict[str, Any]:
    table = {"sheet": "", "fingerprint": "f1", "columns": list(columns), "missing": []}
    question = {
        "tables": [table] if columns else [],
        "consent": False,
        "sentence": None,
        "names": NAMES,
        "message_id": "Beberapa kolom belum jelas.",
        "message_en": "Some columns are not clear.",
    }
    return question | fields


def fields_of(answers: Sequence[Any]) -> dict[str, tuple[str, ...]]:
    return {answer.column: answer.fields for answer in answers}
