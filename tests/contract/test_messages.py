"""Every message has a name, a schema and an example, and means the same on both ways of reading."""

import json
import re
from datetime import datetime
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # ships no types

from cli.docs import FOLDER, find_stale, rendered
from cli.events.sources import EXAMPLES
from shared.contracts.envelope import Command, Message, envelope_of
from shared.contracts.intake import ContactChanged
from shared.contracts.names import naming_fields
from shared.contracts.registry import MODULES, all_messages
from shared.plumbing.core.wire import MessageReader, Origin, encode

MESSAGES = list(all_messages().values())
PERSONAL = re.compile(r"owner|phone|email|nik|ktp|npwp|address|whatsapp|birth|contact")
NAME = re.compile(r"(?P<service>[a-z]+)\.[a-z]+(-[a-z]+)*\.v[1-9]\d*")

every_message = pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.type)


def example_of(message: type[Message]) -> Any:
    return json.loads((EXAMPLES / f"{message.type}.json").read_bytes())


def fields_of(schema: Any) -> set[str]:
    """The names of all fields of a schema, those of its parts too."""
    if isinstance(schema, list):
        return set().union(*map(fields_of, schema))
    if not isinstance(schema, dict):
        return set()
    return set(schema.get("properties", ())).union(*map(fields_of, schema.values()))


def paths_in(part: Any, path: str = "") -> set[str]:
    """The paths of all values; items of a list have the path of the list."""
    if isinstance(part, list):
        return set().union(*(paths_in(item, path) for item in part))
    if not isinstance(part, dict):
        return {path}
    return set().union(
        *(paths_in(each, f"{path}.{name}".strip(".")) for name, each in part.items())
    )


def last_name(path: str) -> str:
    return path.rpartition(".")[2]


def test_each_example_belongs_to_a_message_and_each_message_has_one() -> None:
    assert {path.stem for path in EXAMPLES.iterdir()} == set(all_messages())


def test_the_documents_are_those_of_the_contracts() -> None:
    assert find_stale(rendered()) == [], "run ./sentra docs"


@every_message
def test_a_message_is_named_after_its_service(message: type[Message]) -> None:
    match = NAME.fullmatch(message.type)

    assert match
    assert f"{message.__module__}.".startswith(f"shared.contracts.{match['service']}.")
    assert message.topic.startswith(f"{match['service']}.")
    assert message.__doc__, "one sentence says what it means"


@every_message
def test_what_one_event_can_be_chosen_by_any_public_event_that_carries_it_can(
    message: type[Message],
) -> None:
    names = {last_name(path) for other in MESSAGES for path in other.filterable}
    carried = {path for path in paths_in(example_of(message)["data"]) if last_name(path) in names}

    assert names >= {"district", "hs6"}
    assert set(message.filterable) == (carried if message.public else set())


def test_no_two_messages_share_a_type() -> None:
    defined = [
        cls
        for module in MODULES
        for cls in vars(module).values()
        if isinstance(cls, type) and issubclass(cls, Message) and "type" in vars(cls)
    ]

    assert len(defined) == len(all_messages())


@every_message
def test_an_example_is_what_the_codec_writes(message: type[Message]) -> None:
    example = example_of(message)
    data = message.model_validate(example["data"])
    at = datetime.fromisoformat(example["time"])
    origin = Origin(example["source"], at, example.get("causationid"), example["correlationid"])

    raw = encode(data, example["id"], origin)

    assert raw == orjson.dumps(example)


@every_message
def test_the_fast_codec_and_the_envelope_agree(message: type[Message]) -> None:
    raw = orjson.dumps(example_of(message))

    slow = envelope_of(message).model_validate_json(raw)
    fast = MessageReader(MESSAGES).read(raw, strict=True)

    assert fast == slow
    assert slow.subject == slow.data.subject()


@every_message
def test_an_example_obeys_its_schema(message: type[Message]) -> None:
    schema = json.loads((FOLDER / "schemas" / f"{message.type}.json").read_bytes())
    example = example_of(message)

    Draft202012Validator.check_schema(schema)
    checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)

    assert list(checker.iter_errors(example)) == []
    assert example["dataschema"] == schema["$id"]
    for missing in ("specversion", "id", "source", "type", "data"):
        left = {name: value for name, value in example.items() if name != missing}
        assert not checker.is_valid(left), f"CloudEvents asks for {missing}"


@every_message
def test_a_reader_passes_over_fields_of_next_year(message: type[Message]) -> None:
    example = example_of(message)
    newer = example | {"severity": "high", "data": example["data"] | {"mood": "glad"}}

    read = MessageReader(MESSAGES).read(orjson.dumps(newer), strict=True)

    assert read == MessageReader(MESSAGES).read(orjson.dumps(example), strict=True)


@pytest.mark.parametrize(
    "message", [m for m in MESSAGES if m is not ContactChanged], ids=lambda m: m.type
)
def test_no_open_message_has_a_place_for_personal_data(message: type[Message]) -> None:
    fields = fields_of(message.model_json_schema())

    assert not {name for name in fields if PERSONAL.search(name)}


def test_the_sieve_for_personal_data_sees_a_contact() -> None:
    fields = fields_of(ContactChanged.model_json_schema())

    assert {name for name in fields if PERSONAL.search(name)} == {"owner_name", "phone", "email"}


@every_message
def test_every_field_of_names_says_which_codes_it_names(message: type[Message]) -> None:
    holding = {
        name for name, field in message.model_fields.items() if "Names" in str(field.annotation)
    }
    naming = naming_fields(message)

    assert holding == set(naming.values())
    assert set(naming) <= set(message.model_fields)


def test_an_agency_cannot_say_who_it_is() -> None:
    commands = [message for message in MESSAGES if issubclass(message, Command)]

    assert commands
    assert all("agency" not in command.model_fields for command in commands)
