"""Accounts of tests: a file of API keys, and the header that each sends."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml

from shared.plumbing.access import Role
from shared.plumbing.access.keys import KeyEntry, hash_of, new_key

Headers = dict[str, str]


@dataclass
class Accounts:
    """Makes an account for each role and reach that a test names."""

    file: Path
    _headers: dict[tuple[Role, str | None], Headers] = field(default_factory=dict)
    _entries: list[KeyEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._write()

    def of(self, role: Role, reach: str | None = None) -> Headers:
        """The header of this account."""
        if (role, reach) not in self._headers:
            key, key_id = new_key()
            now = datetime.now(UTC)
            self._entries.append(
                KeyEntry(
                    id=key_id,
                    sha256=hash_of(key),
                    role=role,
                    reach=reach,
                    name=f"{role} {reach or ''}".strip(),
                    created_at=now,
                    expires_at=now + timedelta(days=1),
                )
            )
            self._headers[role, reach] = {"authorization": f"Bearer {key}"}
            self._write()
        return self._headers[role, reach]

    def _write(self) -> None:
        listed = [each.model_dump(mode="json") for each in self._entries]
        self.file.write_text(yaml.safe_dump({"keys": listed}))
