"""Versions of aggregates as ETags, so that a stale edit is refused."""

from typing import Annotated, Any

from fastapi import Header

IfMatch = Annotated[
    str | None,
    Header(max_length=200, pattern=r'^\s*(\*|(W/)?"[0-9]{1,18}")\s*$'),
]
"""One ETag of an answer, or `*`."""


def expected_version(if_match: IfMatch = None) -> int | None:
    """Read the expected version from `If-Match`. None: any version."""
    version = "".join(filter(str.isdigit, if_match or ""))
    return int(version) if version else None


WITH_ETAG: dict[int | str, dict[str, Any]] = {
    200: {"headers": {"ETag": {"description": "Its version.", "schema": {"type": "string"}}}}
}
"""What an operation says that answers with the version of what it shows."""


def etag(version: int) -> str:
    return f'"{version}"'
