"""Sends letters to intake, follows their progress, and saves their reports."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
from rich.console import Console
from rich.markup import escape

from cli.accounts import Authorization, TokenFor
from cli.importing.answers import LetterAnswer
from cli.importing.officers import Officer
from cli.importing.shown import WAITS, Job, progress_on
from folder.letters import Letter
from shared.contracts.problems import in_both_languages, problem_of
from shared.plumbing.access import Role

LOOK_EVERY_SECONDS = 0.3
WITHDRAWING_SECONDS = 900
"""A letter of 100,000 rows takes minutes."""
READ = frozenset({"done", "refused", "failed"})
SETTLED = READ | {WAITS}
"""Statuses in which an import does not go on by itself."""
_ZIP = b"PK"
"""Workbooks come back as XLSX, also those that were XLS or ODS."""


class DistrictClient(httpx.Client):
    """Asks intake as a district: the one of `account.reach`."""

    def __init__(self, url: str, tokens: TokenFor) -> None:
        self.account = Authorization(tokens, Role.DISTRICT)
        super().__init__(base_url=url, timeout=120, trust_env=False, auth=self.account)


class Sender:
    """Sends letters one by one. A fault of one letter does not stop the others."""

    def __init__(
        self,
        client: DistrictClient,
        round_id: str,
        params: Mapping[str, str],
        console: Console,
        reports: Path | None,
        again: str = "",
    ) -> None:
        self._client = client
        self._round_id, self._params, self._again = round_id, params, again
        self._console, self._reports = console, reports
        self._stems: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def send_all(self, letters: Sequence[Letter], officer: Officer) -> list[Job]:
        """Send all letters first, then ask all questions."""
        jobs = self._read(letters, [self._send] * len(letters))
        while answered := self._answered(letters, jobs, officer):
            again: list[Callable[[Letter], Job]] = [partial(self._look, jobs[n]) for n in answered]
            read = self._read([letters[number] for number in answered], again)
            for number, job in zip(answered, read, strict=True):
                jobs[number] = job
        return jobs

    def _answered(self, letters: Sequence[Letter], jobs: list[Job], officer: Officer) -> list[int]:
        """Return the positions of letters that go on."""
        return [
            number
            for number, letter in enumerate(letters)
            if jobs[number]["status"] == WAITS and self._answer(letter, jobs[number], officer)
        ]

    def _answer(self, letter: Letter, job: Job, officer: Officer) -> bool:
        """Answer until the service accepts. False: the question stays open."""
        try:
            return self._is_answered(letter, job, officer)
        except httpx.HTTPError as error:
            text = f"{letter.name}: jawaban tidak terkirim / the answer was not sent: {error}"
            self._console.print(text, markup=False, soft_wrap=True)
            return False

    def _is_answered(self, letter: Letter, job: Job, officer: Officer) -> bool:
        refusal: str | None = None
        self._client.account.reach = letter.district
        while answer := officer.answer(letter, job["question"], refusal):
            sent = self._client.put(f"{job['url']}/columns", json=_body(answer, officer.name))
            if sent.is_success:
                return True
            refusal = in_both_languages(sent)
            job = self._look(job, letter)
            if job["status"] != WAITS:  # another officer was first
                self._console.print(f"{letter.name}: {refusal}", markup=False, soft_wrap=True)
                return True
        return False

    def _read(
        self, letters: Sequence[Letter], begins: Sequence[Callable[[Letter], Job]]
    ) -> list[Job]:
        jobs: list[Job] = []
        with progress_on(self._console) as progress:
            for letter, begin in zip(letters, begins, strict=True):
                self._client.account.reach = letter.district
                task = progress.add_task(escape(letter.name), total=100, rate="")
                try:
                    job = self._watched(begin(letter), partial(progress.update, task))
                except (httpx.HTTPError, OSError, ValueError) as error:
                    why = f"Intake did not answer: {error or type(error).__name__}"
                    job = _failed(letter, "no-answer", why)
                self._try_to_keep(job, letter)
                jobs.append(job)
        return jobs

    def _watched(self, job: Job, show: Callable[..., None]) -> Job:
        while job["status"] not in SETTLED:
            time.sleep(LOOK_EVERY_SECONDS)
            job = self._get(job)
            show(completed=job["percent"], rate=f"{job['rows_per_second']:,.0f} rows/s")
        show(completed=100)
        return job

    def _look(self, job: Job, _letter: Letter) -> Job:
        return self._get(job)

    def _get(self, job: Job) -> Job:
        now: Job = self._client.get(job["url"]).raise_for_status().json()
        return now

    def _send(self, letter: Letter) -> Job:
        """With `again`: withdraw the rows of the same file and read it again."""
        job = self._post(letter)
        if not self._again or job["status"] not in READ or "url" not in job:
            return job
        address, reason = f"{job['url']}/withdraw", {"reason": self._again}
        withdrawn = self._client.post(address, json=reason, timeout=WITHDRAWING_SECONDS)
        if withdrawn.is_success:
            return self._post(letter)
        return _refused(letter, withdrawn)

    def _post(self, letter: Letter) -> Job:
        params = {**self._params, "district": letter.district, "filename": letter.file}
        address, content = f"/rounds/{self._round_id}/imports", letter.path.read_bytes()
        answer = self._client.post(address, params=params, content=content)
        if answer.is_success:
            job: Job = answer.json()
            return job
        return _refused(letter, answer)

    def _try_to_keep(self, job: Job, letter: Letter) -> None:
        """Save the report, or say why not. What became of the letter stays as it is."""
        try:
            if self._reports and "url" in job:
                self._keep(job, self._reports)
        except (httpx.HTTPError, OSError) as error:
            text = f"{letter.name}: laporan tidak tersimpan / the report is not saved: {error}"
            self._console.print(text, markup=False, soft_wrap=True)

    def _keep(self, job: Job, folder: Path) -> None:
        """Save the report, and the marked file if rows need correction."""
        stem = self._stem(job)
        report = self._client.get(job["report"]).raise_for_status()
        (folder / f"{stem}-laporan.csv").write_bytes(report.content)
        if job["refused"] and job["status"] != WAITS:
            marked = self._client.get(job["marked"])
            if marked.is_success:
                suffix = ".xlsx" if marked.content[:2] == _ZIP else Path(job["file"]).suffix
                (folder / f"{stem}-perbaikan{suffix}").write_bytes(marked.content)

    def _stem(self, job: Job) -> str:
        """Make names unique: two districts may send files with the same name."""
        stem = Path(job["file"]).stem
        if stem in self._stems.values():
            stem = f"{stem}-{len(self._stems) + 1}"
        return self._stems.setdefault(job["url"], stem)


def _body(answer: LetterAnswer, officer: str) -> dict[str, object]:
    return {**answer.model_dump(mode="json"), "officer": officer}


def _refused(letter: Letter, answer: httpx.Response) -> Job:
    code, english = problem_of(answer)
    indonesian, _, has_english = in_both_languages(answer).partition("\n")
    return _failed(letter, code, english, indonesian if has_english else None)


def _failed(letter: Letter, code: str, why: str, indonesian: str | None = None) -> Job:
    failure = {"code": code, "message_id": indonesian, "message_en": why}
    return {"status": "failed", "failure": failure, "file": letter.name}
