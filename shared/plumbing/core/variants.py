"""Brings other valid forms of a CloudEvent into the form that our contracts describe.

Source: CloudEvents 1.0.2, JSON format, sections 2.2 and 3.1, and RFC 2045 on media types.
"""

import base64
import binascii
from contextlib import suppress
from typing import Any

import orjson


def usual_form(value: bytes) -> bytes | None:
    """Return the same event in the usual form. None if it is no event, or has that form."""
    try:
        event = orjson.loads(value)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(event, dict):
        return None
    usual = {name: content for name, content in event.items() if content is not None}
    media_type = usual.get("datacontenttype")
    if isinstance(media_type, str):
        usual["datacontenttype"] = media_type.partition(";")[0].strip().lower()
    if "data" not in usual and isinstance(usual.get("data_base64"), str):
        _decode(usual)
    return orjson.dumps(usual) if usual != event else None


def _decode(event: dict[str, Any]) -> None:
    with suppress(binascii.Error, orjson.JSONDecodeError):
        event["data"] = orjson.loads(base64.b64decode(event.pop("data_base64"), validate=True))
