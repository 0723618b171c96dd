"""The list of commands names what is there."""

import pytest

from cli.app import COMMANDS, app


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_where_the_list_says(name: str) -> None:
    command = app[name]

    assert command.default_command or list(command)
