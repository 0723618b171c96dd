"""What others generate from our documents, in their languages."""

import pytest

from tests.support.foreign import NodeTools


@pytest.fixture(scope="session")
def tools() -> NodeTools:
    return NodeTools.installed()
