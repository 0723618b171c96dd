"""Pages name functions and files that exist."""

import ast
import re
from pathlib import Path

import pytest

from deploy.embedded.jars import FOLDER

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\|[^|]+\| `([\w/]+\.py)` \| `([\w.]+)` \|$", re.MULTILINE)
HOPS = ROW.findall((ROOT / "docs" / "trips.md").read_text(encoding="utf-8"))
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
NOT_OURS = frozenset({".venv", ".sentra", "node_modules"})
Named = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def names_in(node: ast.AST, around: str = "") -> set[str]:
    """The classes and functions of a module, such as `Runner.save`."""
    names = set()
    for child in ast.iter_child_nodes(node):
        inside = around
        if isinstance(child, Named):
            names.add(around + child.name)
            inside = f"{around}{child.name}."
        names |= names_in(child, inside)
    return names


def test_every_row_of_the_page_is_a_hop() -> None:
    rows = (ROOT / "docs" / "trips.md").read_text(encoding="utf-8").count("\n| ")

    assert len(HOPS) == rows - 3, "three heads"


@pytest.mark.parametrize(("file", "function"), HOPS)
def test_the_function_of_a_hop_exists(file: str, function: str) -> None:
    module = ast.parse((ROOT / file).read_text(encoding="utf-8"))

    assert function in names_in(module)


def test_no_page_links_to_a_file_that_does_not_exist() -> None:
    links = [
        (page.relative_to(ROOT).as_posix(), link)
        for page in ROOT.rglob("*.md")
        if NOT_OURS.isdisjoint(page.relative_to(ROOT).parts)
        for link in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]

    assert links == []


def test_the_page_for_agencies_names_the_folder_of_the_jars_of_kafka() -> None:
    page = (ROOT / "examples" / "agency" / "README.md").read_text(encoding="utf-8")

    assert f"-cp '{FOLDER.relative_to(ROOT)}/*'" in page
