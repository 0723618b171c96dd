"""Rules as data: a folder holds every version of a document, and old ones stay."""

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, Field


class Versioned(BaseModel):
    """A document that is never edited once it was used; a change is a new version."""

    version: int = Field(ge=1, le=1_000_000)


V = TypeVar("V", bound=Versioned)


def load_versions(folder: Path, model: type[V]) -> dict[int, V]:
    """Every version, by number. Raises ValueError where one is wrong, or none is there."""
    files = sorted(folder.glob("*.yaml"))
    found = [model.model_validate(yaml.safe_load(path.read_bytes())) for path in files]
    if not found or len({each.version for each in found}) != len(found):
        what = model.__name__.lower()
        raise ValueError(f"{folder} must hold each {what} version once, and at least one")
    return {each.version: each for each in found}
