"""A file that came in."""

import hashlib
from typing import NamedTuple


class KeptFile(NamedTuple):
    """A file that was received. No document refers to it yet."""

    file_id: str
    sha256: "hashlib._Hash"
    size_bytes: int
