"""Says whether an OpenAPI document changed in a way that a client of the old one would notice.

A request may be widened and an answer may get more properties. All else is a break. Each break is a
sentence with the operation and the place.
"""

from collections.abc import Iterator
from operator import gt, lt
from typing import Any

from tests.contract.compatibility import plain

Document = dict[str, Any]
LIMITS = {
    **dict.fromkeys(("maxLength", "maximum", "exclusiveMaximum", "maxItems"), lt),
    **dict.fromkeys(("minLength", "minimum", "exclusiveMinimum", "minItems"), gt),
}
"""With each word: when the new value is narrower than the old one."""
FORMS = ("pattern", "format", "uniqueItems")
"""Any other value may be narrower."""


def breaking_changes(old: Document, new: Document) -> list[str]:
    return list(_operations(plain(old["paths"], old), plain(new["paths"], new)))


def _operations(old: Document, new: Document) -> Iterator[str]:
    for path, methods in old.items():
        for method, before in methods.items():
            name, after = f"{method.upper()} {path}", new.get(path, {}).get(method)
            if after is None:
                yield f"{name}: removed"
                continue
            yield from _parameters(before, after, name)
            yield from _body(before.get("requestBody"), after.get("requestBody"), f"{name} body")
            yield from _answers(before["responses"], after["responses"], name)


def _parameters(before: Document, after: Document, name: str) -> Iterator[str]:
    was, now = (
        {(each["in"], each["name"]): each for each in operation.get("parameters", ())}
        for operation in (before, after)
    )
    for key in was.keys() | now.keys():
        where = f"{name} {key[0]} {key[1]}"
        if key not in now:
            yield f"{where}: removed"
        elif now[key].get("required") and not was.get(key, {}).get("required"):
            yield f"{where}: {'became required' if key in was else 'new, and required'}"
        if key in was and key in now:
            yield from _schemas(was[key]["schema"], now[key]["schema"], where, is_sent=True)


def _body(old: Document | None, new: Document | None, where: str) -> Iterator[str]:
    if new and new.get("required") and not (old and old.get("required")):
        yield f"{where}: became required"
    yield from _contents(old or {}, new or {}, where, is_sent=True)


def _answers(old: Document, new: Document, name: str) -> Iterator[str]:
    for status, answer in old.items():
        where = f"{name} {status}"
        if status in new:
            yield from _contents(answer, new[status], where, is_sent=False)
        else:
            yield f"{where}: removed"


def _contents(old: Document, new: Document, where: str, *, is_sent: bool) -> Iterator[str]:
    for media, content in old.get("content", {}).items():
        now = new.get("content", {}).get(media)
        if now is None:
            yield f"{where}: no longer {media}"
        else:
            yield from _schemas(
                content.get("schema", {}), now.get("schema", {}), where, is_sent=is_sent
            )


def _schemas(old: Document, new: Document, where: str, *, is_sent: bool) -> Iterator[str]:
    """What a client may send must be taken, and what it gets must be what it knows."""
    before, after = _choices(old), _choices(new)
    for chosen in before if is_sent else after:
        pairs = (
            [(chosen, each) for each in after] if is_sent else [(each, chosen) for each in before]
        )
        faults = [list(_compare(*pair, where, is_sent=is_sent)) for pair in pairs]
        yield from min(faults, key=len)


def _choices(schema: Document) -> list[Document]:
    choices: list[Document] = schema.get("anyOf") or schema.get("oneOf") or [schema]
    return choices


def _compare(old: Document, new: Document, where: str, *, is_sent: bool) -> Iterator[str]:
    if old.get("type") != new.get("type"):
        yield f"{where}: type {old.get('type')!r} became {new.get('type')!r}"
        return
    yield from _values(old, new, where, is_sent=is_sent)
    if is_sent:
        yield from _narrowed(old, new, where)
    yield from _properties(old, new, where, is_sent=is_sent)
    if "items" in old and "items" in new:
        yield from _schemas(old["items"], new["items"], f"{where}[]", is_sent=is_sent)


def _values(old: Document, new: Document, where: str, *, is_sent: bool) -> Iterator[str]:
    before, after = _closed_set(old), _closed_set(new)
    if is_sent and after is not None:
        lost = [None] if before is None else [each for each in before if each not in after]
        yield from (f"{where}: only {after} is taken, not {each!r}" for each in lost)
    elif not is_sent and before is not None:
        added = [None] if after is None else [each for each in after if each not in before]
        yield from (f"{where}: {each!r} is no value of {before}" for each in added)


def _closed_set(schema: Document) -> list[Any] | None:
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _narrowed(old: Document, new: Document, where: str) -> Iterator[str]:
    for word, is_narrower in LIMITS.items():
        before, after = old.get(word), new.get(word)
        if after is not None and (before is None or is_narrower(after, before)):
            yield f"{where}: {word} {before!r} became {after!r}"
    for word in FORMS:
        if new.get(word) not in {None, old.get(word)}:
            yield f"{where}: {word} {old.get(word)!r} became {new[word]!r}"
    if new.get("additionalProperties") is False and "additionalProperties" not in old:
        yield f"{where}: other properties are refused"


def _properties(old: Document, new: Document, where: str, *, is_sent: bool) -> Iterator[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    was, now = set(old.get("required", ())), set(new.get("required", ()))
    for name, field in before.items():
        if name in after:
            yield from _schemas(field, after[name], f"{where} {name}", is_sent=is_sent)
        else:
            yield f"{where} {name}: removed"
    if is_sent:
        for name in sorted(now - was):
            yield f"{where} {name}: {'became' if name in before else 'new, and'} required"
    else:
        for name in sorted((was - now) & after.keys()):
            yield f"{where} {name}: no longer required"
