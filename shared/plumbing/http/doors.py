"""The doors of a service. Each names the roles that may use it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import APIRouter

from shared.plumbing.access import ANYBODY, DoorAudience, Role

F = TypeVar("F", bound=Callable[..., Any])
To = Sequence[DoorAudience | Role]
BEARER = [{"bearer": list[str]()}]


@dataclass(frozen=True, slots=True)
class Door:
    """One operation, and the roles that may use it."""

    method: str
    path: str
    to: tuple[DoorAudience, ...]

    @property
    def is_open(self) -> bool:
        """Somebody without an account may use it."""
        return ANYBODY in self.to

    @property
    def shows_all_alike(self) -> bool:
        return self.to == (ANYBODY,)


class Doors:
    """The router of a service."""

    def __init__(self, tag: str, **options: Any) -> None:
        """`options`: of the router of FastAPI."""
        self.router = APIRouter(tags=[tag], **options)
        self.doors: list[Door] = []

    def get(self, path: str, *, to: To, **options: Any) -> Callable[[F], F]:
        return self._door("GET", path, to, options)

    def post(self, path: str, *, to: To, **options: Any) -> Callable[[F], F]:
        return self._door("POST", path, to, options)

    def put(self, path: str, *, to: To, **options: Any) -> Callable[[F], F]:
        return self._door("PUT", path, to, options)

    def delete(self, path: str, *, to: To, **options: Any) -> Callable[[F], F]:
        return self._door("DELETE", path, to, options)

    def _door(self, method: str, path: str, to: To, options: dict[str, Any]) -> Callable[[F], F]:
        """Raises ValueError if nobody may use it."""
        audiences = tuple(DoorAudience(each) if isinstance(each, Role) else each for each in to)
        if not audiences:
            raise ValueError(f"{method} {path} is for nobody")
        door = Door(method, path, audiences)
        self.doors.append(door)
        extra = options.pop("openapi_extra", {}) | {"security": [] if door.is_open else BEARER}
        extra["x-to"] = [str(each) for each in audiences]
        return self.router.api_route(path, methods=[method], openapi_extra=extra, **options)
