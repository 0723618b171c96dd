"""The views in memory keep what those in MongoDB keep."""

import pytest

from tests.suites import views_suite as suite
from tests.support.memory_views import MemoryViews
from tests.support.viewing import VIEWING


@pytest.fixture
def views() -> MemoryViews:
    return MemoryViews(VIEWING)


class TestSaving(suite.Saving):
    """In memory."""


class TestLosing(suite.Losing):
    """In memory."""


class TestCounting(suite.Counting):
    """In memory."""
