"""CloudEvents in binary mode: attributes in `ce_*` headers, only the data in the value.

Source: the Kafka protocol binding of CloudEvents 1.0.2, section 3.2.
"""

import orjson
from aiokafka import ConsumerRecord

PREFIX = "ce_"
CONTENT_TYPE = "content-type"
STRUCTURED = "application/cloudevents"
"""How the content type begins in structured mode. A sender may repeat attributes as headers."""


def structured_value(record: ConsumerRecord) -> bytes | None:
    """Return the value in structured mode. A record without `ce_*` headers already has it."""
    value: bytes | None = record.value
    if not record.headers or value is None:
        return value
    headers = {name: text.decode(errors="replace") for name, text in record.headers if text}
    attributes = {
        name.removeprefix(PREFIX): text for name, text in headers.items() if name.startswith(PREFIX)
    }
    content_type = headers.get(CONTENT_TYPE, "")
    if "specversion" not in attributes or content_type.lower().startswith(STRUCTURED):
        return value
    if content_type:
        attributes["datacontenttype"] = content_type
    # What is no JSON stays none, so the reader says what is wrong with it.
    return orjson.dumps(attributes | {"data": orjson.Fragment(value)})
