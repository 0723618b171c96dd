"""The settings of notify."""

from pathlib import Path

from pydantic import Field, SecretStr

from shared.province.settings import ProvinceSettings

HERE = Path(__file__).parent


class Settings(ProvinceSettings):
    """`SENTRA_SMTP_*`: the mail server. `SENTRA_SINK_DIR`: the folder of the other channels."""

    # A notice is claimed and sent within seconds, then seldom touched again.
    cached_aggregates: int = Field(default=2_000, ge=0)
    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(default=1025, ge=1, le=65535)
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

    def doubts(self) -> list[str]:
        return [f"WhatsApp and SMS are only written to files under {self.sink_dir}"]
