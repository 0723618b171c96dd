"""What intake keeps besides its aggregates, and how it looks things up."""

from services.intake.store.imports import ImportStore
from services.intake.store.lookups import (
    NOMINATIONS,
    RESPONSES,
    ROUNDS,
    IntakeStore,
    response_key,
)

__all__ = [
    "NOMINATIONS",
    "RESPONSES",
    "ROUNDS",
    "ImportStore",
    "IntakeStore",
    "response_key",
]
