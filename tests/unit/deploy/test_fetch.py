"""A jar arrives although the network fails for a moment."""

import gc
import hashlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import stamina

from deploy.embedded.errors import EngineMissing
from deploy.embedded.fetch import PASSING, fetch_jar
from deploy.embedded.jars import Jar

CONTENT = b"a jar" * 1000
SENT_BEFORE_THE_BREAK = 2000

# jgo leaves the connection of a refused request to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


class Repository(BaseHTTPRequestHandler):
    """Answers each request for a jar by the next of `answers`, and the last one again and again."""

    answers: list[str]

    def do_GET(self) -> None:
        if not self.path.endswith(".jar"):
            return self.send_error(404)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer == "overloaded":
            return self.send_error(503)
        self.send_response(200)
        self.send_header("content-length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT[:SENT_BEFORE_THE_BREAK] if answer == "half" else CONTENT)
        return None

    def log_message(self, *_: object) -> None:
        """Keep the output of the tests clean."""


@pytest.fixture(autouse=True)
def no_back_off() -> Iterator[None]:
    with stamina.set_testing(True, attempts=4):
        yield


@pytest.fixture
def repository() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("One", (Repository,), {"answers": []}))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
    gc.collect()  # else such a connection is reported in a later test


def fetched_bytes(server: ThreadingHTTPServer, folder: Path, *answers: str, sha256: str) -> bytes:
    server.RequestHandlerClass.answers = list(answers)  # type: ignore[attr-defined]
    jar = Jar(sha256, "org.example", "broker", "1.0")
    mirrors = {"here": f"http://127.0.0.1:{server.server_port}"}
    return fetch_jar(jar, mirrors, folder).result_path.read_bytes()


def test_a_connection_that_breaks_and_a_server_that_is_overloaded_only_delay_a_jar(
    repository: ThreadingHTTPServer, tmp_path: Path
) -> None:
    sha256 = hashlib.sha256(CONTENT).hexdigest()

    content = fetched_bytes(repository, tmp_path, "overloaded", "half", "whole", sha256=sha256)

    assert content == CONTENT


def test_a_repository_that_never_has_the_jar_is_given_up(
    repository: ThreadingHTTPServer, tmp_path: Path
) -> None:
    with pytest.raises(PASSING):
        fetched_bytes(repository, tmp_path, "overloaded", sha256="0")


def test_a_jar_with_another_content_is_refused_at_once(
    repository: ThreadingHTTPServer, tmp_path: Path
) -> None:
    with pytest.raises(EngineMissing, match="sha256 differs"):
        fetched_bytes(repository, tmp_path, "whole", "half", sha256="0")
