"""The settings of intake."""

from pydantic import Field

from services.intake.letters.reading import LIMIT
from shared.plumbing.settings import ServiceSettings


class Settings(ServiceSettings):
    """What is of intake alone."""

    # A UMKM is seldom heard of twice in a row: few are worth the memory of their whole dossier.
    cached_aggregates: int = Field(default=2_000, ge=0)
    letter_limit_bytes: int = Field(default=LIMIT, ge=1)
    """A larger letter is not read at all."""
