"""Checks the directory of a workbook's archive before anything is unpacked."""

import zipfile
from pathlib import Path

from shared.tables import limits
from shared.tables.unreadable import Unreadable, UnreadableFileError

_MACROS = ("xl/vbaproject.bin", "xl/macrosheets/")
_DOCUMENTS = frozenset({"word/document.xml", "ppt/presentation.xml"})
_OPEN_DOCUMENT = frozenset({"mimetype", "content.xml"})
_OPEN_SHEETS = b"application/vnd.oasis.opendocument.spreadsheet"
_ENCRYPTED = 0x1
_PIECE = limits.MEGABYTE


def is_open_document(path: Path) -> bool:
    """True for a workbook of LibreOffice, False for one of Excel.

    Raises UnreadableFileError for any other archive, and for one that is too big to unpack.
    The zip reader stops at the size in the directory, so a false size does no harm.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UnreadableFileError(Unreadable.CORRUPT_WORKBOOK) from error
    _refuse_sizes(members)
    names = {member.filename.lower() for member in members}
    if names >= _OPEN_DOCUMENT and _holds(path, "mimetype", _OPEN_SHEETS):
        return True
    _refuse_other_archives(names)
    return False


def _refuse_other_archives(names: set[str]) -> None:
    if any(name.startswith(_MACROS) for name in names):
        raise UnreadableFileError(Unreadable.MACRO)
    if "xl/workbook.bin" in names:
        raise UnreadableFileError(Unreadable.BINARY_WORKBOOK)
    if not names.isdisjoint(_DOCUMENTS):
        raise UnreadableFileError(Unreadable.DOCUMENT)
    if names >= _OPEN_DOCUMENT:
        raise UnreadableFileError(Unreadable.OPEN_DOCUMENT)
    if "xl/workbook.xml" not in names:
        raise UnreadableFileError(Unreadable.ARCHIVE)


def _refuse_sizes(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise UnreadableFileError(Unreadable.PASSWORD)
    if len({member.filename for member in members}) < len(members):
        raise UnreadableFileError(Unreadable.CORRUPT_WORKBOOK)
    total = sum(member.file_size for member in members)
    if len(members) > limits.MEMBERS:
        raise _bomb(len(members), limits.MEMBERS, "bagian", "parts")
    if total > limits.UNPACKED_BYTES:
        raise _bomb(total, limits.UNPACKED_BYTES, "bita", "bytes")
    for member in members:
        shrunk = member.file_size / max(member.compress_size, 1)
        if member.file_size > limits.RATIO_FROM_BYTES and shrunk > limits.RATIO:
            unit = "kali ukuran kemasannya", "times the size of its packing"
            raise _bomb(int(shrunk), limits.RATIO, *unit)


def _bomb(count: int, limit: int, unit: str, unit_en: str) -> UnreadableFileError:
    why, why_en = f"{count} {unit}; paling banyak {limit}", f"{count} {unit_en}; at most {limit}"
    return UnreadableFileError(Unreadable.BOMB, why=why, why_en=why_en)


def has_formulas(path: Path) -> bool:
    """True if a sheet has a formula. The file may lack the results."""
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
    return any(_holds(path, name, b"<f>", b"<f ") for name in sheets)


def _holds(path: Path, name: str, *words: bytes) -> bool:
    before = b""
    with zipfile.ZipFile(path) as archive, archive.open(name) as member:
        while piece := member.read(_PIECE):
            seen = before + piece
            if any(word in seen for word in words):
                return True
            before = piece[-max(map(len, words)) :]
    return False
