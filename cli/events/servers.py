"""The brokers that the AsyncAPI document names, and what they ask of a client."""

from typing import Any

from deploy.embedded.ports import USUAL

COMPOSE_PORT = 9094
SERVERS: dict[str, dict[str, Any]] = {
    "embedded": {
        "host": f"localhost:{USUAL['kafka']}",
        "protocol": "kafka",
        "description": "`./sentra up` on your machine. It asks for no account.",
    },
    "compose": {
        "host": f"localhost:{COMPOSE_PORT}",
        "protocol": "kafka",
        "description": "`docker compose up` on your machine. It asks for no account.",
    },
    "province": {
        "host": "{host}",
        "protocol": "kafka-secure",
        "description": "The broker of a province, over TLS. An agency has an account.",
        "variables": {"host": {"description": "The address that the operations team gives you."}},
        "security": [{"$ref": "#/components/securitySchemes/account"}],
    },
}
SECURITY_SCHEMES = {
    "account": {
        "type": "scramSha512",
        "description": "The account `agency-<name>` and its password. It gives the right to vote.",
    }
}
