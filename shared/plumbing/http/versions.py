"""Versions of aggregates as ETags, so that a stale edit is refused."""

import re
from typing import Annotated

from fastapi import Header

from shared.plumbing.core.failures import STALE
from shared.plumbing.http.problems import Problem

ETAG = re.compile(r'(?:W/)?"([0-9]{1,18})"')


def expected_version(
    if_match: Annotated[str | None, Header(max_length=200)] = None,
) -> int | None:
    """Read the expected version from `If-Match`. None: any version."""
    if if_match is None or if_match.strip() == "*":
        return None
    match = ETAG.fullmatch(if_match.strip())
    if match is None:
        raise Problem(412, STALE, f"If-Match must be the ETag of an answer, not {if_match}.")
    return int(match.group(1))


def etag(version: int) -> str:
    return f'"{version}"'
