"""The folder of a province is checked before a service uses it."""

import pytest

from cli.province import province
from tests.support.provinces import MINI_FOLDER


def test_a_folder_that_can_be_used_is_summed_up(capsys: pytest.CaptureFixture[str]) -> None:
    province(str(MINI_FOLDER))

    sentence = capsys.readouterr().out
    assert sentence == "Nusa Lintang (99, WITA) has 3 districts and 3 agencies.\n"
