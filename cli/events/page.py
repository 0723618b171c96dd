"""The AsyncAPI document as one static page, also for phones."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from cli.events.fields import Field, Schemas, fields_of

Document = dict[str, Any]
CODE = re.compile(r"`([^`]+)`")
FOR_EVER = -1
DAY_MS = 24 * 60 * 60 * 1000


class PageEntry(NamedTuple):
    """One message of the page."""

    type: str
    sentence: str
    key: str
    filterable: Sequence[str] | None
    """None: it is not public."""
    fields: Sequence[Field]
    example: str
    reacting: Sequence[tuple[str, str]]
    """Each service that reacts, and how."""
    versions: Sequence[str]
    """All types of this message, the oldest first."""


class PageSection(NamedTuple):
    """One channel of the page."""

    address: str
    access: str
    is_written_by_agencies: bool
    parameters: dict[str, Document]
    kept: str
    partitions: int
    messages: Sequence[PageEntry]


def page(document: Document, reacting: Mapping[str, Sequence[tuple[str, str]]]) -> str:
    """Write the page from the document, and from who reacts to which type."""
    messages, schemas = (document["components"][part] for part in ("messages", "schemas"))
    received = {
        operation["channel"]["$ref"].rpartition("/")[2]
        for operation in document["operations"].values()
        if operation["action"] == "receive"
    }
    sections = [
        _section(channel, messages, schemas, reacting, is_written_by_agencies=name in received)
        for name, channel in document["channels"].items()
    ]
    any_message = next(iter(messages.values()))
    envelope = _envelope(any_message, schemas)
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(about=document["info"], sections=sections, envelope=envelope)
    )


def _section(
    channel: Document,
    messages: Document,
    schemas: Schemas,
    reacting: Mapping[str, Sequence[tuple[str, str]]],
    *,
    is_written_by_agencies: bool,
) -> PageSection:
    kafka = channel["bindings"]["kafka"]
    return PageSection(
        channel["address"],
        channel["description"],
        is_written_by_agencies,
        channel.get("parameters", {}),
        _kept(kafka["topicConfiguration"]),
        kafka["partitions"],
        [_entry(messages[name], messages, schemas, reacting) for name in channel["messages"]],
    )


def _entry(
    message: Document,
    messages: Document,
    schemas: Schemas,
    reacting: Mapping[str, Sequence[tuple[str, str]]],
) -> PageEntry:
    [example] = message["examples"]
    stem = message["name"].rpartition(".v")[0]
    types = sorted(each["name"] for each in messages.values())
    return PageEntry(
        message["name"],
        message["summary"],
        message["bindings"]["kafka"]["key"]["description"].removeprefix("The subject: "),
        message.get("x-filterable"),
        list(fields_of(schemas[message["title"]], schemas)),
        json.dumps(example["payload"], indent=2, ensure_ascii=False),
        reacting.get(message["name"], ()),
        [each for each in types if each.rpartition(".v")[0] == stem],
    )


def _envelope(message: Document, schemas: Schemas) -> list[Field]:
    """Return the fields that all messages share, without `data` and the value of `type`."""
    schema = schemas[message["payload"]["$ref"].rpartition("/")[2]]
    common = {name: property_ for name, property_ in schema["properties"].items() if name != "data"}
    common["type"] = {"type": "string", "description": "Which message it is, as below."}
    return list(fields_of(schema | {"properties": common}, schemas))


def _kept(configuration: Document) -> str:
    if configuration["cleanup.policy"] == ["compact"]:
        return "the newest of each key is kept; an empty record erases"
    kept = configuration["retention.ms"]
    return "kept for ever" if kept == FOR_EVER else f"kept for {kept // DAY_MS} days"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["code"] = _with_code
    return environment


def _with_code(text: str) -> Markup:
    """Show text between backticks as code, and escape the rest."""
    return Markup(CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - it was escaped
