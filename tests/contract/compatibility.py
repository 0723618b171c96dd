"""Says whether a schema changed in a way that a reader or a writer of the old one would notice.

A library that decides on subschemas answers only yes or no, and takes an added optional field of an
open object for a break in one of the two directions; here each break is a sentence with its path.
"""

from collections.abc import Iterator
from functools import reduce
from operator import getitem
from typing import Any

Schema = dict[str, Any]
WORDS = frozenset({"title", "description", "default", "examples", "$schema", "$id", "$defs"})
"""What a schema tells people; no reader depends on it."""


def breaking_changes(old: Schema, new: Schema) -> list[str]:
    """Return one sentence for each change that is not an optional field more.

    Stored messages are read for ever and old readers are never gone, so nothing may be narrowed
    and nothing may be widened: a new value of an enum breaks the reader that closed its set.
    """
    return list(_compare(plain(old, old), plain(new, new), ""))


def plain(node: Any, root: Schema) -> Any:
    """Put what is referred to in its place, and leave out the words for people."""
    if isinstance(node, list):
        return [plain(each, root) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        names = node["$ref"].removeprefix("#/").split("/")
        return plain(reduce(getitem, names, root), root)
    return {
        key: {name: plain(field, root) for name, field in value.items()}
        if key == "properties"
        else plain(value, root)
        for key, value in node.items()
        if key not in WORDS
    }


def _compare(old: Any, new: Any, path: str) -> Iterator[str]:
    where = path or "message"
    if not (isinstance(old, dict) and isinstance(new, dict)):
        if old != new:
            yield f"{where}: {old!r} became {new!r}"
        return
    yield from _fields(old, new, path)
    for word in sorted((old.keys() | new.keys()) - {"properties", "required"}):
        before, after = old.get(word), new.get(word)
        if word == "enum" and before and after:
            yield from (f"{where}: {value!r} was removed" for value in before if value not in after)
            yield from (f"{where}: {value!r} was added" for value in after if value not in before)
        elif word == "anyOf" and before and after and len(before) == len(after):
            for left, right in zip(before, after, strict=True):
                yield from _compare(left, right, path)
        elif word == "items" and before and after:
            yield from _compare(before, after, f"{path}[]")
        elif before != after:
            yield f"{where}: {word} {before!r} became {after!r}"


def _fields(old: Schema, new: Schema, path: str) -> Iterator[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    was, now = set(old.get("required", ())), set(new.get("required", ()))
    for name, field in before.items():
        inside = f"{path}.{name}".lstrip(".")
        if name not in after:
            yield f"{inside}: removed"
            continue
        if (name in was) != (name in now):
            yield f"{inside}: became {'required' if name in now else 'optional'}"
        yield from _compare(field, after[name], inside)
    for name in after.keys() - before.keys():
        if name in now:
            yield f"{path}.{name}: new, and required".lstrip(".")
