"""Where the embedded engines cannot run, the platform says so and points to containers."""

import os
import platform

import pytest

from deploy.embedded.errors import Unsupported
from deploy.embedded.jars import LIST, listed_jars
from deploy.embedded.support import require_supported_machine


@pytest.mark.parametrize(
    ("system", "machine", "glibc", "reason"),
    [
        ("Darwin", "arm64", "", "Darwin on arm64"),
        ("Linux", "aarch64", "glibc 2.36", "Linux on aarch64"),
        ("Linux", "x86_64", "", "another C library"),
        ("Linux", "x86_64", "glibc 2.31", "glibc 2.31"),
    ],
)
def test_an_unsupported_machine_is_sent_to_docker(
    system: str, machine: str, glibc: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(os, "confstr", lambda _: glibc or None)

    with pytest.raises(Unsupported, match=f"{reason}.*docker compose up"):
        require_supported_machine()


def test_a_recent_linux_is_supported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(os, "confstr", lambda _: "glibc 2.34")

    require_supported_machine()


def test_the_broker_has_every_jar_with_its_checksum_and_no_address() -> None:
    jars = listed_jars()

    assert len(jars) == len({jar.path for jar in jars}) == 45
    assert all(len(jar.sha256) == 64 for jar in jars)
    assert "://" not in LIST.read_text()
