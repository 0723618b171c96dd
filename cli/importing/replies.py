"""The options of `./sentra import` that answer questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter, Token
from rich.console import Console

from cli.importing.answers import Answers, read_answers
from cli.importing.days import day_in
from cli.importing.officers import WHO_ANSWERS, AtTheTerminal, ConsoleTerminal, InAFile, Officer
from deploy.embedded.errors import PlatformError
from folder.letters import Letter, printable


def _day(_kind: object, tokens: Sequence[Token]) -> date:
    return day_in(tokens[0].value)


@Parameter(name="*")
@dataclass(frozen=True)
class Replies:
    """What is asked about letters, and who answers."""

    columns: Path | None = None
    """Answers (YAML or JSON): {officer: NAME, letters: {"surat.xlsx": {consent_on: 2026-11-02,
    columns: [{sheet: "Data", column: "C", fields: [owner_name]}]}}}. `fields: []` means that the
    column is not needed. A file that does not exist yet is written with the questions."""
    officer: str = ""
    """Who answers; required with --columns unless the file says it."""
    consent: Literal["column", "letter"] = "column"
    """`letter`: one sentence of the letter speaks for all owners; needs --consent-on."""
    consent_on: Annotated[date | None, Parameter(converter=_day)] = None
    """The day on which all owners had agreed, such as 2026-12-31 or 31-12-2026."""

    def checked(self) -> "Replies":
        """Raises PlatformError if two options contradict."""
        if (self.consent == "letter") is not (self.consent_on is not None):
            raise PlatformError("--consent letter and --consent-on DATE go together.")
        return self

    def insist_on(self, letters: Sequence[Letter]) -> None:
        """Raises PlatformError if an answer is for a letter that is not sent."""
        if not (self.columns and self.columns.exists()):
            return
        sent = {letter.name for letter in letters}
        if strangers := sorted(read_answers(self.columns).letters.keys() - sent):
            raise PlatformError(
                "Tidak ada yang dikirim: nama surat di berkas jawaban tidak cocok. / "
                f"{self.columns} answers for {', '.join(map(printable, strangers))}, but the "
                f"letters are {', '.join(sorted(sent)) or 'none'}. Nothing was sent: correct the "
                "name in the file, or send that letter too."
            )

    def params(self) -> dict[str, str]:
        declared = {"consent": self.consent, "consent_on": str(self.consent_on)}
        return declared if self.consent_on else {}

    def officer_at(self, console: Console, *, is_terminal: bool) -> Officer:
        """The source of answers. Raises PlatformError if nobody signs them."""
        if self.columns and self.columns.exists():
            answers = read_answers(self.columns)
            name = self.officer or answers.officer
            if not name.strip():
                where = f"--officer NAME; officer: NAME ({self.columns})"
                raise PlatformError(f"{WHO_ANSWERS}{where}.")
            return self._in_a_file(answers, name, console)
        if self.columns or not is_terminal:
            return self._in_a_file(Answers(), self.officer, console)
        return AtTheTerminal(ConsoleTerminal(console), self.officer, self.consent_on)

    def _in_a_file(self, answers: Answers, name: str, console: Console) -> Officer:
        def say(text: str) -> None:
            console.print(text, markup=False, highlight=False, soft_wrap=True)

        return InAFile(answers, name, say, self.consent_on)


NO_REPLIES = Replies()
