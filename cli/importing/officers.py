"""Who answers the questions about letters: a person on the terminal, or a file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from rich.console import Console
from rich.text import Text

from cli.importing.answers import Answers, LetterAnswer, Question
from cli.importing.asking import Terminal, ask_about
from folder.letters import Letter

WHO_ANSWERS = "tulis nama petugas yang menjawab / say who answers: "
Refusal = str
"""The service's sentence on why it refused the last answer."""


class Officer(Protocol):
    """Answers for a letter."""

    @property
    def name(self) -> str: ...

    def answer(
        self, letter: Letter, question: Question, refusal: Refusal | None
    ) -> LetterAnswer | None:
        """None leaves the question open."""
        ...


@dataclass
class AtTheTerminal:
    """Asks for the name once. Ctrl-D leaves this question and all further ones open."""

    terminal: Terminal
    name: str = ""
    consent_on: date | None = None
    _is_away: bool = False
    _earlier: dict[str, LetterAnswer] = field(default_factory=dict)

    def answer(
        self, letter: Letter, question: Question, refusal: Refusal | None
    ) -> LetterAnswer | None:
        if self._is_away:
            return None
        self.terminal.say(f"\n{letter.name} ({letter.district})")
        if refusal:
            self.terminal.say(f"Jawaban ditolak / the answer was refused: {refusal}")
        earlier = self._earlier.get(letter.name, LetterAnswer()) if refusal else LetterAnswer()
        declared = None if refusal else self.consent_on
        try:
            answer = ask_about(self.terminal, question, earlier, declared)
            while not self.name:
                self.name = self.terminal.ask("Nama Anda / your name > ").strip()
        except (EOFError, KeyboardInterrupt):
            self._is_away = True
            return None
        self._earlier[letter.name] = answer
        return answer


@dataclass
class InAFile:
    """Answers each letter once from the file. After a refusal the question stays open."""

    answers: Answers
    name: str
    say: Callable[[str], None]
    consent_on: date | None = None
    _answered: set[str] = field(default_factory=set)

    def answer(
        self, letter: Letter, question: Question, refusal: Refusal | None
    ) -> LetterAnswer | None:
        if refusal:
            self.say(f"{letter.name}: jawaban ditolak / the answer was refused: {refusal}")
        answer = self.answers.letters.get(letter.name)
        if answer is None and self.consent_on and not question["tables"]:
            answer = LetterAnswer()
        if answer is None or letter.name in self._answered:
            return None
        if not self.name:
            self.say(f"{letter.name}: {WHO_ANSWERS}--officer NAME.")
            return None
        self._answered.add(letter.name)
        consent_on = answer.consent_on or self.consent_on
        return answer.in_codes(question["names"]).model_copy(update={"consent_on": consent_on})


class ConsoleTerminal:
    """The terminal of this process. Foreign text is printed as plain text."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def say(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False)

    def ask(self, prompt: str) -> str:
        return self._console.input(Text(prompt))
