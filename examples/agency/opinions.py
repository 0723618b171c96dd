"""What the three agencies of the story think of a recommendation: stated rules, no dice.

disperindag looks at who can produce: papers, size, the district's own order.
bi looks at who can carry a credit; without stated sales it asks back, and its vote stays open.
karantina judges what quarantine law covers (HS chapters 01-24, 40, 41, 44), and abstains elsewhere.

Each adds what the person behind the desk thinks. That is a hash of the agency's and the UMKM's
name: it looks like chance, and is the same whenever the story is played again.
"""

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from shared.contracts.endorsement import Choice
from shared.contracts.intake import SizeClass, UmkmRecommended

QUARANTINED_CHAPTERS = frozenset(range(1, 25)) | {40, 41, 44}
FIRST_OF_THE_LETTER = 10


class Opinion(NamedTuple):
    choice: Choice
    score: int | None = None
    reason: str | None = None


Judge = Callable[[UmkmRecommended, int], Opinion]


def opinion_of(judge: Judge, about: UmkmRecommended, agency: str) -> Opinion:
    return judge(about, _impression(agency, about))


def _impression(agency: str, about: UmkmRecommended) -> int:
    """From 0 to 40 points."""
    who = f"{agency}|{about.district}|{about.business_name}"
    return int.from_bytes(hashlib.sha256(who.encode()).digest()[:4]) % 41


def disperindag(about: UmkmRecommended, impression: int) -> Opinion:
    score = 45 + impression
    score += 15 if about.has_nib else 0
    score += 5 if about.size_class in (SizeClass.KECIL, SizeClass.MENENGAH) else 0
    score += 5 if about.rank is not None and about.rank <= FIRST_OF_THE_LETTER else 0
    return _judged(score, 68, "Kapasitas dan legalitas usaha belum memadai.")


def bi(about: UmkmRecommended, impression: int) -> Opinion:
    if about.size_class is None:
        return Opinion(Choice.NEED_INFO, reason="Omzet per tahun belum dinyatakan.")
    score = 45 + impression + (15 if about.has_nib else 0)
    score += {SizeClass.MIKRO: 0, SizeClass.KECIL: 10, SizeClass.MENENGAH: 15}[about.size_class]
    return _judged(score, 68, "Arus kas usaha belum cukup untuk pembiayaan ekspor.")


def karantina(about: UmkmRecommended, impression: int) -> Opinion:
    chapters = {int(product.hs6[:2]) for product in about.products}
    if chapters.isdisjoint(QUARANTINED_CHAPTERS):
        return Opinion(Choice.ABSTAIN, reason="Bukan komoditas wajib periksa karantina.")
    return _judged(55 + impression, 68, "Sanitasi tempat produksi perlu dibina lebih dahulu.")


def _judged(score: int, enough: int, reason: str) -> Opinion:
    score = min(score, 100)
    if score >= enough:
        return Opinion(Choice.ENDORSE, score)
    return Opinion(Choice.REJECT, score, reason)


OPINIONS: dict[str, Judge] = {"disperindag": disperindag, "bi": bi, "karantina": karantina}
