"""The settings of intake."""

from pydantic import Field, SecretStr

from services.intake.files.limits import FILE_BYTES
from shared.province.settings import ProvinceSettings

# A repository that everybody can read holds it.
DEVELOPMENT_KEY = SecretStr("sentra-development-only")

OTHER_IDENTITY_KEY = (
    "Under it every UMKM in this database would get another id. Set the key that was used so far "
    f"(without a setting it was `{DEVELOPMENT_KEY.get_secret_value()}`), or begin with an empty "
    "database."
)


class Settings(ProvinceSettings):
    """What is of intake alone."""

    # A UMKM is seldom heard of twice in a row: none is worth the memory of its whole dossier.
    cached_aggregates: int = Field(default=0, ge=0)
    import_limit_bytes: int = Field(default=FILE_BYTES, ge=1, le=FILE_BYTES)
    """A larger file is not imported."""
    import_lease_seconds: float = Field(default=15.0, gt=0)
    """A replica that is silent for so long has lost its import to another one."""
    import_kept_days: int = Field(default=30, ge=1)
    """Then the file and the fate of its rows are forgotten, for they hold private data."""
    identity_key: SecretStr = Field(default=DEVELOPMENT_KEY, min_length=16)
    """Makes the ids of UMKM from their NIB, NIK or name. The default is for development only.

    Keep it, and keep it secret: a new key changes every id, a known key tells the NIK of an id.
    """

    def doubts(self) -> list[str]:
        if self.identity_key != DEVELOPMENT_KEY:
            return []
        return ["SENTRA_IDENTITY_KEY is not set: the default lets anybody compute a NIK from an id"]
