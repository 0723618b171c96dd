"""A list that is written while it comes reads like one that was written at once."""

import json
from io import StringIO

import pytest

from cli.dead_letters import JsonList


@pytest.mark.parametrize("count", [0, 1, 3])
def test_any_number_of_elements_makes_one_list(count: int) -> None:
    elements = [{"id": n, "reason": "[\n"} for n in range(count)]
    written = StringIO()

    printed = JsonList(written)
    for element in elements:
        printed.add(element)
    printed.end()

    assert written.getvalue() == json.dumps(elements, indent=2) + "\n"
