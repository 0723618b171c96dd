"""Apache Kafka's jars by their Maven coordinates, with their sha256."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.places import ENGINES

LIST = Path(__file__).with_name("jars.txt")
FOLDER = ENGINES / "kafka-4.4.0"


@dataclass(frozen=True)
class Jar:
    sha256: str
    group: str
    artifact: str
    version: str

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.artifact}-{self.version}.jar"

    def is_whole(self, path: Path) -> bool:
        return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == self.sha256


def listed_jars() -> list[Jar]:
    """Return all jars of the class path. No resolver is used, because resolvers disagree."""
    rows = (line.split() for line in LIST.read_text().splitlines() if not line.startswith("#"))
    return [Jar(sha256, *coordinates.split(":")) for sha256, coordinates in rows]


def missing_jars() -> list[Jar]:
    return [jar for jar in listed_jars() if not jar.is_whole(jar.path)]


def class_path() -> str:
    return os.pathsep.join(str(jar.path) for jar in listed_jars())
