"""Fetches jars once, from Maven Central or the mirror in jgo's settings."""

import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import requests
import stamina
from jgo.config import GlobalSettings
from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import MavenContext

from deploy.embedded.errors import EngineMissing
from deploy.embedded.jars import FOLDER, Jar
from deploy.embedded.places import ENGINES

AT_ONCE = 8
# jgo raises RuntimeError if a repository answers, but without the file: it may be overloaded.
PASSING = (requests.RequestException, RuntimeError)


def fetch_jars(missing: list[Jar]) -> None:
    """Fetch and check each jar. Raises `EngineMissing` on failure."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    # `requests` has a variable of its own for the CAs of an office.
    if "SSL_CERT_FILE" in os.environ:
        os.environ.setdefault("REQUESTS_CA_BUNDLE", os.environ["SSL_CERT_FILE"])
    scratch = Path(tempfile.mkdtemp(dir=ENGINES, prefix="fetch-"))
    mirrors = GlobalSettings.load().repositories or {"central": MAVEN_CENTRAL_URL}
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        for fetched in pool.map(lambda jar: fetch_jar(jar, mirrors, scratch), missing):
            fetched.result_path.replace(fetched.jar.path)
    except PASSING as failure:
        raise EngineMissing(f"Apache Kafka cannot be fetched ({_first_line(failure)})") from failure
    finally:
        pool.shutdown(cancel_futures=True)
        shutil.rmtree(scratch, ignore_errors=True)


@dataclass(frozen=True)
class Fetched:
    jar: Jar
    result_path: Path


@stamina.retry(on=PASSING, attempts=7, timeout=45, wait_initial=0.5, wait_max=10)
def fetch_jar(jar: Jar, mirrors: dict[str, str], scratch: Path) -> Fetched:
    """Fetch one jar below `scratch`. A network that fails for some seconds only delays it.

    Raises one of `PASSING` if it still fails after 45 s.
    """
    # jgo does not write over the half of a file that a broken connection left behind.
    folder = Path(tempfile.mkdtemp(dir=scratch))
    context = MavenContext(repo_cache=folder, remote_repos=mirrors)
    component = context.project(jar.group, jar.artifact).at_version(jar.version)
    path = component.artifact().resolve()
    if not jar.is_whole(path):
        raise EngineMissing(f"{jar.path.name} is not the file that was tested: its sha256 differs")
    return Fetched(jar, path)


def _first_line(failure: Exception) -> str:
    return f"{type(failure).__name__}: {failure}".splitlines()[0][:160]
