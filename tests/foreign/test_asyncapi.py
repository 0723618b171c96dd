"""The AsyncAPI document is one that AsyncAPI's own parser accepts."""

from pathlib import Path

import pytest
import yaml

from cli.docs import FOLDER
from cli.events.servers import COMPOSE_PORT
from deploy.embedded.ports import USUAL
from shared.contracts.registry import all_messages
from tests.support.foreign import NodeTools, ToolFailedError


def test_the_document_is_valid_and_holds_every_message(tools: NodeTools) -> None:
    printed = tools.run("asyncapi.mjs", str(FOLDER / "asyncapi.yaml"))

    assert printed.startswith(f"{len(all_messages())} messages in ")


def test_a_broken_reference_would_be_noticed(tools: NodeTools, tmp_path: Path) -> None:
    document = yaml.safe_load((FOLDER / "asyncapi.yaml").read_text())
    operation = document["operations"]["send_endorsement_ballot_v1"]
    operation["messages"][0]["$ref"] = "#/channels/endorsement_ballot_v1/messages/Nothing"
    broken = tmp_path / "asyncapi.yaml"
    broken.write_text(yaml.safe_dump(document))

    with pytest.raises(ToolFailedError, match=r"send_endorsement_ballot_v1\.messages\.0"):
        tools.run("asyncapi.mjs", str(broken))


def test_the_document_names_the_brokers_of_the_documented_deployments() -> None:
    servers = yaml.safe_load((FOLDER / "asyncapi.yaml").read_text())["servers"]
    compose = (FOLDER.parents[1] / "docker-compose.yml").read_text()

    assert servers["embedded"]["host"] == f"localhost:{USUAL['kafka']}"
    assert f"HOST://localhost:${{HOST_PORT_KAFKA:-{COMPOSE_PORT}}}" in compose
    assert servers["compose"]["host"] in (FOLDER.parent / "operations" / "docker.md").read_text()
    assert [name for name, server in servers.items() if "security" in server] == ["province"]
