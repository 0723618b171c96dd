"""A replica takes as many files at once as it has room for."""

import pytest

from shared.plumbing.core.failures import Retryable
from shared.tables.gates import Gate


def test_more_files_than_there_is_room_for_are_asked_to_come_again() -> None:
    gate = Gate(at_once=2, most_bytes=100)

    with gate.one_more(60):
        with pytest.raises(Retryable, match="try again"), gate.one_more(41):
            pass
        with gate.one_more(40), pytest.raises(Retryable, match="try again"), gate.one_more():
            pass

    with gate.one_more(100):
        pass
