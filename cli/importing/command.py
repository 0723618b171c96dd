"""The command: its options and its exit code."""

import json as json_module
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import httpx
from cyclopts import Parameter
from rich.console import Console

from cli.accounts import tokens_for
from cli.importing.answers import read_answers, to_edit
from cli.importing.replies import NO_REPLIES, Replies
from cli.importing.sending import DistrictClient, Sender
from cli.importing.shown import WAITS, Job, as_job, show
from cli.running import intake_address
from deploy.embedded.places import DEFAULT_DATA
from folder.letters import FolderContents, Letter, NoFolderError, judge, look_through, printable
from folder.shown import show_aside

SOME_FAILED, NOTHING_TO_SEND, SOME_WAIT = 1, 2, 3
NO_LETTER = (
    "Tidak ada surat untuk dikirim: sebutkan berkasnya, atau foldernya dengan --from.\n"
    "There is no letter to send: name a file, or a folder with --from."
)


def import_(  # noqa: PLR0913 - each is an option of the command
    *files: Path,
    round_id: Annotated[str, Parameter(name="--round")],
    district: str | None = None,
    from_: Annotated[Path | None, Parameter(name="--from")] = None,
    mode: Literal["rows", "all"] = "rows",
    dry_run: bool = False,
    again: str = "",
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
    again
        Why these files are read anew. What they recommended is taken back first, what was answered
        about their headings is forgotten, and Sentra asks again.
    replies
        Answers to what is asked about the letters.
    reports
        A folder for the reports, and for the files with what to mend in them.
    url
        Intake's address; by default the platform that runs here.
    data
        Where the platform keeps its data.
    as_json
        Print JSON; nothing is asked on the terminal.

    """
    console = Console(stderr=as_json)
    is_terminal = sys.stdin.isatty() and not as_json
    officer = replies.checked().officer_at(console, is_terminal=is_terminal)
    try:
        chosen = _choose(files, from_, district, reports)
    except NoFolderError as error:
        console.print(error, markup=False, soft_wrap=True)
        return NOTHING_TO_SEND
    replies.insist_on(chosen.letters)
    if not chosen.letters:
        console.print(NO_LETTER, soft_wrap=True)
        show_aside(console, chosen.aside)
        return NOTHING_TO_SEND
    if reports:
        reports.mkdir(parents=True, exist_ok=True)
    address = url or intake_address(data)
    params = {"mode": mode, "dry_run": str(dry_run).lower(), **replies.params()}
    try:
        client = DistrictClient(address, tokens_for(data, outside=url is not None))
        with Sender(client, round_id, params, console, reports, again) as sender:
            jobs = sender.send_all(chosen.letters, officer)
    except (httpx.HTTPError, OSError, ValueError) as error:
        console.print(f"Intake did not answer as it should: {error or type(error).__name__}")
        console.print("Yang sudah terkirim tersimpan: jalankan lagi perintah yang sama.")
        console.print("What was sent is kept: run the same command again.")
        return SOME_FAILED
    if as_json:
        _write_json(jobs, chosen)
    else:
        show(console, chosen.letters, jobs, chosen.aside)
        _show_questions(chosen.letters, jobs, replies)
    return _exit_code(jobs, chosen)


def _choose(
    files: Sequence[Path], folder: Path | None, district: str | None, reports: Path | None
) -> FolderContents:
    """Take named files of any kind, and search a folder for tables."""
    named = FolderContents.of([judge(path, printable(path.name), district) for path in files])
    return named + look_through(folder, district, reports) if folder else named


def _write_json(jobs: Sequence[Job], chosen: FolderContents) -> None:
    every_file = [*jobs, *map(as_job, chosen.aside)]
    sys.stdout.write(json_module.dumps(every_file) + "\n")


def _show_questions(letters: Sequence[Letter], jobs: Sequence[Job], replies: Replies) -> None:
    """Print open questions as a file to edit, or write them to the file of --columns."""
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
        print(f"Pertanyaannya ada di {path}: isi, lalu jalankan lagi perintah yang sama.")
        print(f"The questions are in {path}: edit it and run the same command again.")
    else:
        print(f"\n{text}", end="")


def _exit_code(jobs: Sequence[Job], chosen: FolderContents) -> int:
    statuses = {job["status"] for job in jobs}
    if WAITS in statuses:
        return SOME_WAIT
    is_done = statuses == {"done"} and not any(each.missing for each in chosen.aside)
    return 0 if is_done else SOME_FAILED
