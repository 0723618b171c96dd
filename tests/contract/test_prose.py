"""Pages, docstrings and comments are plain English: some words never stand in them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
NOT_OURS = frozenset({".venv", ".sentra", "node_modules"})
AVOIDED: dict[str, str] = yaml.safe_load(
    Path(__file__).with_name("words_to_avoid.yaml").read_text("utf-8")
)
WORD = re.compile(rf"\b({'|'.join(AVOIDED)})\b", re.IGNORECASE)
QUOTED = re.compile(r"`[^`\n]*`|(?<!\")\"[^\"\n]+\"(?!\")")


def avoided_in(text: str) -> list[str]:
    """`test_whoever_asks` counts too: the name of a test is a sentence."""
    return [word.lower() for word in WORD.findall(QUOTED.sub(" ", text).replace("_", " "))]


def pages_and_modules() -> Iterator[Path]:
    for path in (*ROOT.rglob("*.md"), *ROOT.rglob("*.py")):
        if NOT_OURS.isdisjoint(path.relative_to(ROOT).parent.parts):
            yield path


def test_no_page_and_no_module_has_a_word_that_makes_a_sentence_hard_to_read() -> None:
    words = {
        path.relative_to(ROOT).as_posix(): avoided
        for path in pages_and_modules()
        if path != Path(__file__) and (avoided := avoided_in(path.read_text("utf-8")))
    }

    assert words == {}, "\n".join(f"{word}: {advice}" for word, advice in AVOIDED.items())


@pytest.mark.parametrize(
    ("text", "avoided"),
    [
        ("Whoever asks gets an answer.", ["whoever"]),
        ("def test_whoever_asks_is_answered() -> None:", ["whoever"]),
        ('"""Two rows, of which one counts."""', ["of which"]),
        ('Do not write `whoever`, nor "of which".', []),
        ("A list of whichcraft", []),
    ],
)
def test_a_word_counts_unless_it_is_quoted(text: str, avoided: list[str]) -> None:
    assert avoided_in(text) == avoided
