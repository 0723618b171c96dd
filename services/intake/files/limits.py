"""How many files one replica takes at once, and how big they may be."""

from shared.tables.gates import Gate
from shared.tables.limits import MEGABYTE

FILE_BYTES = 50 * MEGABYTE
MARKED_BYTES = 100 * MEGABYTE
"""Of a file that comes back marked."""

UPLOADS_AT_ONCE = 32
UPLOADS_BYTES = 2 * FILE_BYTES
UPLOAD_WALL_SECONDS = 600
"""A slow line needs minutes for 50 MB; a sender that goes silent frees its place then."""
# docker-compose.yml gives intake memory for all of them; a test adds it up.
CHILDREN_AT_ONCE = 3

CHILDREN = Gate(CHILDREN_AT_ONCE)
"""Processes that read files: each may take all the memory that it is allowed."""
UPLOADS = Gate(UPLOADS_AT_ONCE, UPLOADS_BYTES)
"""Files on their way in."""
