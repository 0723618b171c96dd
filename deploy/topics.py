"""Reads the topics in `platform.yaml` and creates them."""

import asyncio
import sys
from functools import cache
from typing import Self

import stamina
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaConnectionError, NodeNotReadyError
from pydantic import BaseModel, ConfigDict, Field, model_validator

from deploy.services import FILE, service_names
from shared.plumbing.core.kafka_server import KafkaServer
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.kafka.publisher import MAX_REQUEST_BYTES
from shared.yaml_files import read_yaml

EVERYBODY = "*"
CLOCK = "platform.clock.v1"
ALREADY_EXISTS = 36  # Kafka's code
MILLISECONDS_OF_A_DAY = 24 * 60 * 60 * 1000
# An empty record is kept for ever: a replay must know what was erased.
TOMBSTONES_KEPT_DAYS = 100 * 365


class Topic(BaseModel):
    """One topic: partitions, retention, writers and readers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    partitions: int = Field(ge=1)
    retention_days: int | None = Field(default=None, ge=1)
    dead_letter_days: int | None = Field(default=None, ge=1)
    max_batch_bytes: int = Field(ge=1024)
    compacted: bool = False
    writers: tuple[str, ...] = Field(min_length=1)
    readers: tuple[str, ...] = Field(min_length=1)

    @property
    def is_read_by_a_service(self) -> bool:
        """False for the clock: the plumbing reads it, without dead letters."""
        if self.name == CLOCK:
            return False
        return EVERYBODY in self.readers or not set(service_names()).isdisjoint(self.readers)

    def dead_letters(self) -> Self:
        """Return the topic beside this one for messages that can never succeed."""
        readers = tuple(sorted(service_names())) if EVERYBODY in self.readers else self.readers
        return self.model_copy(
            update={
                "name": f"{self.name}.dlq",
                "partitions": 1,
                "compacted": False,
                "retention_days": self.dead_letter_days,
                "max_batch_bytes": MAX_REQUEST_BYTES,
                "writers": tuple(reader for reader in readers if reader in service_names()),
                "readers": ("operations",),
            }
        )

    def settings(self, replication: int) -> dict[str, str]:
        """Return the Kafka configuration."""
        days = self.retention_days
        return {
            **(_compaction() if self.compacted else {"cleanup.policy": "delete"}),
            "retention.ms": "-1" if days is None else str(days * MILLISECONDS_OF_A_DAY),
            "max.message.bytes": str(self.max_batch_bytes),
            # One of three copies may be away, and no acknowledged message is lost.
            "min.insync.replicas": "2" if replication > 2 else "1",  # noqa: PLR2004 - of three
        }


def _compaction() -> dict[str, str]:
    """Erased and replaced records leave the log within a day, in any amount."""
    return {
        "cleanup.policy": "compact",
        "max.compaction.lag.ms": str(MILLISECONDS_OF_A_DAY),
        "delete.retention.ms": str(TOMBSTONES_KEPT_DAYS * MILLISECONDS_OF_A_DAY),
    }


class _TopicsFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    topics: tuple[Topic, ...]

    @model_validator(mode="before")
    @classmethod
    def _fill_in_defaults(cls, content: dict[str, object]) -> dict[str, object]:
        defaults, topics = content.get("defaults", {}), content.get("topics", [])
        if not isinstance(defaults, dict) or not isinstance(topics, list):
            raise TypeError("`defaults` is a mapping and `topics` a list")
        return {"topics": [defaults | topic for topic in topics]}


@cache
def listed_topics() -> tuple[Topic, ...]:
    """Return the topics of `platform.yaml`, without the dead letters."""
    return _TopicsFile.model_validate(read_yaml(FILE)).topics


def topics_written_by(service: str) -> list[str]:
    return [topic.name for topic in listed_topics() if service in topic.writers]


@cache
def all_topics() -> tuple[Topic, ...]:
    """Return the listed topics, with a `.dlq` for each topic that a service reads."""
    listed = listed_topics()
    return listed + tuple(topic.dead_letters() for topic in listed if topic.is_read_by_a_service)


# A broker accepts connections before it knows its own cluster.
@stamina.retry(on=(NodeNotReadyError, KafkaConnectionError), attempts=None, timeout=30)
async def ensure_topics(kafka: KafkaServer, replication: int = 1) -> list[str]:
    """Create what is missing and return the names created; what exists is left as it is.

    Partitions are never added: a key would move to another partition and lose its order.
    """
    admin = AIOKafkaAdminClient(**kafka.client())
    await admin.start()
    try:
        existing = set(await admin.list_topics())
        missing = [topic for topic in all_topics() if topic.name not in existing]
        if not missing:
            return []
        answer = await admin.create_topics(
            [
                NewTopic(
                    name=topic.name,
                    num_partitions=topic.partitions,
                    replication_factor=replication,
                    topic_configs=topic.settings(replication),
                )
                for topic in missing
            ]
        )
    finally:
        await admin.close()
    return _created(answer.topic_errors)


def _created(answers: list[tuple[str, int, str | None]]) -> list[str]:
    refused = [each for each in answers if each[1] not in {0, ALREADY_EXISTS}]
    if refused:
        name, code, message = refused[0]
        raise RuntimeError(f"Kafka refused to create {name}: {message or code}")
    return [name for name, code, _ in answers if code == 0]


def main() -> None:
    """Create the topics before the services start: `python -m deploy.topics`."""
    created = asyncio.run(ensure_topics(ServiceSettings().kafka))
    sys.stdout.write(f"{len(created)} of {len(all_topics())} topics were missing and are made\n")


if __name__ == "__main__":
    main()
