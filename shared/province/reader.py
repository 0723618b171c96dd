"""Reads the folder of a province. A mistake in it is named with its file and line."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from shared.province.model import District, Office, Province, Subdistrict
from shared.yaml_files import read_yaml

PROVINCES = Path(__file__).parents[2] / "provinces"
_FILE, _DISTRICTS, _OFFICES = "province.yaml", "districts.csv", "offices.csv"
_SUBDISTRICTS = "subdistricts.csv"
M = TypeVar("M", bound=BaseModel)


class PackError(ValueError):
    """The folder of a province cannot be used. The message says where it is wrong."""


def load_province(chosen: str | Path) -> Province:
    """Load an installed province by name, or a folder by a path with a slash. Raises PackError."""
    folder = Path(chosen).absolute() if "/" in str(chosen) else PROVINCES / chosen
    if not (folder / _FILE).is_file():
        installed = ", ".join(sorted(each.parent.name for each in PROVINCES.glob(f"*/{_FILE}")))
        raise PackError(f"{folder} holds no {_FILE}. Installed provinces: {installed}")
    stated = _yaml(folder / _FILE)
    rows = {
        "folder": folder,
        "districts": tuple(_rows(folder / _DISTRICTS, District)),
        "subdistricts": tuple(_rows(folder / _SUBDISTRICTS, Subdistrict)),
        "offices": tuple(_rows(folder / _OFFICES, Office)),
    }
    try:
        return Province.model_validate({**stated, **rows})
    except ValidationError as error:
        raise PackError(_in_words(folder, error)) from error


def _yaml(path: Path) -> Mapping[str, Any]:
    try:
        stated = read_yaml(path)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PackError(f"{path}, line {line}: {error.problem}") from error
    except yaml.YAMLError as error:
        raise PackError(f"{path}: {error}") from error
    if not isinstance(stated, dict):
        raise PackError(f"{path} must hold fields with their values")
    return stated


def _rows(path: Path, model: type[M]) -> list[M]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            return [_row(f"{path}, line {reader.line_num}", row, model) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise PackError(f"{path} cannot be read: {error}") from error


def _row(place: str, row: dict[str, Any], model: type[M]) -> M:
    if None in row or None in row.values():
        raise PackError(f"{place}: there are more or fewer cells than headings")
    several = row.pop("also_called", None)
    if several is not None:
        row["also_called"] = tuple(filter(None, map(str.strip, several.split(";"))))
    try:
        return model.model_validate(row)
    except ValidationError as error:
        raise PackError(f"{place}: {_first(error)}") from error


def _in_words(folder: Path, error: ValidationError) -> str:
    first = error.errors()[0]
    if not first["loc"]:  # a fault between files names its own
        return f"{folder}: {first['msg'].removeprefix('Value error, ')}"
    path = folder / _FILE
    return f"{path}, line {_line_of(path, first['loc'])}: {_first(error)}"


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def _line_of(path: Path, place: tuple[int | str, ...]) -> int:
    """The line of a value, or of the last thing around it that is there."""
    node = yaml.compose(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    for step in place:
        if isinstance(node, yaml.MappingNode):
            inner = next((v for k, v in node.value if k.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            inner = node.value[step]
        else:
            inner = None
        if inner is None:
            break
        node = inner
    return node.start_mark.line + 1 if node else 1
