"""Each reason why a file cannot be read has a sentence in both languages."""

import pytest

from shared.tables.unreadable import Unreadable, UnreadableFileError

DETAILS = ("found", "limit", "columns", "columns_en", "unknown", "why", "why_en")


@pytest.mark.parametrize("code", Unreadable)
def test_every_code_has_a_sentence_in_both_languages(code: Unreadable) -> None:
    error = UnreadableFileError(code, **dict.fromkeys(DETAILS, "x"))

    assert error.message_id.endswith(".")
    assert error.message_en.endswith(".")
