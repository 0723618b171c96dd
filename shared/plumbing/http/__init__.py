"""The HTTP door, the same for every service."""

from shared.plumbing.http.app import build_app
from shared.plumbing.http.downloads import CSV, XLSX, as_file
from shared.plumbing.http.explained import explained, is_json
from shared.plumbing.http.head_limit import HeadLimit
from shared.plumbing.http.keys import (
    IdempotencyKey,
    cause_of_request,
    cause_under,
    heed_key,
    key_of_request,
)
from shared.plumbing.http.problems import Problem, accepted, no_json, refusal
from shared.plumbing.http.progress import as_server_sent_events
from shared.plumbing.http.versions import WITH_ETAG, etag, expected_version

__all__ = [
    "CSV",
    "WITH_ETAG",
    "XLSX",
    "HeadLimit",
    "IdempotencyKey",
    "Problem",
    "accepted",
    "as_file",
    "as_server_sent_events",
    "build_app",
    "cause_of_request",
    "cause_under",
    "etag",
    "expected_version",
    "explained",
    "heed_key",
    "is_json",
    "key_of_request",
    "no_json",
    "refusal",
]
