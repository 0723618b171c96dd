"""The envelope of every message: CloudEvents 1.0, structured mode, in JSON."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, create_model

CONTENT_TYPE = "application/cloudevents+json"
MAX_MESSAGE_BYTES = 262_144
"""What a reader accepts; a larger message is a dead letter."""


def to_milliseconds(moment: datetime) -> datetime:
    """Cut to what MongoDB can hold, so that a state reads back equal to what was saved."""
    if moment.tzinfo is not UTC:
        try:
            moment = moment.astimezone(UTC)
        except OverflowError:  # the last hours of the year 9999, seen from the west
            raise ValueError("the moment is outside of all calendars") from None
    beyond = moment.microsecond % 1000
    return moment.replace(microsecond=moment.microsecond - beyond) if beyond else moment


Timestamp = Annotated[AwareDatetime, AfterValidator(to_milliseconds)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
LongText = Annotated[str, Field(max_length=2000)]


class Message(BaseModel):
    """The `data` of an event or a command; a reader ignores fields that it does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        use_attribute_docstrings=True,
        hide_input_in_errors=True,  # it may be private
    )

    type: ClassVar[str] = ""
    """The CloudEvents type, `<service>.<kebab-name>.v<N>`; empty: it never leaves the service."""
    topic: ClassVar[str] = ""
    """Where it travels; `{agency}` stands for the name of the agency that writes."""
    erasable: ClassVar[bool] = False
    """An empty record of its subject erases it: its topic is compacted."""
    public: ClassVar[bool] = False
    """Everybody may read it, by HTTP too. A class passes this on to the classes made from it."""
    filterable: ClassVar[tuple[str, ...]] = ()
    """The fields by which readers may choose events: `district`, or `products.hs6`. Passed on."""

    def __init_subclass__(
        cls,
        *,
        type: str = "",  # noqa: A002 - the CloudEvents word
        topic: str = "",
        public: bool | None = None,
        filterable: tuple[str, ...] | None = None,
        **kwargs: object,
    ) -> None:
        super().__init_subclass__(**kwargs)  # type: ignore[arg-type] # pydantic's own keywords
        if type:
            cls.type, cls.topic = type, topic
        cls.public = cls.public if public is None else public
        cls.filterable = cls.filterable if filterable is None else filterable

    def subject(self) -> str:
        """Whom it is about, and the Kafka key: all that happens to one subject stays in order."""
        raise NotImplementedError(self.__class__.__name__)


class Event(Message):
    """A fact, in the past tense."""


class Command(Message):
    """A request, in the imperative; it may be refused."""


M = TypeVar("M", bound=Message)


class CloudEvent(BaseModel, Generic[M]):
    """CloudEvents 1.0 with the extensions of distributed tracing."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        use_attribute_docstrings=True,
        hide_input_in_errors=True,  # it may be private
    )

    specversion: Literal["1.0"] = "1.0"
    id: Annotated[str, Field(min_length=1, max_length=200)]
    """Unique within `source`; a reader drops what it has seen."""
    source: Annotated[str, Field(min_length=1, max_length=200)]
    type: str
    subject: Annotated[str, Field(min_length=1, max_length=200)]
    time: Timestamp
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str | None = None
    correlationid: Annotated[str, Field(max_length=200)] | None = None
    """One value for all that follows from one first cause."""
    causationid: Annotated[str, Field(max_length=400)] | None = None
    """What caused it: the id of a message; or the name of a vote, a request or a timer."""
    traceparent: Annotated[str, Field(max_length=55)] | None = None
    """W3C trace context."""
    data: M


def concrete_messages(base: type[Message] = Message) -> Iterator[type[Message]]:
    """Every message that has a type, in the order of definition."""
    for cls in base.__subclasses__():
        if "type" in cls.__dict__:
            yield cls
        yield from concrete_messages(cls)


@cache
def envelope_of(message: type[Message]) -> type[CloudEvent[Any]]:
    """The envelope that carries exactly this message; named, so that schemas read well."""
    return create_model(
        f"{message.__name__}CloudEvent",
        __base__=CloudEvent[message],  # type: ignore[valid-type] # a class made at run time
        __doc__=message.__doc__,
        type=(Literal[message.type], message.type),  # type: ignore[arg-type] # the same
    )
