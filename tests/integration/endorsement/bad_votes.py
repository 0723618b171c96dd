"""Votes that can never count, and what is said of them."""

from collections.abc import Callable
from dataclasses import replace

from tests.integration.endorsement.messages import (
    Sent,
    altered,
    in_binary_mode,
    without,
)

TWO_MEGABYTES = 2 * 1024 * 1024


Spoil = Callable[[Sent], Sent]


ON_A_VOTES_TOPIC: dict[str, tuple[str, Spoil]] = {
    "malformed JSON": ("Invalid JSON", lambda vote: replace(vote, value=b'{"id": "x", ')),
    "not UTF-8": ("Invalid JSON", lambda vote: replace(vote, value=b"\xff\xfe\x00\xd8" * 9)),
    "UTF-8 broken within a field": (
        "Invalid JSON",
        lambda vote: replace(vote, value=(vote.value or b"").replace(b"/test", b"/t\xe9st")),
    ),
    "an empty value": ("Invalid JSON", lambda vote: replace(vote, value=b"")),
    "no value": ("no value", lambda vote: replace(vote, value=None)),
    "a list": ("should be an object", lambda vote: replace(vote, value=b"[1, 2]")),
    "an unknown type": (
        "unknown type 'endorsement.shout.v1'",
        lambda vote: altered(vote, type="endorsement.shout.v1"),
    ),
    "a type of next year": (
        "unknown type 'endorsement.cast-vote.v2'",
        lambda vote: altered(vote, type="endorsement.cast-vote.v2"),
    ),
    "a schema of next year": (
        "unknown schema 'urn:sentra:schema:endorsement.cast-vote.v2'",
        lambda vote: altered(vote, dataschema="urn:sentra:schema:endorsement.cast-vote.v2"),
    ),
    "an envelope of next year": ("specversion", lambda vote: altered(vote, specversion="2.0")),
    "subject and data differ": ("subject", lambda vote: altered(vote, subject="somebody-else")),
    "no subject": ("subject", lambda vote: without(vote, "subject")),
    "a field of the wrong kind": ("choice", lambda vote: altered(vote, {"choice": "perhaps"})),
    "no id": ("id", lambda vote: altered(vote, id="")),
    "an id that is a number": ("id", lambda vote: altered(vote, id=7)),
    "2 MB that were small as a compressed batch": (
        "bytes are over the limit",
        lambda vote: altered(vote, {"reason": "m" * TWO_MEGABYTES}),
    ),
    "a wrong choice in binary mode": (
        "data.choice",
        lambda vote: in_binary_mode(altered(vote, {"choice": "perhaps"})),
    ),
    "subject and data differ in binary mode": (
        "subject",
        lambda vote: in_binary_mode(altered(vote, subject="somebody-else")),
    ),
    "malformed, with headers that are not text": (
        "Invalid JSON",
        lambda vote: replace(vote, value=b"{", headers=[("raw", b"\xff\xfe"), ("none", None)]),
    ),
}


ANSWERED = {
    *("an unknown type", "a type of next year", "a schema of next year"),
    *("an envelope of next year", "no subject"),
    *("subject and data differ", "subject and data differ in binary mode"),
    *("a wrong choice in binary mode", "a field of the wrong kind"),
    "2 MB that were small as a compressed batch",
}
"""Where one can tell which vote it is, its agency hears that it is none."""
