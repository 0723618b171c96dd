"""The services of the platform as `platform.yaml` lists them."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from shared.yaml_files import read_yaml

FILE = Path(__file__).with_name("platform.yaml")


class ListedService(BaseModel):
    """A package that runs as `python -m <module>` and answers `/ready`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z]+$")
    port: int = Field(ge=1024, le=65535)
    """The usual one of its HTTP API, where no other program has it."""
    owns: str
    needs_identity_key: bool = False
    """It makes the ids of UMKM from NIK and NIB, with this secret."""
    sends_notices: bool = False
    reads_public: bool = False
    """It reads every public topic, by cursor and without a consumer group."""

    @property
    def module(self) -> str:
        return f"services.{self.name}"


class _ServicesFile(BaseModel):
    services: tuple[ListedService, ...]


@cache
def listed_services() -> tuple[ListedService, ...]:
    return _ServicesFile.model_validate(read_yaml(FILE)).services


def listed_service(name: str) -> ListedService:
    return {service.name: service for service in listed_services()}[name]


@cache
def service_names() -> tuple[str, ...]:
    return tuple(service.name for service in listed_services())
