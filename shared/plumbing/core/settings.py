"""The settings that every service has in common, read from the environment."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class ClockKind(StrEnum):
    """`system`: the machine's clock; `platform`: plus the offset told on `platform.clock.v1`."""

    SYSTEM = "system"
    PLATFORM = "platform"


class LogFormat(StrEnum):
    JSON = "json"
    CONSOLE = "console"


class ServiceSettings(BaseSettings):
    """Refused at start if wrong; every name is prefixed `SENTRA_`."""

    model_config = SettingsConfigDict(env_prefix="SENTRA_", frozen=True, extra="ignore")

    kafka_bootstrap: str = "127.0.0.1:9092"
    # Apache Kafka de-duplicates what a producer sends again; the stand-in broker does not know how.
    kafka_idempotence: bool = True
    mongo_url: str = "mongodb://127.0.0.1:27017/?replicaSet=rs0"
    namespace: str = ""
    """Suffix of databases and consumer groups: a second set of state beside the first."""
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8000, ge=0, le=65535)
    clock: ClockKind = ClockKind.SYSTEM
    log_format: LogFormat = LogFormat.JSON
    log_level: str = "INFO"

    batch_size: int = Field(default=1000, ge=1, le=5000)
    """Messages taken from Kafka at once; one commit for each."""
    cached_aggregates: int = Field(default=60_000, ge=0)
    """States kept in memory for each kind of aggregate, to save the read."""
    retry_in_place_seconds: float = Field(default=60.0, gt=0)
    """How long a batch is tried again while MongoDB or Kafka is away, before the consumer pauses.

    Kept below a third of `max_poll_interval_ms`, after which the group would throw us out.
    """
    max_poll_interval_ms: int = Field(default=300_000, ge=3_000)
    metadata_max_age_ms: int = Field(default=30_000, ge=100)
    """How soon a topic of a new agency is noticed."""
    instance: str | None = None
    """A name that this replica keeps over restarts: it gets its partitions back at once."""
    session_timeout_ms: int = Field(default=10_000, ge=1_000)
    stalled_after_seconds: float = Field(default=60.0, gt=0)
    """A consumer whose offsets stand still this long although messages wait is started again."""
    relay_every_seconds: float = Field(default=1.0, gt=0)
    jobs_every_seconds: float = Field(default=1.0, gt=0)
    shutdown_within_seconds: float = Field(default=20.0, gt=0)

    @model_validator(mode="after")
    def _polls_in_time(self) -> Self:
        if self.retry_in_place_seconds * 3000 >= self.max_poll_interval_ms:
            raise ValueError("retry_in_place_seconds must be below a third of max_poll_interval_ms")
        return self

    def doubts(self) -> list[str]:
        """What is allowed, but hardly meant where real work is done."""
        return []
