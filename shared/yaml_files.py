"""Reads a YAML file, and refuses a key that stands twice. YAML would keep the last one silently."""

from pathlib import Path
from typing import Any

import yaml


class _Strict(yaml.CSafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if twice := [key for key in keys if keys.count(key) > 1]:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {twice[0]!r} is there twice", node.start_mark
            )
        return super().construct_mapping(node, deep=deep)


def read_yaml(path: Path) -> Any:
    """Raises OSError, or yaml.YAMLError (also for a key that stands twice)."""
    return yaml.load(path.read_bytes(), _Strict)  # noqa: S506 - a SafeLoader that takes less
