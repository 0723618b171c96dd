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
_EDGE = " |"
# The numbers of people and businesses, and addresses of mail. A hexadecimal id stays. The name in
# an address has at most 64 characters (RFC 5321); without this bound a long text takes minutes.
_PRIVATE = re.compile(r"(?<![0-9A-Fa-f])\+?[0-9]{9,}(?![0-9A-Fa-f])|[^\s'\"<>@]{1,64}@[^\s'\"<>@]+")
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


def _all_of(logged: BaseException) -> Iterator[BaseException]:
    """Return this error, its causes, and what is grouped in it."""
    waiting, seen = [logged], set[int]()
    while waiting:
        error = waiting.pop()
        if id(error) in seen:
            continue
        seen.add(id(error))
        yield error
        waiting += [cause for cause in (error.__cause__, error.__context__) if cause]
        if isinstance(error, BaseExceptionGroup):
            waiting += error.exceptions


def _in_place_of(error: BaseException) -> str:
    if isinstance(error, ValidationError):
        return in_words(error)
    code = getattr(error, "code", None)
    return f"(code {code})" if isinstance(code, int) else "(its text is not shown)"


def _without(hidden: str, text: str, instead: str) -> str:
    if not hidden:
        return text
    if f": {hidden}" in text:
        return text.replace(f": {hidden}", f": {instead}")
    first, *others = hidden.splitlines()  # a group indents each of its lines
    bare = {line.strip(_EDGE) for line in others}
    lines = text.replace(f": {first}", f": {instead}").splitlines()
    return "\n".join(line for line in lines if line.strip(_EDGE) not in bare)
