"""The AsyncAPI document is one that AsyncAPI's own parser accepts."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from cli.docs import FOLDER
from cli.events.servers import COMPOSE_PORT
from deploy.embedded.ports import USUAL
from shared.contracts.registry import all_messages

HERE = Path(__file__).parent / "asyncapi"
CACHE = Path(__file__).parents[2] / ".sentra" / "node"
FILES = ("package.json", "validate.mjs")
INSTALL = ("install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts")
INSTALL_WITHIN_SECONDS = 120


@pytest.fixture(scope="module")
def node() -> str:
    """Node with the parser beside it; skips, and says why, where they cannot be had."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("node or npm is not on this machine")
    if is_installed():
        return node
    CACHE.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copy(HERE / name, CACHE / name)
    try:
        code, output = run(npm, *INSTALL, within=INSTALL_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not install the parser within {INSTALL_WITHIN_SECONDS} seconds")
    if code:
        pytest.skip(f"npm could not install the parser: {output.strip()[-300:]}")
    return node


def run(*command: str, within: float) -> tuple[int, str]:
    done = subprocess.run(
        command, cwd=CACHE, capture_output=True, text=True, timeout=within, check=False
    )
    return done.returncode, done.stdout + done.stderr


def is_installed() -> bool:
    same = all(
        (CACHE / name).exists() and (CACHE / name).read_bytes() == (HERE / name).read_bytes()
        for name in FILES
    )
    return same and (CACHE / "node_modules" / "@asyncapi" / "parser" / "package.json").exists()


def validate(node: str, document: Path) -> tuple[int, str]:
    return run(node, str(CACHE / "validate.mjs"), str(document), within=60)


def test_the_document_is_valid_and_holds_every_message(node: str) -> None:
    code, output = validate(node, FOLDER / "asyncapi.yaml")

    assert code == 0, output
    assert output.startswith(f"{len(all_messages())} messages in ")


def test_the_document_names_the_brokers_of_the_documented_deployments() -> None:
    servers = yaml.safe_load((FOLDER / "asyncapi.yaml").read_text())["servers"]
    compose = (FOLDER.parents[1] / "docker-compose.yml").read_text()

    assert servers["embedded"]["host"] == f"localhost:{USUAL['kafka']}"
    assert f"HOST://localhost:${{HOST_PORT_KAFKA:-{COMPOSE_PORT}}}" in compose
    assert servers["compose"]["host"] in (FOLDER.parent / "operations" / "docker.md").read_text()
    assert [name for name, server in servers.items() if "security" in server] == ["province"]


def test_a_broken_reference_would_be_noticed(node: str, tmp_path: Path) -> None:
    document = yaml.safe_load((FOLDER / "asyncapi.yaml").read_text())
    operation = document["operations"]["send_endorsement_ballot_v1"]
    operation["messages"][0]["$ref"] = "#/channels/endorsement_ballot_v1/messages/Nothing"
    broken = tmp_path / "asyncapi.yaml"
    broken.write_text(yaml.safe_dump(document))

    code, output = validate(node, broken)

    assert code == 1
    assert "operations.send_endorsement_ballot_v1.messages.0" in output
