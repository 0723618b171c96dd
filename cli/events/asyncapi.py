"""The AsyncAPI 3.1 document. Channels are topics, with their Kafka settings."""

from collections.abc import Sequence
from typing import Any

from cli.events.servers import SECURITY_SCHEMES, SERVERS
from cli.events.sources import PARAMETER, Fact
from shared.contracts.envelope import CONTENT_TYPE, MAX_MESSAGE_BYTES
from shared.contracts.schemas import component_schemas

Document = dict[str, Any]
KAFKA_BINDING = "0.5.0"
LICENSE = {"name": "Apache 2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"}
ABOUT = (
    "Every message is a CloudEvents 1.0 document in structured mode. The record key is the "
    "subject, so all that happens to one subject stays in order. Readers ignore fields and types "
    "that they do not know, and drop what they have seen by `id`. "
    f"A message has at most {MAX_MESSAGE_BYTES:,} bytes."
)


def asyncapi(facts: Sequence[Fact], version: str) -> Document:
    """Build the document from the platform's side: it sends events and receives commands."""
    by_address: dict[str, list[Fact]] = {}
    for fact in facts:
        by_address.setdefault(fact.address, []).append(fact)
    messages = [fact.message for fact in facts]
    return {
        "asyncapi": "3.1.0",
        "info": {"title": "Sentra", "version": version, "description": ABOUT, "license": LICENSE},
        "servers": SERVERS,
        "defaultContentType": CONTENT_TYPE,
        "channels": {_id(address): _channel(address, of) for address, of in by_address.items()},
        "operations": dict(_operation(address, of) for address, of in by_address.items()),
        "components": {
            "messages": {fact.message.__name__: _message(fact) for fact in facts},
            "schemas": component_schemas(messages, "#/components/schemas/{model}"),
            "securitySchemes": SECURITY_SCHEMES,
        },
    }


def _id(address: str) -> str:
    return PARAMETER.sub(r"\1", address).replace(".", "_").replace("-", "_")


def _channel(address: str, facts: Sequence[Fact]) -> Document:
    topics = facts[0].topics
    parameters = {
        name: {"description": f"The {name} that writes here.", "examples": _values(address, facts)}
        for name in PARAMETER.findall(address)
    }
    binding = {"topic": address} if not parameters else {}
    names = [fact.message.__name__ for fact in facts]
    return {
        "address": address,
        "description": _access(facts[0]),
        **({"parameters": parameters} if parameters else {}),
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
        "bindings": {
            "kafka": binding
            | {
                "partitions": topics[0].partitions,
                "topicConfiguration": _configuration(facts[0]),
                "bindingVersion": KAFKA_BINDING,
            }
        },
    }


def _values(address: str, facts: Sequence[Fact]) -> list[str]:
    before, after = PARAMETER.split(address)[::2]
    return [t.name.removeprefix(before).removesuffix(after) for t in facts[0].topics]


def _access(fact: Fact) -> str:
    readers = "anyone" if fact.is_open else ", ".join(fact.topics[0].readers)
    writers = "that agency alone" if PARAMETER.search(fact.address) else ", ".join(fact.writers)
    return f"Written by {writers}; read by {readers}."


def _configuration(fact: Fact) -> Document:
    # Kafka's `max.message.bytes` is left out: it limits a batch of records, not a message.
    settings = fact.topics[0].settings(replication=3)
    return {
        "cleanup.policy": [settings["cleanup.policy"]],
        "retention.ms": int(settings["retention.ms"]),
    }


def _operation(address: str, facts: Sequence[Fact]) -> tuple[str, Document]:
    action = "receive" if facts[0].is_command else "send"
    channel = f"#/channels/{_id(address)}"
    return f"{action}_{_id(address)}", {
        "action": action,
        "description": f"The platform {action}s {'commands' if facts[0].is_command else 'events'}.",
        "channel": {"$ref": channel},
        # These must point into the channel, not at the components.
        "messages": [{"$ref": f"{channel}/messages/{f.message.__name__}"} for f in facts],
    }


def _openness(fact: Fact) -> Document:
    """Say of a public message by which fields readers without Kafka can choose it."""
    return {"x-filterable": list(fact.message.filterable)} if fact.message.public else {}


def _message(fact: Fact) -> Document:
    name = fact.message.__name__
    example = fact.example()
    return {
        "name": fact.type,
        "title": name,
        "summary": fact.sentence,
        **_openness(fact),
        "contentType": CONTENT_TYPE,
        "payload": {"$ref": f"#/components/schemas/{name}CloudEvent"},
        "correlationId": {"location": "$message.payload#/correlationid"},
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": f"The subject: {fact.key}."},
                "bindingVersion": KAFKA_BINDING,
            }
        },
        "examples": [{"name": example["id"], "payload": example}],
    }
