"""The account with which a command asks a service."""

import os
from collections.abc import Callable, Generator
from pathlib import Path

import httpx

from cli.running import running_platform
from deploy.embedded.accounts import TokenSource
from deploy.embedded.errors import PlatformError
from deploy.embedded.places import Places
from deploy.embedded.programs import ISSUER
from shared.plumbing.access import Role

FILE_VARIABLE = "SENTRA_TOKEN_FILE"
TokenFor = Callable[[Role, str | None], str | None]


class Authorization(httpx.Auth):
    """Adds a token to each request, a fresh one if the last is about to end."""

    def __init__(self, tokens: TokenFor, role: Role, reach: str | None = None) -> None:
        self._tokens, self.role, self.reach = tokens, role, reach

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if token := self._tokens(self.role, self.reach):
            request.headers["authorization"] = f"Bearer {token}"
        yield request


def tokens_for(data: Path, *, outside: bool = False) -> TokenFor:
    """Tokens of the platform that runs here. SENTRA_TOKEN_FILE names a file with another one.

    `outside`: the service is elsewhere, so only that file counts. Raises NothingRuns.
    """
    if file := os.environ.get(FILE_VARIABLE):
        return lambda _role, _reach: _token_in(Path(file))
    if outside:
        return lambda _role, _reach: None
    return source_of(data).token_now


def source_of(data: Path) -> TokenSource:
    """Raises NothingRuns."""
    programs = running_platform(data).programs
    port = next(program.port for program in programs if program.name == ISSUER)
    return TokenSource(port, Places.of(data).client_secret)


def _token_in(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError as error:
        raise PlatformError(f"The file of {FILE_VARIABLE} cannot be read: {error}") from error
