"""The accounts of an embedded platform: its issuer, its keys, and tokens for programs here."""

import asyncio
import json
import os
import secrets
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from deploy.embedded.errors import PlatformError
from deploy.embedded.local_http import HOST
from deploy.embedded.places import Places, write_whole
from shared.plumbing.access import Role

AUDIENCE = "sentra"
PROGRAM = "sentra-programs"
"""The client whose secret every program of this machine's user can read."""
RENEWED_BEFORE_SECONDS = 120.0
WITHIN_SECONDS = 5.0
Account = tuple[Role, str | None]


def prepare_accounts(places: Places, port: int) -> None:
    """Make the secret, and the files of issuers and keys, which services read at their start."""
    if not places.client_secret.exists():
        write_whole(places.client_secret, secrets.token_hex(32) + "\n")
    if not places.keys_file.exists():
        write_whole(places.keys_file, "keys: []\n")
    issuer = {
        "name": "embedded",
        "issuer": f"http://{HOST}:{port}",
        "audience": AUDIENCE,
        "algorithms": ["ES256"],
        "roles": {str(role): str(role) for role in Role},
    }
    write_whole(places.issuers_file, json.dumps({"issuers": [issuer]}, indent=2) + "\n")


@dataclass
class TokenSource:
    """Fetches tokens from the embedded issuer, and keeps each until shortly before its end."""

    port: int
    secret_file: Path
    _kept: dict[Account, tuple[float, str]] = field(default_factory=dict, repr=False)

    async def token(self, role: Role, reach: str | None = None) -> str:
        """Raises PlatformError if the issuer refuses, OSError if it is away."""
        return await asyncio.to_thread(self.token_now, role, reach)

    def token_now(self, role: Role, reach: str | None = None) -> str:
        ends_at, token = self._kept.get((role, reach), (0.0, ""))
        if time.monotonic() >= ends_at:
            token, seconds = self._fetch(role, reach)
            ends_at = time.monotonic() + seconds - RENEWED_BEFORE_SECONDS
            self._kept[role, reach] = ends_at, token
        return token

    def _fetch(self, role: Role, reach: str | None) -> tuple[str, float]:
        form = {
            "grant_type": "client_credentials",
            "client_id": PROGRAM,
            "client_secret": self.secret_file.read_text().strip(),
            "scope": " ".join(filter(None, (role, reach))),
        }
        connection = HTTPConnection(HOST, self.port, timeout=WITHIN_SECONDS)
        try:
            connection.request(
                "POST",
                "/token",
                urlencode(form),
                {"content-type": "application/x-www-form-urlencoded"},
            )
            response = connection.getresponse()
            answer = json.loads(response.read())
        except (HTTPException, ValueError) as failure:
            raise OSError(f"the issuer gave no answer: {failure!r}") from failure
        finally:
            connection.close()
        if "access_token" not in answer:
            raise PlatformError(f"The issuer gives no token: {answer.get('error_description')}.")
        return str(answer["access_token"]), float(answer["expires_in"])


def is_embedded() -> bool:
    """Whether this process belongs to an embedded platform."""
    return os.environ.get("SENTRA_ENV") == "embedded"
