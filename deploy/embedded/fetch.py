"""Fetches jars once, from Maven Central or the mirror in jgo's settings."""

import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import requests
from jgo.config import GlobalSettings
from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import MavenContext

from deploy.embedded.errors import EngineMissing
from deploy.embedded.jars import FOLDER, Jar
from deploy.embedded.places import ENGINES

AT_ONCE = 8


def fetch_jars(missing: list[Jar]) -> None:
    """Fetch and check each jar. Raises `EngineMissing` on failure."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    # `requests` has a variable of its own for the CAs of an office.
    if "SSL_CERT_FILE" in os.environ:
        os.environ.setdefault("REQUESTS_CA_BUNDLE", os.environ["SSL_CERT_FILE"])
    scratch = Path(tempfile.mkdtemp(dir=ENGINES, prefix="fetch-"))
    mirrors = GlobalSettings.load().repositories or {"central": MAVEN_CENTRAL_URL}
    context = MavenContext(repo_cache=scratch, remote_repos=mirrors)
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        for fetched in pool.map(lambda jar: _fetch(context, jar), missing):
            fetched.result_path.replace(fetched.jar.path)
    except (requests.RequestException, RuntimeError) as failure:
        raise EngineMissing(f"Apache Kafka cannot be fetched ({_first_line(failure)})") from failure
    finally:
        pool.shutdown(cancel_futures=True)
        shutil.rmtree(scratch, ignore_errors=True)


@dataclass(frozen=True)
class _Fetched:
    jar: Jar
    result_path: Path


def _fetch(context: MavenContext, jar: Jar) -> _Fetched:
    component = context.project(jar.group, jar.artifact).at_version(jar.version)
    path = component.artifact().resolve()
    if not jar.is_whole(path):
        raise EngineMissing(f"{jar.path.name} is not the file that was tested: its sha256 differs")
    return _Fetched(jar, path)


def _first_line(failure: Exception) -> str:
    return f"{type(failure).__name__}: {failure}".splitlines()[0][:160]
