"""The settings of notify."""

from pathlib import Path

from pydantic import Field, SecretStr

from shared.plumbing.core.settings import ServiceSettings

HERE = Path(__file__).parent


class Settings(ServiceSettings):
    """`SENTRA_SMTP_*`: the mail server; `SENTRA_SINK_DIR`: where other channels' messages go."""

    # A notice is claimed and sent within seconds, and then hardly touched again.
    cached_aggregates: int = Field(default=2_000, ge=0)
    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(default=1025, ge=1, le=65535)
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str = "Sentra <notices@sentra.example>"
    smtp_connections: int = Field(default=4, ge=1, le=50)
    sink_dir: Path = Path(".sentra/sink")
    notices: Path = HERE / "notices"
    """Which event makes which notice for whom, and the templates."""
    offices: Path = HERE / "data" / "offices.csv"
    words: Path = HERE / "data" / "words.yaml"
    claim_seconds: float = Field(default=10.0, gt=0)
    """A replica's claim on notices that it has not settled this long is taken over by another."""
