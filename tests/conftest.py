"""What every test may use; the engines are started once, by the first test that asks."""

import gc
import os
import signal
from collections.abc import AsyncIterator, Generator
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, settings
from xdist.workermanage import WorkerController

from tests.support.engines import STACK, Engines, running_engines
from tests.support.sharing import Sharing, end_leftovers

# Run in the background of a script, tests begin with Ctrl-C ignored, and what they start inherits
# that: no program of an agency could be ended as its page says.
signal.signal(signal.SIGINT, signal.default_int_handler)
# By default every logged error is drawn with its local variables, which takes longer than the test.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)
# No test is about time, and on a busy machine everything is slow.
settings.register_profile("sentra", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sentra")
PARALLEL_RUN = pytest.StashKey[str]()


def pytest_report_header() -> str:
    return f"stack: {os.environ.get(STACK, 'embedded')} (chosen by {STACK})"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put tests that need no engines first."""
    items.sort(key=lambda item: item.get_closest_marker("engines") is not None)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep the garbage collector off what is imported now: it stays until the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing:
    return Sharing(config, log)


def pytest_configure_node(node: WorkerController) -> None:
    node.config.stash[PARALLEL_RUN] = node.workerinput["testrunuid"]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """After an interruption, too: by now every worker has ended."""
    if run := session.config.stash.get(PARALLEL_RUN, None):
        end_leftovers(run)


@pytest.fixture(scope="session")
async def engines() -> AsyncIterator[Engines]:
    async with running_engines() as started:
        yield started
