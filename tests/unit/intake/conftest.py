"""These tests read letters of the first province."""

from collections.abc import Iterator

import pytest

from shared.province.serving import serving
from tests.support.provinces import SUMUT


@pytest.fixture(autouse=True)
def province() -> Iterator[None]:
    with serving(SUMUT):
        yield
