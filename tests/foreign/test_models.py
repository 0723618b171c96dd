"""Models that others generate from our schemas compile, and lose nothing of a golden message."""

import importlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from deploy.embedded.errors import EngineMissing
from deploy.embedded.fetch import fetch_jars
from deploy.embedded.jars import class_path, missing_jars
from tests.support.clients import QUICKLY
from tests.support.foreign import NodeTools, command_or_skip, run
from tests.support.golden import SCHEMAS, Golden, golden_messages, keeps

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
GOLDEN = golden_messages()


def test_each_type_has_a_golden_message_of_now() -> None:
    assert {each.type for each in GOLDEN} == {path.stem for path in SCHEMAS.glob("*.json")}


def test_types_of_typescript_fit_every_golden_message(tools: NodeTools, tmp_path: Path) -> None:
    tools.run("json2ts", "-i", f"{SCHEMAS}/*.json", "-o", str(tmp_path / "models"))
    for number, golden in enumerate(GOLDEN):
        (tmp_path / f"message{number}.ts").write_text(
            f'import type {{ {golden.title} }} from "./models/{golden.type}"\n'
            f"export const message: {golden.title} = {json.dumps(golden.content)}\n"
        )
    options = "--noEmit", "--strict", "--module", "esnext", "--moduleResolution", "bundler"

    tools.run("tsc", *options, *(path.name for path in tmp_path.glob("*.ts")), folder=tmp_path)


def test_classes_of_python_read_every_golden_message_and_lose_nothing(tmp_path: Path) -> None:
    models = tmp_path / "python_models"
    run(
        *(sys.executable, "-m", "datamodel_code_generator", "--input", str(SCHEMAS)),
        *("--input-file-type", "jsonschema", "--output", str(models), "--no-formatters"),
        *("--output-model-type", "pydantic_v2.BaseModel", "--target-python-version", "3.11"),
        folder=tmp_path,
    )

    assert read_in_python(tmp_path) == [each.content for each in GOLDEN]


def read_in_python(folder: Path) -> list[object]:
    sys.path.insert(0, str(folder))
    try:
        modules = [importlib.import_module(f"python_models.{module_of(each)}") for each in GOLDEN]
    finally:
        sys.path.remove(str(folder))
    models = [getattr(module, each.title) for module, each in zip(modules, GOLDEN, strict=True)]
    return [
        model.model_validate(each.content).model_dump(mode="json", exclude_unset=True)
        for model, each in zip(models, GOLDEN, strict=True)
    ]


def module_of(golden: Golden) -> str:
    return golden.type.replace(".", "_").replace("-", "_")


def test_models_of_go_read_every_golden_message_and_lose_nothing(
    tools: NodeTools, tmp_path: Path
) -> None:
    go = command_or_skip("go", "no go on the PATH")
    tools.run("models.mjs", "go", str(SCHEMAS), str(tmp_path))
    (tmp_path / "go.mod").write_text("module models\n\ngo 1.21\n")
    (tmp_path / "main.go").write_text(reader_in_go(GOLDEN))
    run(go, "vet", "./...", folder=tmp_path)

    printed = run(go, "run", ".", *(str(each.path) for each in GOLDEN), folder=tmp_path)

    assert lost_in(printed) == []


def reader_in_go(golden: Iterable[Golden]) -> str:
    kinds = {each.package: each.title for each in golden}
    imports = "".join(f'\t"models/{package}"\n' for package in kinds)
    cases = "".join(
        f'\t\tcase "{each.type}":\n\t\t\tmessage = new({each.package}.{kinds[each.package]})\n'
        for each in {each.type: each for each in golden}.values()
    )
    return (
        Path(__file__)
        .with_name("tools")
        .joinpath("read.go.txt")
        .read_text()
        .format(imports=imports, cases=cases)
    )


def test_classes_of_java_read_every_golden_message_and_lose_nothing(
    tools: NodeTools, tmp_path: Path
) -> None:
    javac = command_or_skip("javac", "no javac on the PATH")
    fetch_jackson()
    tools.run("models.mjs", "java", str(SCHEMAS), str(tmp_path))
    reader = Path(__file__).with_name("tools") / "Read.java"
    sources = [str(path) for path in (reader, *tmp_path.rglob("*.java"))]
    run(
        javac,
        f"-J{QUICKLY}",
        "-nowarn",
        "-cp",
        class_path(),
        "-d",
        "classes",
        *sources,
        folder=tmp_path,
    )

    classes = f"{tmp_path / 'classes'}:{class_path()}"
    names = [f"{each.package}.{each.title}={each.path}" for each in GOLDEN]
    printed = run("java", QUICKLY, "-cp", classes, "Read", *names, folder=tmp_path)

    assert lost_in(printed) == []


def fetch_jackson() -> None:
    """Kafka brings Jackson along."""
    try:
        fetch_jars([jar for jar in missing_jars() if jar.artifact.startswith("jackson-")])
    except EngineMissing as reason:
        pytest.skip(str(reason))


def lost_in(printed: str) -> list[Path]:
    """The messages that a program did not write as it read them."""
    messages = [json.loads(line) for line in printed.splitlines()]
    pairs = zip(GOLDEN, messages, strict=True)
    return [golden.path for golden, written in pairs if not keeps(written, golden.content)]


@pytest.mark.parametrize(
    ("written", "is_kept"),
    [({"n": 0, "more": 1}, True), ({}, True), ({"n": 1}, False), ({"n": 0, "parts": []}, True)],
)
def test_a_model_may_add_defaults_and_leave_out_what_is_empty(
    written: dict[str, object], *, is_kept: bool
) -> None:
    assert keeps(written, {"n": 0}) == is_kept
    assert not keeps(written, {"n": 2})
