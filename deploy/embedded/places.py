"""The paths: checkout, engines, and data folder of a platform."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
ENGINES = ROOT / ".sentra" / "engines"
DEFAULT_DATA = ROOT / ".sentra" / "data"
OWNER_ONLY = 0o700


@dataclass(frozen=True)
class Places:
    """The folders inside one data folder. Its path is absolute, because programs run elsewhere."""

    data: Path

    @classmethod
    def of(cls, data: Path) -> Self:
        return cls(data.resolve())

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def run(self) -> Path:
        return self.data / "run"

    @property
    def kafka(self) -> Path:
        return self.data / "kafka"

    @property
    def mongod(self) -> Path:
        return self.data / "mongod"

    @property
    def mail(self) -> Path:
        """The maildir of the local SMTP inbox."""
        return self.data / "mail"

    @property
    def sink(self) -> Path:
        """The folder for channels without a real provider."""
        return self.data / "sink"

    @property
    def state_file(self) -> Path:
        return self.run / "platform.json"

    @property
    def ports_file(self) -> Path:
        return self.run / "ports.json"

    @property
    def clock_file(self) -> Path:
        return self.run / "clock.json"

    @property
    def identity_file(self) -> Path:
        """The key for the ids of UMKM. Back it up with the databases."""
        return self.data / "identity.key"

    @property
    def client_secret(self) -> Path:
        """Programs of this user get tokens of any role with it."""
        return self.data / "accounts.secret"

    @property
    def signing_key(self) -> Path:
        return self.data / "issuer.key.json"

    @property
    def issuers_file(self) -> Path:
        return self.run / "issuers.yaml"

    @property
    def keys_file(self) -> Path:
        return self.data / "keys.yaml"

    @property
    def lock_file(self) -> Path:
        return self.run / "lock"

    def make(self) -> None:
        """Make the folders, for their owner only: they hold personal data and keys."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.data.chmod(OWNER_ONLY)
        for folder in (self.logs, self.run, self.mongod, self.mail, self.sink):
            folder.mkdir(parents=True, exist_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Replace the file at once, so that a reader never sees half of it."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text)
    fresh.replace(path)
