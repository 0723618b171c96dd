"""The golden messages, as programs of others read them."""

import json
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "docs" / "events" / "schemas"
NOW = ROOT / "shared" / "contracts" / "examples"
RELEASED = ROOT / "tests" / "contract" / "released" / "messages"


class Golden(NamedTuple):
    """One message that our contracts promise to understand."""

    path: Path
    content: dict[str, Any]

    @property
    def type(self) -> str:
        return str(self.content["type"])

    @property
    def title(self) -> str:
        """The name that generators give to its class."""
        schema = json.loads((SCHEMAS / f"{self.type}.json").read_text(encoding="utf-8"))
        return str(schema["title"])

    @property
    def package(self) -> str:
        return "".join(letter for letter in self.type if letter.isalnum())


def golden_messages() -> list[Golden]:
    """The golden messages of today and of the last release."""
    paths = [path for folder in (NOW, RELEASED) for path in sorted(folder.glob("*.json"))]
    return [Golden(path, json.loads(path.read_text(encoding="utf-8"))) for path in paths]


def keeps(written: Any, content: Any) -> bool:
    """Tell whether a model wrote everything that it read.

    A model may add defaults, and leave out zero, false and what is empty.
    """
    if isinstance(content, dict):
        return all(keeps(written.get(name), part) for name, part in content.items())
    if isinstance(content, list) and written is not None:
        return len(written) == len(content) and all(map(keeps, written, content))
    return bool(written == content or (written is None and not content))
