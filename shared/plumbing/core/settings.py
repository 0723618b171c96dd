"""The settings that all services share, read from the environment."""

from collections.abc import Collection
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from shared.plumbing.core.kafka_server import KafkaSecurity, KafkaServer


class ClockKind(StrEnum):
    """`system`: the machine's clock. `platform`: plus the offset on `platform.clock.v1`."""

    SYSTEM = "system"
    PLATFORM = "platform"


class LogFormat(StrEnum):
    JSON = "json"
    CONSOLE = "console"


class ServiceSettings(BaseSettings):
    """A wrong value stops the start. Every name has the prefix `SENTRA_`."""

    # An error hides the value, because it may be a malformed secret.
    model_config = SettingsConfigDict(
        env_prefix="SENTRA_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    kafka_bootstrap: str = "127.0.0.1:9092"
    kafka_security: KafkaSecurity = KafkaSecurity.PLAINTEXT
    kafka_user: str = ""
    kafka_password: SecretStr = SecretStr("")
    kafka_ca: Path | None = None
    # Apache Kafka drops what a producer sends twice. The stand-in broker cannot.
    kafka_idempotence: bool = True
    mongo_url: str = "mongodb://127.0.0.1:27017/?replicaSet=rs0"
    namespace: str = ""
    """A suffix of databases and consumer groups, for a second set of state."""
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8000, ge=0, le=65535)
    http_names: Annotated[frozenset[str], NoDecode] = frozenset()
    """Names with a dot under which clients reach it, with commas between them."""
    keys: Path | None = None
    """The file of API keys. It may change while the service runs."""
    issuers: Path | None = None
    """The file of OpenID providers whose tokens are taken."""
    clock: ClockKind = ClockKind.SYSTEM
    log_format: LogFormat = LogFormat.JSON
    log_level: str = "INFO"

    batch_size: int = Field(default=1000, ge=1, le=5000)
    """Messages in a batch. Each batch is one commit."""
    cached_aggregates: int = Field(default=60_000, ge=0)
    """States kept in memory for each kind of aggregate. They need no read."""
    retry_in_place_seconds: float = Field(default=60.0, gt=0)
    """How long a batch is tried while MongoDB or Kafka is away. Then the consumer pauses.

    Must be below a third of `max_poll_interval_ms`. After that interval the group removes us.
    """
    max_poll_interval_ms: int = Field(default=300_000, ge=3_000)
    metadata_max_age_ms: int = Field(default=30_000, ge=100)
    """The delay until a new agency's topic is noticed."""
    instance: str | None = None
    """A name that this replica keeps over restarts. It gets its partitions back at once."""
    session_timeout_ms: int = Field(default=10_000, ge=1_000)
    stalled_after_seconds: float = Field(default=60.0, gt=0)
    """A consumer is restarted if messages wait and its offsets do not move for this long."""
    relay_every_seconds: float = Field(default=1.0, gt=0)
    jobs_every_seconds: float = Field(default=1.0, gt=0)
    shutdown_within_seconds: float = Field(default=20.0, gt=0)

    @property
    def kafka(self) -> KafkaServer:
        return KafkaServer(
            self.kafka_bootstrap,
            self.kafka_security,
            self.kafka_user,
            self.kafka_password,
            self.kafka_ca,
        )

    @model_validator(mode="after")
    def _has_its_account(self) -> Self:
        is_complete = bool(self.kafka_user and self.kafka_password.get_secret_value())
        if self.kafka_security.has_account and not is_complete:
            raise ValueError("kafka_security needs kafka_user and kafka_password")
        return self

    @field_validator("http_names", mode="before")
    @classmethod
    def _parted(cls, names: str | Collection[str]) -> frozenset[str]:
        parts = names.split(",") if isinstance(names, str) else names
        return frozenset(part.strip().lower() for part in parts if part.strip())

    @model_validator(mode="after")
    def _polls_in_time(self) -> Self:
        if self.retry_in_place_seconds * 3000 >= self.max_poll_interval_ms:
            raise ValueError("retry_in_place_seconds must be below a third of max_poll_interval_ms")
        return self

    def doubts(self) -> list[str]:
        """Settings that are valid but unsafe in production."""
        return []
