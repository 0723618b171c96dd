"""The ports of a platform: the usual ones, or free ones, kept over restarts."""

import json
import os
import secrets
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from deploy.embedded.local_http import HOST
from deploy.embedded.places import write_whole
from deploy.services import listed_services

USUAL = {
    "kafka": 9092,
    "kafka-controller": 9093,
    "mongod": 27017,
    "smtp": 1025,
    "issuer": 8090,
    **{service.name: service.port for service in listed_services()},
}
# Below the range that the kernel uses for outgoing connections.
FIRST_FREE, LAST_FREE = 20_000, 32_000
# A port is taken only when its program starts. Platforms that start at the same time, as in tests
# on several workers, choose different ports, because their process ids are neighbours.
PORTS_OF_A_PROCESS = 100


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the engines do: a port with closing connections counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def anywhere() -> int:
    ours = os.getpid() * PORTS_OF_A_PROCESS % (LAST_FREE - FIRST_FREE)
    return FIRST_FREE + ours + secrets.randbelow(PORTS_OF_A_PROCESS)


class Ports:
    """Chosen once for each name and kept in the data folder."""

    def __init__(
        self,
        file: Path,
        usual: Mapping[str, int] = USUAL,
        *,
        offer: Callable[[], int] = anywhere,
        is_free: Callable[[int], bool] = is_free,
    ) -> None:
        self._file, self._usual, self._offer, self._is_free = file, usual, offer, is_free
        self._kept: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}
        self._chosen: dict[str, int] = {}

    def of(self, name: str) -> int:
        if name not in self._chosen:
            self._chosen[name] = self._choose(name)
            self._kept[name] = self._chosen[name]
            write_whole(self._file, json.dumps(self._kept, indent=2) + "\n")
        return self._chosen[name]

    def _choose(self, name: str) -> int:
        wishes = [self._kept.get(name), self._usual.get(name)]
        while True:
            wish = wishes.pop(0) if wishes else self._offer()
            if wish and wish not in self._chosen.values() and self._is_free(wish):
                return wish
