"""The envelope of every message: CloudEvents 1.0, structured mode, in JSON."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, create_model

CONTENT_TYPE = "application/cloudevents+json"
MAX_MESSAGE_BYTES = 262_144
"""The largest message that a reader accepts. A larger one is a dead letter."""


def to_milliseconds(moment: datetime) -> datetime:
    """Cut to milliseconds, as MongoDB does. So a state reads back as it was saved."""
    if moment.tzinfo is not UTC:
        try:
            moment = moment.astimezone(UTC)
        except OverflowError:  # the last hours of the year 9999, seen from the west
            raise ValueError("The date is out of range (years 1-9999).") from None
    beyond = moment.microsecond % 1000
    return moment.replace(microsecond=moment.microsecond - beyond) if beyond else moment


Timestamp = Annotated[AwareDatetime, AfterValidator(to_milliseconds)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
LongText = Annotated[str, Field(max_length=2000)]


class Message(BaseModel):
    """The `data` of an event or a command. Readers ignore unknown fields."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        use_attribute_docstrings=True,
        hide_input_in_errors=True,  # it may be private
    )

    type: ClassVar[str] = ""
    """The CloudEvents type, `<service>.<kebab-name>.v<N>`. Empty: it stays in the service."""
    topic: ClassVar[str] = ""
    """The topic. `{agency}` stands for the agency that writes."""
    erasable: ClassVar[bool] = False
    """True: an empty record erases the message of its subject. The topic is compacted."""
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
        """The subject and Kafka key. Messages of one subject stay in order."""
        raise NotImplementedError(self.__class__.__name__)


class Event(Message):
    """A fact, in the past tense."""


class Command(Message):
    """A request, in the imperative. It may be refused."""


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
    """Unique within `source`. Readers drop repeated ids."""
    source: Annotated[str, Field(min_length=1, max_length=200)]
    type: str
    subject: Annotated[str, Field(min_length=1, max_length=200)]
    time: Timestamp
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str | None = None
    correlationid: Annotated[str, Field(max_length=200)] | None = None
    """The same in all messages that one first cause leads to."""
    causationid: Annotated[str, Field(max_length=400)] | None = None
    """The cause: the id of a message, or the name of a vote, request or timer."""
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
    """The envelope of one message. Its class name appears in the schemas."""
    return create_model(
        f"{message.__name__}CloudEvent",
        __base__=CloudEvent[message],  # type: ignore[valid-type] # a class made at run time
        __doc__=message.__doc__,
        type=(Literal[message.type], message.type),  # type: ignore[arg-type] # the same
    )
