"""Code and tests use public names and patch nothing of ours. A list holds the exceptions."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
OWN = frozenset(path.parent.name for path in ROOT.glob("*/__init__.py")) | {"tests"}
LISTED = Path(__file__).with_name("reaching.yaml")
PUBLIC_ALTHOUGH = frozenset({"_replace", "_asdict", "_make", "_fields", "_exit"})
"""Public names of named tuples and `os`."""
ITSELF = frozenset({"self", "cls"})
PATCHES = frozenset({"setattr", "setitem", "delattr", "delitem"})


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in PUBLIC_ALTHOUGH


def is_own(module: str | None) -> bool:
    return (module or "").partition(".")[0] in OWN


def foreign_names(tree: ast.AST) -> set[str]:
    """Names of imported modules that are not ours, such as `sys`."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    aliases = [alias for node in imports for alias in node.names if not is_own(alias.name)]
    return {(alias.asname or alias.name).partition(".")[0] for alias in aliases}


def private_imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and is_own(node.module):
            yield from (f"import {each.name}" for each in node.names if is_private(each.name))


def private_attributes(tree: ast.AST) -> Iterator[str]:
    """Attributes of other objects. A class may use those of its own other instances."""
    nodes = list(ast.walk(tree))
    ours = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    ours |= {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ITSELF
    }
    for node in nodes:
        if not isinstance(node, ast.Attribute) or not is_private(node.attr):
            continue
        owner = ast.unparse(node.value)
        if owner == "super()" or (owner not in ITSELF and node.attr not in ours):
            yield f"attribute {node.attr}"


def patches(tree: ast.AST) -> Iterator[str]:
    """What is patched, unless it belongs to a foreign module such as `sys`."""
    foreign = foreign_names(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr not in PATCHES or ast.unparse(node.func.value) != "monkeypatch":
            continue
        target, *rest = node.args
        if isinstance(target, ast.Constant):
            if is_own(str(target.value)):
                yield f"patch {str(target.value).rpartition('.')[2]}"
        elif ast.unparse(target).partition(".")[0] not in foreign:
            yield f"patch {ast.literal_eval(rest[0])}"


def reaches(source: str) -> set[str]:
    tree = ast.parse(source)
    return {*private_imports(tree), *private_attributes(tree), *patches(tree)}


def counted() -> set[tuple[str, str]]:
    paths = [path for folder in sorted(OWN) for path in sorted((ROOT / folder).rglob("*.py"))]
    return {
        (path.relative_to(ROOT).as_posix(), what)
        for path in paths
        for what in reaches(path.read_text("utf-8"))
    }


def test_the_list_of_exceptions_is_exact_and_each_has_a_reason() -> None:
    listed = yaml.safe_load(LISTED.read_text("utf-8"))

    exceptions = {(each["file"], what) for each in listed for what in each["what"]}

    assert counted() - exceptions == set(), "pass it as an argument, or make it public"
    assert exceptions - counted() == set(), f"these are gone: take them out of {LISTED.name}"
    assert [each["file"] for each in listed if not each["reason"].strip()] == []


@pytest.mark.parametrize(
    ("source", "reach"),
    [
        ("from services.intake.app import _build", "import _build"),
        ("runner._decide(1)", "attribute _decide"),
        ("class B(A):\n    def _save(self):\n        super()._save()", "attribute _save"),
        ("from deploy import ports\nmonkeypatch.setattr(ports, 'A', 1)", "patch A"),
        ("monkeypatch.setitem(USUAL, 'kafka', 1)", "patch kafka"),
        ("monkeypatch.setattr('services.intake.app.MOST', 1)", "patch MOST"),
    ],
)
def test_a_reach_is_seen(source: str, reach: str) -> None:
    assert reaches(source) == {reach}


@pytest.mark.parametrize(
    "source",
    [
        "from pathlib import _local",
        "class A:\n    def _x(self): ...\n    def y(self, other): other._x()",
        "message._replace(key=1)",
        "import sys\nmonkeypatch.setattr(sys, 'stdin', 1)",
        "monkeypatch.setattr('sys.executable', 1)",
        "monkeypatch.setenv('SENTRA_MONGO_URL', '')",
    ],
)
def test_what_is_allowed_is_no_reach(source: str) -> None:
    assert reaches(source) == set()
