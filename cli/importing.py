"""`./sentra import`: send files of the districts to intake, and watch them being read."""

import asyncio
import json as json_module
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import httpx
from cyclopts import Parameter
from rich.console import Console
from rich.markup import escape

from cli.importing_shown import Job, as_job, progress_on, show, show_aside
from cli.running import running_platform
from deploy.embedded.places import DEFAULT_DATA
from story.calling import problem_of
from story.folder import Found, Letter, judge, look_through, printable
from story.stage import StoryError

LOOK_EVERY_SECONDS = 0.3
SOME_FAILED, NOTHING_TO_SEND = 1, 2
FINISHED = frozenset({"done", "refused", "failed"})


def import_(  # noqa: PLR0913 - each is an option of the command
    *files: Path,
    round_id: Annotated[str, Parameter(name="--round")],
    district: str | None = None,
    from_: Annotated[Path | None, Parameter(name="--from")] = None,
    mode: Literal["rows", "all"] = "rows",
    dry_run: bool = False,
    reports: Path | None = None,
    url: str | None = None,
    data: Path = DEFAULT_DATA,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """Import files of the districts, CSV and XLSX, and say what became of their rows.

    Exits with 0 when all were taken in, 1 when a file was refused or not sent, 2 without any.

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
    reports
        A folder for the reports, and for the files with what to mend in them.
    url
        Intake's address; by default that of the platform that runs here.
    data
        Where the platform keeps its data.
    as_json
        Print JSON.

    """
    try:
        found = _found(files, from_, district, reports)
    except StoryError as error:
        print(error)
        return NOTHING_TO_SEND
    console = Console(stderr=as_json)
    if not found.letters:
        print("There is no letter to send: name a file, or a folder with --from.")
        show_aside(console, found.aside)
        return NOTHING_TO_SEND
    if reports:
        reports.mkdir(parents=True, exist_ok=True)
    address = url or f"http://127.0.0.1:{_port(data)}"
    params = {"mode": mode, "dry_run": str(dry_run).lower()}
    try:
        jobs = asyncio.run(_send_all(address, round_id, found.letters, params, console, reports))
    except (httpx.HTTPError, OSError, ValueError) as error:
        print(f"Intake did not answer as it should: {error or type(error).__name__}")
        print("What was sent is kept: run the same command again.")
        return SOME_FAILED
    if as_json:
        told = [*jobs, *map(as_job, found.aside)]
        sys.stdout.write(json_module.dumps(told) + "\n")
    else:
        show(console, found.letters, jobs, found.aside)
    is_done = all(job["status"] == "done" for job in jobs)
    return 0 if is_done and not any(each.missing for each in found.aside) else SOME_FAILED


def _found(
    files: Sequence[Path], folder: Path | None, district: str | None, reports: Path | None
) -> Found:
    """Named files are sent whatever they end in; a folder is looked through."""
    named = Found.of([judge(path, printable(path.name), district) for path in files])
    return named + look_through(folder, district, reports) if folder else named


def _port(data: Path) -> int:
    programs = running_platform(data).programs
    return next(program.port for program in programs if program.name == "intake" and program.port)


async def _send_all(
    address: str,
    round_id: str,
    letters: Sequence[Letter],
    params: dict[str, str],
    console: Console,
    reports: Path | None,
) -> list[Job]:
    jobs: list[Job] = []
    taken: set[str] = set()
    async with httpx.AsyncClient(base_url=address, timeout=120, trust_env=False) as door:
        with progress_on(console) as progress:
            for letter in letters:
                named = params | {"district": letter.district, "filename": letter.file}
                task = progress.add_task(escape(letter.name), total=100, rate="")
                try:
                    job = await _sent(door, round_id, letter, named, partial(progress.update, task))
                    if reports and "url" in job:
                        await _keep(door, job, reports, taken)
                except (httpx.HTTPError, OSError, ValueError) as error:
                    # The others go on; what was sent of this one is kept, and may be sent again.
                    said = f"Intake did not answer: {error or type(error).__name__}"
                    job = _failed(letter, "no-answer", said)
                jobs.append(job)
    return jobs


async def _sent(
    door: httpx.AsyncClient,
    round_id: str,
    letter: Letter,
    params: dict[str, str],
    show: Callable[..., None],
) -> Job:
    """Send a letter and wait until it is read."""
    job = await _send(door, round_id, letter, params)
    while job["status"] not in FINISHED:
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        job = (await door.get(job["url"])).raise_for_status().json()
        show(completed=job["percent"], rate=f"{job['rows_per_second']:,.0f} rows/s")
    show(completed=100)
    return job


async def _send(
    door: httpx.AsyncClient, round_id: str, letter: Letter, params: dict[str, str]
) -> Job:
    content = await asyncio.to_thread(letter.path.read_bytes)
    answer = await door.post(f"/rounds/{round_id}/imports", params=params, content=content)
    if answer.is_success:
        job: Job = answer.json()
        return job
    # A file that was not even begun is told like one that failed: the others go on.
    code, sentence = problem_of(answer)
    return _failed(letter, code, sentence)


def _failed(letter: Letter, code: str, said: str) -> Job:
    failure = {"code": code, "message_id": None, "message_en": said}
    return {"status": "failed", "failure": failure, "file": letter.name}


async def _keep(door: httpx.AsyncClient, job: Job, folder: Path, taken: set[str]) -> None:
    """Keep the report, and the file with what to mend where there is anything to mend."""
    stem, suffix = Path(job["file"]).stem, Path(job["file"]).suffix
    if stem in taken:  # two districts may well send a file of one name
        stem = f"{stem}-{len(taken) + 1}"
    taken.add(stem)
    report = (await door.get(job["report"])).raise_for_status()
    (folder / f"{stem}-laporan.csv").write_bytes(report.content)
    if job["refused"]:
        marked = await door.get(job["marked"])
        if marked.is_success:
            (folder / f"{stem}-perbaikan{suffix}").write_bytes(marked.content)
