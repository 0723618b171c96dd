"""Versioned documents: a folder holds every version, and old versions stay."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, Field

from shared.plumbing.core.failures import Retryable
from shared.yaml_files import read_yaml


class Versioned(BaseModel):
    """A document that is never edited after its first use. A change is a new version."""

    version: int = Field(strict=True, ge=1, le=1_000_000)

    def fingerprint(self) -> str:
        """Hash the content of the file. A field that a later build adds changes nothing."""
        content = self.model_dump(mode="json", exclude_unset=True)
        return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


V = TypeVar("V", bound=Versioned)


def load_versions(
    folder: Path, model: type[V], completed: Callable[[Any], Any] = lambda content: content
) -> dict[int, V]:
    """Load every version, by number. Raises ValueError if one is wrong or none exists.

    `completed` adds what a file leaves out. The fingerprint covers it.
    """
    documents = [_load(path, model, completed) for path in sorted(folder.glob("*.yaml"))]
    if not documents:
        raise ValueError(f"{folder} must hold at least one {model.__name__.lower()}")
    return {each.version: each for each in documents}


def _load(path: Path, model: type[V], completed: Callable[[Any], Any]) -> V:
    """The file name is the version, so each version exists once."""
    document = model.model_validate(completed(read_yaml(path)))
    if path.name != f"{document.version}.yaml":
        raise ValueError(f"{path} says version {document.version}: name it {document.version}.yaml")
    return document


def get_version(known: Mapping[int, V], number: int) -> V:
    """Raises Retryable if it is missing: only other replicas have its file so far."""
    document = known.get(number)
    if document is None:
        raise Retryable(f"{word_of(known)} version {number} has not come to this replica yet")
    return document


def insist_on(known: Mapping[int, V], used: Collection[int]) -> None:
    """Raises ValueError if a used version has no file here."""
    if missing := sorted(set(used) - set(known)):
        named = ", ".join(map(str, missing))
        raise ValueError(f"something runs on {word_of(known)} version {named}, and it is not here")


def insist_on_content(known: Mapping[int, Versioned], first: Mapping[int, str]) -> None:
    """Raises ValueError if a version was edited after its first use."""
    changed = [n for n, each in sorted(known.items()) if each.fingerprint() != first[n]]
    if changed:
        what = f"{word_of(known)} version {', '.join(map(str, changed))}"
        raise ValueError(
            f"{what} was edited since a replica first started with it: put back what its file "
            "said, and make the change a new version"
        )


def word_of(known: Mapping[int, Versioned]) -> str:
    """The word for the document, such as `policy`."""
    return type(next(iter(known.values()))).__name__.lower()
