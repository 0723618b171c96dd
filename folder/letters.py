"""Judges every file of a folder: it is a letter, or it is put aside with the reason."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from folder.naming import UnclearNameError, district_of

KINDS = (
    *(".csv", ".tsv", ".tab", ".txt"),
    *(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
)
"""Tables. Intake refuses some of them with a sentence that says what to do."""
LONGEST_NAME = 200
"""Intake accepts no longer name."""
REPORT = "-laporan.csv"
"""The end of the name of a report, which is no letter."""
MANIFEST = "manifest.json"
"""`./sentra sample` writes it beside its letters. It says what must become of each row."""
_LOCK = "~$"
_HIDDEN = (".", "__MACOSX", "Thumbs.db", "desktop.ini")


class NoFolderError(Exception):
    """There is no such folder."""


@dataclass(frozen=True, slots=True)
class Letter:
    district: str
    path: Path
    name: str
    """Its place in the folder, in printable characters."""

    @property
    def file(self) -> str:
        """The name under which it is sent; its end tells the kind."""
        return self.name.rpartition("/")[2][-LONGEST_NAME:]


@dataclass(frozen=True, slots=True)
class Aside:
    """A file that is not sent."""

    name: str
    why: str
    missing: bool
    """It may be a letter, so a person has to look at it."""


@dataclass(frozen=True, slots=True)
class FolderContents:
    """The files of a folder: each is a letter or put aside."""

    letters: tuple[Letter, ...] = ()
    aside: tuple[Aside, ...] = ()

    @classmethod
    def of(cls, judged: Sequence[Letter | Aside]) -> "FolderContents":
        letters = [each for each in judged if isinstance(each, Letter)]
        aside = [each for each in judged if isinstance(each, Aside)]
        by_code = sorted(letters, key=lambda letter: (letter.district, letter.name))
        return cls(tuple(by_code), tuple(sorted(aside, key=lambda each: each.name)))

    def __add__(self, other: "FolderContents") -> "FolderContents":
        return FolderContents(self.letters + other.letters, self.aside + other.aside)


def look_through(
    folder: Path, district: str | None = None, reports: Path | None = None
) -> FolderContents:
    """Judge every file of a folder and of its subfolders. Raises NoFolderError.

    Without a district, the name of each file must tell its district. The folder of the reports may
    be a subfolder. It is not entered, because it holds marked files and no letters.
    """
    if not folder.is_dir():
        raise NoFolderError(f"There is no folder {folder}.")
    judged: list[Letter | Aside] = []
    for path in _files(folder, judged, reports):
        name = printable(path.relative_to(folder).as_posix())
        judged.append(_passed_over(path, name) or judge(path, name, district))
    return FolderContents.of(list(_without_copies(judged)))


def judge(path: Path, name: str, district: str | None) -> Letter | Aside:
    if not path.is_file():
        return Aside(name, "There is no such file.", missing=True)
    try:
        return Letter(district or district_of(path.name), path, name)
    except UnclearNameError as error:
        return Aside(name, str(error), missing=True)


def printable(name: str) -> str:
    """Escape control characters, so that a terminal does not obey them."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


def _files(folder: Path, aside: list[Letter | Aside], reports: Path | None) -> Iterator[Path]:
    """Every file, in order; folders that are not entered are put aside."""

    def closed(error: OSError) -> None:
        name = printable(Path(error.filename).relative_to(folder).as_posix())
        why = f"This folder cannot be opened: {error.strerror}."
        aside.append(Aside(f"{name}/", why, missing=True))

    for place, folders, files in os.walk(folder, onerror=closed):
        for each in sorted(folders):
            path = Path(place, each)
            if why := _not_entered(path, reports):
                folders.remove(each)
                name = printable(path.relative_to(folder).as_posix()) + "/"
                aside.append(Aside(name, why, missing=path.is_symlink()))
        yield from (Path(place, each) for each in sorted(files))


def _not_entered(path: Path, reports: Path | None) -> str | None:
    if path.is_symlink():
        return "A link to another folder: not followed."
    if path.name.startswith(_HIDDEN):
        return "A hidden folder."
    if reports and path.resolve() == reports.resolve():
        return "The folder of the reports."
    return None


def _passed_over(path: Path, name: str) -> Aside | None:
    if path.name.startswith(_LOCK):
        return Aside(name, "The mark of Excel that somebody has the workbook open.", missing=False)
    if path.name.startswith(_HIDDEN):
        return Aside(name, "A hidden file.", missing=False)
    if path.name == MANIFEST:
        return Aside(name, "It says what must become of sample letters.", missing=False)
    if path.name.endswith(REPORT):
        return Aside(name, "The report of an import.", missing=False)
    if path.suffix.lower() not in KINDS:
        kind = f"A {path.suffix} file" if path.suffix else "A file without an ending"
        indonesian = (
            f"Berkas {path.suffix} ini bukan tabel; kirim surat sebagai CSV, XLSX, XLS, ODS."
        )
        why = f"{indonesian} / {kind} is no table: a letter is sent as CSV, XLSX, XLS or ODS."
        return Aside(name, printable(why), missing=True)
    return None


def _without_copies(judged: Sequence[Letter | Aside]) -> Iterator[Letter | Aside]:
    """Keep one of equal files: the one with the shortest name, not `surat (1).xlsx`."""
    first: dict[tuple[str, bytes], Letter] = {}
    for each in sorted(judged, key=lambda each: (len(each.name), each.name)):
        if isinstance(each, Aside):
            yield each
            continue
        try:
            with each.path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").digest()
        except OSError as error:
            yield Aside(each.name, f"It cannot be read: {error.strerror}.", missing=True)
            continue
        earlier = first.setdefault((each.district, digest), each)
        if earlier is each:
            yield each
        else:
            yield Aside(each.name, f"The same as {earlier.name}, byte by byte.", missing=False)
