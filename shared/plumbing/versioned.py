"""Rules as data: a folder holds every version of a document, and old ones stay."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, Field

from shared.plumbing.failures import Retryable


class Versioned(BaseModel):
    """A document that is never edited once it was used; a change is a new version."""

    version: int = Field(ge=1, le=1_000_000)


V = TypeVar("V", bound=Versioned)


class _Strict(yaml.SafeLoader):
    """YAML takes the last of two equal keys, and says nothing: half a rule would be lost."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if twice := [key for key in keys if keys.count(key) > 1]:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {twice[0]!r} is there twice", node.start_mark
            )
        return super().construct_mapping(node, deep=deep)


def read_yaml(path: Path) -> Any:
    """Raises yaml.YAMLError, also for a key that is there twice; OSError."""
    return yaml.load(path.read_bytes(), _Strict)  # noqa: S506 - a SafeLoader that takes less


def load_versions(folder: Path, model: type[V]) -> dict[int, V]:
    """Every version, by number. Raises ValueError where one is wrong, or none is there."""
    files = sorted(folder.glob("*.yaml"))
    found = [model.model_validate(read_yaml(path)) for path in files]
    if not found or len({each.version for each in found}) != len(found):
        what = model.__name__.lower()
        raise ValueError(f"{folder} must hold each {what} version once, and at least one")
    return {each.version: each for each in found}


def get_version(known: Mapping[int, V], number: int) -> V:
    """Raises Retryable where there is none: its file has come to other replicas only, so far."""
    found = known.get(number)
    if found is None:
        raise Retryable(f"{_word(known)} version {number} has not come to this replica yet")
    return found


def insist_on(known: Mapping[int, V], used: Collection[int]) -> None:
    """Raises ValueError where something runs on a version whose file is not here."""
    if missing := sorted(set(used) - set(known)):
        named = ", ".join(map(str, missing))
        raise ValueError(f"something runs on {_word(known)} version {named}, and it is not here")


def _word(known: Mapping[int, V]) -> str:
    return type(next(iter(known.values()))).__name__.lower()
