"""The code has the shape that CONTRIBUTING promises: who knows one service knows all."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from cli.events.sources import a_service
from deploy.services import service_names
from tests.support.sharing import PARTS, part_of

ROOT = Path(__file__).parents[2]
CODE = ("shared", "services", "deploy", "folder", "cli", "story", "bench")
SERVICES = service_names()
ROOMS = (
    *("__init__", "__main__", "settings", "model", "rules", "handlers"),
    *("store", "api", "app"),
)
NEEDED_ROOMS = ("consumers", "jobs")
"""Rooms of a service that hears topics, and of one that has timers."""
LINES_OF_A_FILE = 250
LINES_OF_A_FUNCTION = 50
LONGER_FOR_A_REASON: dict[str, str] = {}
"""By path, or path and function (`cli/docs.py:docs`)."""

DRIVERS = frozenset({"pymongo", "motor", "bson"})
IMPURE = DRIVERS | {
    *("asyncio", "uuid", "uuid_utils", "logging", "structlog", "time", "random", "secrets", "os"),
    *("aiokafka", "faststream", "fastapi", "httpx", "shared.plumbing.core.clock"),
}
CLOCKS = frozenset({"now", "utcnow", "today"})
WITH_ENGINES = re.compile(r"pytest\.mark\.engines")
PLACES_OF_ONE_MACHINE = re.compile(r"/wor[k]/|/hom[e]/\w|/roo[t]/|(?<!\.\./)\.\./share[d]")
TEXT = frozenset({".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".json", ".mjs", ".sh", ""})
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def modules(*folders: str) -> list[Path]:
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert paths
    return paths


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> set[str]:
    """What a module imports, with all packages around it: `a.b.c`, `a.b` and `a`."""
    named: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            named |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    parts = [name.split(".") for name in named]
    return {".".join(each[:n]) for each in parts for n in range(1, len(each) + 1)}


def room(service: str, name: str) -> list[Path]:
    folder = ROOT / "services" / service
    return [*folder.glob(f"{name}.py"), *sorted((folder / name).rglob("*.py"))]


def too_long() -> Iterator[str]:
    for path in modules(*CODE):
        if len(path.read_text(encoding="utf-8").splitlines()) > LINES_OF_A_FILE:
            yield name_of(path)
        for node in ast.walk(tree_of(path)):
            if isinstance(node, Function) and length(node) > LINES_OF_A_FUNCTION:
                yield f"{name_of(path)}:{node.name}"


def length(function: Function) -> int:
    """Lines of its own: a docstring may be the help of a command, a function inside has its own."""
    inside = [node for node in function.body if isinstance(node, Function)]
    docstring = function.body[:1] if ast.get_docstring(function) else []
    return lines_of(function) - sum(lines_of(node) for node in [*inside, *docstring])


def lines_of(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_the_same_rooms(service: str) -> None:
    assert [name for name in ROOMS if not room(service, name)] == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_rooms_for_what_comes_in_by_topics_and_by_time(service: str) -> None:
    built = a_service(service)

    needed = {"consumers": built.member is not None, "jobs": built.jobs.names != []}

    assert {name: room(service, name) != [] for name in NEEDED_ROOMS} == needed


def test_every_service_is_in_the_registry() -> None:
    packages = {path.parent.name for path in (ROOT / "services").glob("*/__init__.py")}

    assert packages == set(SERVICES)


def test_every_package_has_its_place_among_those_that_the_import_contracts_order() -> None:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    ordered = next(each for each in rules["contracts"] if "packages" in each["name"])

    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    layers = [package for layer in ordered["layers"] for package in layer.split(" | ")]

    assert sorted(layers) == sorted(rules["root_packages"]) == sorted(packages)


def test_every_module_begins_with_one_line_that_says_what_it_is() -> None:
    silent = []
    for path in modules(*CODE, "tests", "tools"):
        first, *rest = (ast.get_docstring(tree_of(path)) or "").splitlines() or [""]
        if not first.endswith(".") or (rest and rest[0]):
            silent.append(name_of(path))

    assert silent == []


def test_nothing_is_long_without_a_reason() -> None:
    assert sorted(too_long()) == sorted(LONGER_FOR_A_REASON)


@pytest.mark.parametrize("service", SERVICES)
def test_rules_know_nothing_but_what_they_are_told(service: str) -> None:
    rules = room(service, "rules")

    assert rules
    for path in rules:
        nodes = list(ast.walk(tree_of(path)))
        assert imports(path) & IMPURE == set(), name_of(path)
        assert not [n for n in nodes if isinstance(n, ast.Await | ast.AsyncFunctionDef)]
        assert not [
            n.lineno
            for n in nodes
            if isinstance(n, ast.Call)
            and isinstance(n.func, ast.Attribute)
            and n.func.attr in CLOCKS
        ], f"{name_of(path)} asks the machine for the time"


def test_only_the_seam_and_the_stores_know_the_database() -> None:
    seam = ROOT / "shared" / "plumbing" / "mongo"
    allowed = {*seam.rglob("*.py"), *(path for name in SERVICES for path in room(name, "store"))}
    knowing = {path for path in modules("shared", "services") if imports(path) & DRIVERS}

    assert knowing
    assert {name_of(path) for path in knowing - allowed} == set()


def test_contracts_know_nothing_but_pydantic() -> None:
    packages = {
        name.partition(".")[0] for path in modules("shared/contracts") for name in imports(path)
    }

    assert packages - {"pydantic", "shared"} <= {
        *("collections", "datetime", "enum", "functools", "re", "typing"),
    }


def test_nothing_that_is_kept_speaks_of_one_machine() -> None:
    folders = (*CODE, "tests", "tools", "docs", "requirements")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    files += [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
    texts = [path for path in files if path.is_file() and path.suffix in TEXT]

    assert len(texts) > 100
    assert not [name_of(p) for p in texts if PLACES_OF_ONE_MACHINE.search(p.read_text("utf-8"))]


def test_what_is_installed_is_named_by_hash_and_never_by_address() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))

    assert locks
    for path in locks:
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, name_of(path)
        assert text.count("==") <= text.count("--hash=sha256:"), name_of(path)


def test_every_file_of_tests_with_engines_is_in_a_part_of_the_parallel_run() -> None:
    files = [p for p in (ROOT / "tests").rglob("test_*.py") if WITH_ENGINES.search(p.read_text())]

    assert {part_of(name_of(path)) for path in files} == set(PARTS)
