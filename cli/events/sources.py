"""The sources of the documents: contracts, topics, subscriptions, examples."""

import importlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.services import listed_service, service_names
from deploy.topics import EVERYBODY, Topic, listed_topics
from shared.contracts.envelope import Command, Message
from shared.contracts.registry import all_messages
from shared.plumbing.kafka.consumer import Subscription
from shared.plumbing.run.service import Service

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "shared" / "contracts" / "examples"
PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Fact:
    """One message with its topics, readers and example."""

    message: type[Message]
    topics: tuple[Topic, ...]
    """Several, if each agency has its own."""
    subscribers: tuple[str, ...]
    """The services that act on it."""

    @property
    def type(self) -> str:
        return self.message.type

    @property
    def address(self) -> str:
        return self.message.topic

    @property
    def is_command(self) -> bool:
        return issubclass(self.message, Command)

    @property
    def sentence(self) -> str:
        return " ".join((self.message.__doc__ or "").split())

    @property
    def key(self) -> str:
        """Name the field that is the subject and the Kafka key."""
        example = self.example()
        fields = [name for name, value in example["data"].items() if value == example["subject"]]
        return f"`{fields[0]}`" if fields else f"like `{example['subject']}`"

    @property
    def writers(self) -> tuple[str, ...]:
        return tuple(writer for topic in self.topics for writer in topic.writers)

    @property
    def is_open(self) -> bool:
        return any(EVERYBODY in topic.readers for topic in self.topics)

    def example(self) -> Any:
        path = EXAMPLES / f"{self.type}.json"
        if not path.exists():
            raise LookupError(f"Write an example of {self.type} in {path.relative_to(ROOT)}.")
        return json.loads(path.read_text(encoding="utf-8"))


def facts() -> list[Fact]:
    """Every message, in the order in which the contracts define them."""
    heard = list(subscriptions())
    return [
        Fact(
            message,
            tuple(topic for topic in listed_topics() if carries(topic, message)),
            tuple(dict.fromkeys(name for name, each in heard if message in each.reads)),
        )
        for message in all_messages().values()
    ]


def carries(topic: Topic, message: type[Message]) -> bool:
    """True if the topic carries the message. `{agency}` stands for any agency."""
    pattern = "[^.]+".join(re.escape(part) for part in PARAMETER.split(message.topic)[::2])
    return re.fullmatch(pattern, topic.name) is not None


def built_services() -> Iterator[Service]:
    """Build every service as at its start, without I/O."""
    for name in sorted(service_names()):
        yield a_service(name)


def a_service(name: str, **settings: Any) -> Service:
    """Build one service; a setting that is left out is read from the environment."""
    package = listed_service(name).module
    module = importlib.import_module(f"{package}.settings")
    app = importlib.import_module(f"{package}.app")
    service: Service = app.create_service(module.Settings(**settings))
    return service


def subscriptions() -> Iterator[tuple[str, Subscription]]:
    """Each subscription, with its service."""
    for service in built_services():
        for subscription in subscriptions_of(service):
            yield service.name, subscription


def subscriptions_of(service: Service) -> Iterator[Subscription]:
    """What a service reads: for its aggregates, and for each of its views."""
    if service.member:
        yield service.member.inbox.subscription
    for hosted in service.projections.values():
        yield hosted.subscription
