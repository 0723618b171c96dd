"""Clients that others generate from our OpenAPI documents compile, and linters find no error."""

import importlib
import pkgutil
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from cli.docs import FOLDER, HTTP_DOCUMENTS
from tests.support.foreign import NodeTools, ToolFailedError, run

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
DOCUMENTS = sorted(HTTP_DOCUMENTS.glob("*.json"))
RULES = Path(__file__).with_name("tools")
LINTERS = {
    "redocly": ("lint", "--config", str(RULES / "redocly.yaml")),
    "spectral": ("lint", "--display-only-failures", "--ruleset", str(RULES / "spectral.yaml")),
}
TO_NOWHERE = '"$ref": "#/components/schemas/ProblemDetails"', '"$ref": "#/components/schemas/Lost"'


def test_types_of_typescript_compile_for_every_door(tools: NodeTools, tmp_path: Path) -> None:
    apis = {
        each.stem: {"root": str(each), "x-openapi-ts": {"output": f"{each.stem}.ts"}}
        for each in DOCUMENTS
    }
    (tmp_path / "redocly.yaml").write_text(yaml.safe_dump({"apis": apis}))
    tools.run("openapi-typescript", folder=tmp_path)

    names = [f"{each.stem}.ts" for each in DOCUMENTS]
    tools.run("tsc", "--noEmit", "--strict", *names, folder=tmp_path)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_a_client_of_python_can_be_imported_whole(document: Path, tmp_path: Path) -> None:
    name = f"client_of_{document.stem}"
    generator = sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning"
    where = "--path", str(document), "--output-path", str(tmp_path / name), "--meta", "none"
    run(*generator, *where, folder=tmp_path)

    parts = parts_of(name, tmp_path)

    assert {"client", "models", "api.operations.health_health_get"} <= {*parts}


def parts_of(package: str, folder: Path) -> list[str]:
    sys.path.insert(0, str(folder))
    try:
        whole: ModuleType = importlib.import_module(package)
        parts = [each.name for each in pkgutil.walk_packages(whole.__path__, f"{package}.")]
        for part in parts:
            importlib.import_module(part)
    finally:
        sys.path.remove(str(folder))
    return [part.removeprefix(f"{package}.") for part in parts]


@pytest.mark.parametrize("linter", LINTERS)
def test_a_linter_finds_no_error(tools: NodeTools, linter: str) -> None:
    documents = [*DOCUMENTS, FOLDER / "asyncapi.yaml"]
    tools.run(linter, *LINTERS[linter], *map(str, documents))


@pytest.mark.parametrize("linter", LINTERS)
def test_a_linter_notices_a_reference_that_leads_nowhere(
    tools: NodeTools, tmp_path: Path, linter: str
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(DOCUMENTS[0].read_text(encoding="utf-8").replace(*TO_NOWHERE))

    with pytest.raises(ToolFailedError, match=r"\b503\b"):
        tools.run(linter, *LINTERS[linter], str(broken))
