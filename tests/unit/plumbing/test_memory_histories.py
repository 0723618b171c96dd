"""The histories in memory keep what those in MongoDB keep."""

import pytest

from tests.suites import histories_suite as suite
from tests.support.counting import COUNTING, Counted
from tests.support.engine import MemoryHistories


@pytest.fixture
def histories() -> MemoryHistories[Counted]:
    return MemoryHistories(COUNTING)


class TestSaving(suite.Saving):
    """In memory."""


class TestRecalling(suite.Recalling):
    """In memory."""


class TestArchiving(suite.Archiving):
    """In memory."""


class TestWaiting(suite.Waiting):
    """In memory."""
