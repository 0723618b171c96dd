"""The settings of notify."""

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator

from shared.province.settings import ProvinceSettings

HERE = Path(__file__).parent


class Tls(StrEnum):
    """How the connection to the mail server is encrypted. Its certificate is checked."""

    STARTTLS = "starttls"
    """It begins in plain text, on port 587, and sends nothing before it is encrypted."""
    IMPLICIT = "implicit"
    """From the first byte, on port 465."""
    NONE = "none"
    """For an inbox on the same machine: addresses and passwords can be read on the way."""


class Settings(ProvinceSettings):
    """`SENTRA_SMTP_*`: the mail server. `SENTRA_SINK_DIR`: the folder of the other channels."""

    # A notice is claimed and sent within seconds, then seldom touched again.
    cached_aggregates: int = Field(default=2_000, ge=0)
    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_tls: Tls = Tls.STARTTLS
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str = "Sentra <notices@sentra.example>"
    smtp_connections: int = Field(default=4, ge=1, le=50)
    sink_dir: Path = Path(".sentra/sink")
    notices: Path = HERE / "notices"
    """The folder of rules and templates."""
    words: Path = HERE / "data" / "words.yaml"
    claim_seconds: float = Field(default=30.0, gt=0)
    """After this time another replica takes over a claim without an outcome."""

    @property
    def portion_seconds(self) -> float:
        """The longest time to send one portion. It ends well before its claims do."""
        return self.claim_seconds / 2

    @model_validator(mode="after")
    def _tells_no_password_in_plain_text(self) -> Self:
        if self.smtp_password and self.smtp_tls is Tls.NONE:
            raise ValueError("smtp_password needs smtp_tls: starttls or implicit")
        return self

    def doubts(self) -> list[str]:
        return [f"WhatsApp and SMS are only written to files under {self.sink_dir}"]
