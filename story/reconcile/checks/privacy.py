"""Looks for personal data in the bytes of every topic but the one that is meant for it."""

import re
from collections.abc import Iterator
from itertools import chain

from story.reconcile.evidence import PrivateWords, Topics
from story.reconcile.private_words import national
from story.reconcile.result import Check, none

CONTACTS = "intake.contact.v1"
MEANT_FOR_IT = frozenset({CONTACTS, f"{CONTACTS}.dlq"})
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_DIGITS = re.compile(r"\+?\d[\d ().-]{7,}\d")
_RUN = re.compile(r"\d{9,}")
_WORD = re.compile(r"\w+")


def check_privacy(topics: Topics, private: PrivateWords) -> Check:
    """Name topics and kinds of what was found, never the data itself."""
    starts: dict[str, list[tuple[str, ...]]] = {}
    for phrase in private.phrases:
        starts.setdefault(phrase[0], []).append(phrase)
    leaks = [
        f"{kind} on {topic}"
        for topic, texts in topics.texts.items()
        if topic not in MEANT_FOR_IT
        for kind in chain.from_iterable(_look(text, private, starts) for text in set(texts))
    ]
    searched = len(private.numbers) + len(private.phrases)
    return none(
        "No NIK, phone, e-mail, owner or street outside of the contact topic",
        leaks,
        f"{searched} numbers, names and streets of the letters, and anything like an e-mail",
        topics=len(leaks),
        letters=0,
    )


def _look(
    raw: bytes, private: PrivateWords, starts: dict[str, list[tuple[str, ...]]]
) -> Iterator[str]:
    text = raw.decode(errors="replace")
    if "@" in text and _EMAIL.search(text):
        yield "an e-mail"
    for run in {*_DIGITS.findall(text), *_RUN.findall(text)}:
        digits = re.sub(r"\D", "", run)
        if digits in private.numbers or national(digits) in private.numbers:
            yield "a phone or NIK"
    words = _WORD.findall(text.lower())
    for place, word in enumerate(words):
        for phrase in starts.get(word, ()):
            if tuple(words[place : place + len(phrase)]) == phrase:
                yield "an owner or a street"
