"""Why no row of a file can be read, with a sentence for the officer."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml


class Unreadable(StrEnum):
    EMPTY = "empty"
    TOO_BIG = "too-big"
    OLD_WORKBOOK = "old-workbook"
    ARCHIVE = "archive"
    OPEN_DOCUMENT = "open-document"
    DOCUMENT = "document"
    PDF = "pdf"
    IMAGE = "image"
    WEB_PAGE = "web-page"
    RICH_TEXT = "rich-text"
    BINARY = "binary"
    ENCODING = "encoding"
    NO_HEADINGS = "no-headings"
    MISSING_COLUMN = "missing-column"
    NO_ROWS = "no-rows"
    LONG_LINE = "long-line"
    TOO_MANY_ROWS = "too-many-rows"
    TOO_MANY_COLUMNS = "too-many-columns"
    TOO_MANY_SHEETS = "too-many-sheets"
    CORRUPT_WORKBOOK = "corrupt-workbook"
    BINARY_WORKBOOK = "binary-workbook"
    PASSWORD = "password"  # noqa: S105 - the name of a problem
    MACRO = "macro"
    BOMB = "bomb"
    TOO_HEAVY = "too-heavy"


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    with Path(__file__).with_suffix(".yaml").open(encoding="utf-8") as file:
        sentences: dict[str, dict[str, str]] = yaml.safe_load(file)
    return sentences


class UnreadableFileError(ValueError):
    """No row can be read. The same bytes would fail again."""

    def __init__(self, code: Unreadable, **details: object) -> None:
        sentences = _sentences()[code]
        self.code = code
        self.details = details
        self.message_id = sentences["id"].format(**details)
        self.message_en = sentences["en"].format(**details)
        super().__init__(f"{self.message_id} / {self.message_en}")
