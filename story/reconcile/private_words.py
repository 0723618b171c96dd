"""Personal data of letters, in the forms in which the topics are searched for it."""

import re
from collections.abc import Iterable, Iterator

from story.reconcile.evidence import PrivateWords
from story.reconcile.reading_letters import ReadLetter
from story.reconcile.tables import PHONE

SHORTEST_PHONE = 9
NIK_DIGITS = 16
_ADDRESS = re.compile(r"\b(alamat|jalan|address|street)\b", re.IGNORECASE)
_NOT_STREET = re.compile(
    r"mail|surel|instagram|facebook|/ *(desa|kel|kec)|^(desa|kel|kec)|village|district",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^)]*\)|sesuai ktp", re.IGNORECASE)
_OWNER = re.compile(
    r"\b(pemilik|owner|penanggung jawab|pelaku usaha|pengusaha|pimpinan|proprietor)\b",
    re.IGNORECASE,
)
_NOT_NAME = re.compile(
    r"nik|ktp|\bid\b|setuju|sedia|consent|tanggal|tgl|kapan|lahir|birth|kelamin|\bjk\b|l/p|sex|gender"
    r"|\bhp\b|tel|\bwa\b|whatsapp|kontak|phone|number|mail|alamat|address",
    re.IGNORECASE,
)


def private_words(letters: Iterable[ReadLetter]) -> PrivateWords:
    """NIK, phones, owners and streets of all rows; e-mails are known by their shape anywhere."""
    numbers: set[str] = set()
    phrases: set[tuple[str, ...]] = set()
    public: set[str] = set()
    for table in (each for letter in letters for each in letter.tables):
        for cells in table.rows.values():
            numbers.update(
                number for cell in cells for part in cell.split("/") for number in _numbers(part)
            )
            for heading, cell in zip(table.headings, cells, strict=False):
                if _is_private(heading):
                    phrases.add(_words(cell.split(",")[0]))
                else:
                    public.add(" ".join(_words(cell)))
    # A business may bear the whole name of its owner: then the name is public by their own will.
    kept = {words for words in phrases if len(words) > 1 and " ".join(words) not in public}
    everything_public = "\n".join(public)
    return PrivateWords(
        frozenset(numbers),
        frozenset(words for words in kept if " ".join(words) not in everything_public),
    )


def _is_private(heading: str) -> bool:
    heading = _ASIDE.sub("", heading.replace("_", " "))
    street = _ADDRESS.search(heading) and not _NOT_STREET.search(heading)
    name = _OWNER.search(heading) and not _NOT_NAME.search(heading)
    return bool(street or name)


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower()))


def _numbers(cell: str) -> Iterator[str]:
    if PHONE.match(cell.strip()):
        digits = national(re.sub(r"\D", "", cell))
        if len(digits) >= SHORTEST_PHONE:
            yield digits
    elif len(digits := re.sub(r"[\s.'-]", "", cell)) == NIK_DIGITS and digits.isdecimal():
        yield digits


def national(digits: str) -> str:
    """A phone from the operator's digit on, however its country was written."""
    return re.sub(r"^(62|0)+", "", digits)
