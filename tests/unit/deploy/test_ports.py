"""A platform takes the usual ports, others when they are taken, and the same ones again."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded.ports import Ports, is_free

FREE = 31_999


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def test_a_usual_port_that_is_taken_gives_way_to_a_free_one(tmp_path: Path, taken: int) -> None:
    port = Ports(tmp_path / "ports.json", {"kafka": taken}).of("kafka")

    assert port != taken
    assert is_free(port)


def test_a_restart_takes_the_same_ports(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    before = Ports(file, {}).of("mongod")

    assert Ports(file, {}).of("mongod") == before


def test_a_kept_port_that_was_taken_meanwhile_is_replaced(tmp_path: Path, taken: int) -> None:
    file = tmp_path / "ports.json"
    file.write_text(f'{{"mongod": {taken}}}')

    assert Ports(file, {}).of("mongod") != taken


def test_two_programs_never_get_the_same_port(tmp_path: Path) -> None:
    offers = iter([FREE, FREE, FREE + 1])
    chosen = Ports(tmp_path / "ports.json", {}, offer=lambda: next(offers), is_free=lambda _: True)

    assert (chosen.of("intake"), chosen.of("notify")) == (FREE, FREE + 1)
