"""Where Kafka is, and the account with which this process connects."""

import ssl
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import SecretStr

MECHANISM = "SCRAM-SHA-512"
NO_PASSWORD = SecretStr("")


class KafkaSecurity(StrEnum):
    """As Kafka's own setting `security.protocol`. Without TLS only on one machine."""

    PLAINTEXT = "PLAINTEXT"
    SSL = "SSL"
    SASL_PLAINTEXT = "SASL_PLAINTEXT"
    SASL_SSL = "SASL_SSL"

    @property
    def has_account(self) -> bool:
        return self in {KafkaSecurity.SASL_PLAINTEXT, KafkaSecurity.SASL_SSL}

    @property
    def has_tls(self) -> bool:
        return self in {KafkaSecurity.SSL, KafkaSecurity.SASL_SSL}


@dataclass(frozen=True)
class KafkaServer:
    """Every Kafka client of a process is built with these settings."""

    bootstrap: str
    security: KafkaSecurity = KafkaSecurity.PLAINTEXT
    user: str = ""
    password: SecretStr = NO_PASSWORD
    ca: Path | None = None
    """A file of certificates to trust. None: those of the machine."""

    @cached_property
    def tls(self) -> ssl.SSLContext | None:
        """Raises OSError or ssl.SSLError if the certificates cannot be read."""
        return ssl.create_default_context(cafile=self.ca) if self.security.has_tls else None

    def client(self) -> dict[str, Any]:
        """The arguments of a client of aiokafka."""
        settings: dict[str, Any] = {
            "bootstrap_servers": self.bootstrap,
            "security_protocol": str(self.security),
        }
        if self.security.has_account:
            settings |= {
                "sasl_mechanism": MECHANISM,
                "sasl_plain_username": self.user,
                "sasl_plain_password": self.password.get_secret_value(),
            }
        return settings | ({"ssl_context": self.tls} if self.tls else {})
