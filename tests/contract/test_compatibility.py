"""A contract changes only by optional fields and new types; what was said once stays readable."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from shared.contracts.envelope import Message, envelope_of
from shared.contracts.registry import all_messages
from shared.contracts.schemas import message_schema
from tests.contract.compatibility import breaking_changes

RELEASED = Path(__file__).parent / "released"
SCHEMAS = sorted((RELEASED / "schemas").glob("*.json"))
MESSAGES = sorted((RELEASED / "messages").glob("*.json"))


class Weight(BaseModel):
    amount: float
    unit: Literal["kg", "ton", "box"]


class Parcel(BaseModel):
    """What was released."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    weights: tuple[Weight, ...]
    note: str | None = None
    fragile: bool = False


class WithOptionalField(Parcel):
    colour: str | None = None


class WithOtherWords(Parcel):
    """Described anew."""

    note: str | None = Field(default=None, description="Described, too.")


class WeightWithOrigin(Weight):
    scales: str = "unknown"


class WithOptionalFieldInside(Parcel):
    weights: tuple[WeightWithOrigin, ...]


class WithoutNote(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=200)]
    weights: tuple[Weight, ...]
    fragile: bool = False


class WithOtherType(Parcel):
    fragile: int = 0  # type: ignore[assignment] # the change under test


class WithoutNull(Parcel):
    note: str = ""


class WithRequiredField(Parcel):
    colour: str


class WithFieldMadeRequired(Parcel):
    fragile: bool


class WithFieldMadeOptional(Parcel):
    name: Annotated[str, Field(min_length=1, max_length=200)] = "?"


class WithNarrowerText(Parcel):
    name: Annotated[str, Field(min_length=1, max_length=100)]


class WithWiderText(Parcel):
    name: Annotated[str, Field(min_length=1, max_length=400)]


class WeightInMetric(Weight):
    unit: Literal["kg", "ton"]


class WithNarrowedEnum(Parcel):
    weights: tuple[WeightInMetric, ...]


class WeightInPounds(Weight):
    unit: Literal["kg", "ton", "box", "lb"]  # type: ignore[assignment] # the change under test


class WithWidenedEnum(Parcel):
    weights: tuple[WeightInPounds, ...]


class WithOneWeight(Parcel):
    weights: Weight  # type: ignore[assignment] # the change under test


@pytest.mark.parametrize("changed", [WithOptionalField, WithOtherWords, WithOptionalFieldInside])
def test_an_optional_field_and_other_words_are_no_break(changed: type[BaseModel]) -> None:
    assert breaking_changes(Parcel.model_json_schema(), changed.model_json_schema()) == []


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (WithoutNote, "note: removed"),
        (WithOtherType, "fragile: type 'boolean' became 'integer'"),
        (WithoutNull, "note: anyOf"),
        (WithRequiredField, "colour: new, and required"),
        (WithFieldMadeRequired, "fragile: became required"),
        (WithFieldMadeOptional, "name: became optional"),
        (WithNarrowerText, "name: maxLength 200 became 100"),
        (WithWiderText, "name: maxLength 200 became 400"),
        (WithNarrowedEnum, "weights[].unit: 'box' was removed"),
        (WithWidenedEnum, "weights[].unit: 'lb' was added"),
        (WithOneWeight, "weights: type 'array' became 'object'"),
    ],
)
def test_any_other_change_is_named(changed: type[BaseModel], reason: str) -> None:
    breaks = breaking_changes(Parcel.model_json_schema(), changed.model_json_schema())

    assert any(sentence.startswith(reason) for sentence in breaks), breaks


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_a_released_message_changed_only_by_optional_fields(path: Path) -> None:
    message = all_messages().get(path.stem)

    assert message, f"{path.stem} was released and is gone: whoever reads it still waits for it"
    assert breaking_changes(json.loads(path.read_text()), message_schema(message)) == []


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_a_message_of_the_last_release_is_read_without_loss(path: Path) -> None:
    document = json.loads(path.read_text())
    message: type[Message] = all_messages()[path.stem]

    read = envelope_of(message).model_validate_json(path.read_bytes())

    assert is_within(document, read.model_dump(mode="json"))


def test_every_release_is_whole() -> None:
    assert SCHEMAS
    assert [path.name for path in SCHEMAS] == [path.name for path in MESSAGES]


def is_within(released: Any, read: Any) -> bool:
    """Everything that was told is still there, beside what has been added since."""
    if isinstance(released, dict):
        pairs = released.items()
        return all(name in read and is_within(value, read[name]) for name, value in pairs)
    if isinstance(released, list):
        return len(released) == len(read) and all(map(is_within, released, read))
    return bool(released == read)
