"""The command itself: its options, and the exit code that follows from what became of the files."""

import json as json_module
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import httpx
from cyclopts import Parameter, Token
from rich.console import Console

from cli.importing.answers import Answers, read_answers, to_edit
from cli.importing.days import day_in
from cli.importing.officers import AtTheTerminal, ConsoleTerminal, InAFile, Officer
from cli.importing.sending import Sender
from cli.importing.shown import WAITS, Job, as_job, show, show_aside
from cli.running import intake_address
from deploy.embedded.errors import PlatformError
from deploy.embedded.places import DEFAULT_DATA
from story.folder import Found, Letter, judge, look_through, printable
from story.stage import StoryError

SOME_FAILED, NOTHING_TO_SEND, SOME_WAIT = 1, 2, 3


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
        """Raise PlatformError where two options do not fit together."""
        if (self.consent == "letter") is not (self.consent_on is not None):
            raise PlatformError("--consent letter and --consent-on DATE go together.")
        return self

    def insist_on(self, letters: Sequence[Letter]) -> None:
        """Raise PlatformError where an answer is for a letter that is not sent."""
        if not (self.columns and self.columns.exists()):
            return
        sent = {letter.name for letter in letters}
        if strangers := sorted(read_answers(self.columns).letters.keys() - sent):
            raise PlatformError(
                f"{self.columns} answers for {', '.join(map(printable, strangers))}, but the "
                f"letters are {', '.join(sorted(sent)) or 'none'}. Nothing was sent: correct the "
                "name in the file, or send that letter too."
            )

    def params(self) -> dict[str, str]:
        declared = {"consent": self.consent, "consent_on": str(self.consent_on)}
        return declared if self.consent_on else {}

    def officer_at(self, console: Console, *, is_terminal: bool) -> Officer:
        """Who is asked; raises PlatformError where nobody signs the answers."""
        if self.columns and self.columns.exists():
            answers = read_answers(self.columns)
            name = self.officer or answers.officer
            if not name.strip():
                raise PlatformError(
                    f"Say who answers: --officer NAME, or officer in {self.columns}."
                )
            return self._in_a_file(answers, name, console)
        if self.columns or not is_terminal:
            return self._in_a_file(Answers(), self.officer, console)
        return AtTheTerminal(ConsoleTerminal(console), self.officer, self.consent_on)

    def _in_a_file(self, answers: Answers, name: str, console: Console) -> Officer:
        def say(text: str) -> None:
            console.print(text, markup=False, highlight=False, soft_wrap=True)

        return InAFile(answers, name, say, self.consent_on)


NO_REPLIES = Replies()


def import_(  # noqa: PLR0913 - each is an option of the command
    *files: Path,
    round_id: Annotated[str, Parameter(name="--round")],
    district: str | None = None,
    from_: Annotated[Path | None, Parameter(name="--from")] = None,
    mode: Literal["rows", "all"] = "rows",
    dry_run: bool = False,
    replies: Replies = NO_REPLIES,
    reports: Path | None = None,
    url: str | None = None,
    data: Path = DEFAULT_DATA,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """Import files of the districts, and say what became of their rows.

    Where a column or the owners' consent is not clear, the command asks on the terminal. Without a
    terminal it prints the questions as a file to edit, for --columns.

    Exits with 0 when all were taken in, 1 when a file was refused or not sent, 2 without any, 3
    when a letter waits for an answer.

    Parameters
    ----------
    files
        Files to send.
    round_id
        The round that they answer.
    district
        Whose files they are, such as 12.11; without it the name of each file must say so.
    from_
        A folder whose tables are all sent, those in subfolders too; every other file is named.
    mode
        `rows` takes every good row; `all` takes nothing unless every row can be read.
    dry_run
        Take nothing, and say what would be taken.
    replies
        Answers to what is asked about the letters.
    reports
        A folder for the reports, and for the files with what to mend in them.
    url
        Intake's address; by default that of the platform that runs here.
    data
        Where the platform keeps its data.
    as_json
        Print JSON; nothing is asked on the terminal.

    """
    console = Console(stderr=as_json)
    is_terminal = sys.stdin.isatty() and not as_json
    officer = replies.checked().officer_at(console, is_terminal=is_terminal)
    try:
        found = _found(files, from_, district, reports)
    except StoryError as error:
        print(error)
        return NOTHING_TO_SEND
    replies.insist_on(found.letters)
    if not found.letters:
        print("There is no letter to send: name a file, or a folder with --from.")
        show_aside(console, found.aside)
        return NOTHING_TO_SEND
    if reports:
        reports.mkdir(parents=True, exist_ok=True)
    address = url or intake_address(data)
    params = {"mode": mode, "dry_run": str(dry_run).lower(), **replies.params()}
    try:
        with Sender(address, round_id, params, console, reports) as sender:
            jobs = sender.send_all(found.letters, officer)
    except (httpx.HTTPError, OSError, ValueError) as error:
        print(f"Intake did not answer as it should: {error or type(error).__name__}")
        print("What was sent is kept: run the same command again.")
        return SOME_FAILED
    if as_json:
        every_file = [*jobs, *map(as_job, found.aside)]
        sys.stdout.write(json_module.dumps(every_file) + "\n")
    else:
        show(console, found.letters, jobs, found.aside)
        _show_questions(found.letters, jobs, replies)
    return _exit_code(jobs, found)


def _found(
    files: Sequence[Path], folder: Path | None, district: str | None, reports: Path | None
) -> Found:
    """Named files are sent whatever they end in; a folder is looked through."""
    named = Found.of([judge(path, printable(path.name), district) for path in files])
    return named + look_through(folder, district, reports) if folder else named


def _show_questions(letters: Sequence[Letter], jobs: Sequence[Job], replies: Replies) -> None:
    """Print what nobody answered yet as a file to edit, or write it where --columns says."""
    path = replies.columns
    edited = path if path and path.exists() else None
    named = read_answers(edited).letters if edited else {}
    questions = {
        letter.name: job["question"]
        for letter, job in zip(letters, jobs, strict=True)
        if job["status"] == WAITS and letter.name not in named
    }
    if not questions:
        return
    text = to_edit(questions, replies.officer)
    if path and not edited:
        path.write_text(text, encoding="utf-8")
        print(f"The questions are in {path}: edit it and run the same command again.")
    else:
        print(f"\n{text}", end="")


def _exit_code(jobs: Sequence[Job], found: Found) -> int:
    statuses = {job["status"] for job in jobs}
    if WAITS in statuses:
        return SOME_WAIT
    is_done = statuses == {"done"} and not any(each.missing for each in found.aside)
    return 0 if is_done else SOME_FAILED
