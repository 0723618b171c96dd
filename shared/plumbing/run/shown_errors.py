"""Writes errors into the log without the documents and values that libraries put into them."""

import re
import traceback
from collections.abc import Iterator
from types import TracebackType

from pydantic import ValidationError
from structlog.typing import EventDict

from shared.plumbing.core.failures import is_ours
from shared.plumbing.core.wire import in_words

LONGEST_VALUE, LONGEST_TRACEBACK = 2_000, 20_000
_LEAST_LINE = 8
"""A shorter line of a text may stand elsewhere in the traceback too."""
# The numbers of people and businesses, and addresses of mail. A hexadecimal id stays.
_PRIVATE = re.compile(r"(?<![0-9A-Fa-f])\+?[0-9]{9,}(?![0-9A-Fa-f])|[^\s'\"<>@]+@[^\s'\"<>@]+")
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def formatted(exc_info: ExcInfo) -> str:
    """Return the traceback. Of errors of libraries only the type is shown, and no text."""
    text = "".join(traceback.format_exception(exc_info[1]))
    for error in _all_of(exc_info[1]):
        if not _is_plain(error):
            text = _without(str(error), text, _in_place_of(error))
    return _PRIVATE.sub("...", text)[-LONGEST_TRACEBACK:]


def bounded(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Cut values that are too long."""
    for name, value in event.items():
        if value is None or isinstance(value, bool | int | float) or name == "exc_info":
            continue
        text = value if isinstance(value, str) else repr(value)
        if len(text) > LONGEST_VALUE:
            event[name] = f"{text[:LONGEST_VALUE]}..."
    return event


def _is_plain(error: BaseException) -> bool:
    return is_ours(error) or type(error).__module__ == "builtins"


def _all_of(error: BaseException) -> Iterator[BaseException]:
    """Return this error, its causes, and what is grouped in it."""
    waiting, seen = [error], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [one for one in (each.__cause__, each.__context__) if one]
        if isinstance(each, BaseExceptionGroup):
            waiting += each.exceptions


def _in_place_of(error: BaseException) -> str:
    if isinstance(error, ValidationError):
        return in_words(error)
    code = getattr(error, "code", None)
    return f"(code {code})" if isinstance(code, int) else "(its text is not shown)"


def _without(hidden: str, text: str, instead: str) -> str:
    if not hidden:
        return text
    text = text.replace(hidden, instead)
    for line in hidden.splitlines():  # a group indents each of its lines
        if len(line) >= _LEAST_LINE:
            text = text.replace(line, instead)
    return text
