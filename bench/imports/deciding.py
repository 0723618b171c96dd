"""How long intake needs to decide what the columns of a wide table hold."""

import random
import statistics
import time
from collections.abc import Callable

from services.intake.letters.vocabulary import vocabulary
from shared.province.serving import serving
from shared.province.settings import chosen_province
from shared.tables.understanding.columns import decide
from shared.tables.understanding.headings import Heading, meaning_of

COLUMNS, ROWS, TIMES = 60, 200, 9
Cells = list[list[str]]
_KINDS: dict[str, Callable[[random.Random], str]] = {
    "Nama Usaha": lambda chance: f"UD Maju Bersama {chance.randrange(10**6)}",
    "Nama Pemilik": lambda chance: chance.choice(("Tiurma", "Ama", "Rotua")) + " Sihombing",
    "NIK": lambda chance: f"121101450380{chance.randrange(10**4):04}",
    "NIB": lambda chance: f"9120{chance.randrange(10**9):09}",
    "No HP": lambda chance: f"0812{chance.randrange(10**8):08}",
    "Email": lambda chance: f"usaha{chance.randrange(10**6)}@contoh.example",
    "Alamat": lambda chance: f"Jalan Sisingamangaraja No. {chance.randint(1, 400)}",
    "Desa": lambda chance: f"Batang Beruh {chance.randint(1, 90)}",
    "Produk": lambda chance: f"Kopi arabika {chance.randint(1, 999)} gram",
    "Kode HS": lambda chance: chance.choice(("0901.11", "1301.90", "6214.90")),
    "Kapasitas (kg/bulan)": lambda chance: str(chance.randint(5, 5_000)),
    "Omzet (juta/tahun)": lambda chance: str(chance.randint(20, 1_900)),
    "Tanggal Lahir": lambda chance: f"{chance.randint(1, 28):02}-03-{chance.randint(1960, 1999)}",
    "Keterangan": lambda _: "Sudah punya pembeli tetap di Medan dan produksi yang ajek.",
    "Persetujuan": lambda chance: f"ya, {chance.randint(1, 28):02}-03-2026",
}


def a_wide_table(seed: int) -> tuple[list[Heading], Cells]:
    """Each heading is seen for the first time, and hardly any cell twice."""
    chance, kinds = random.Random(seed), list(_KINDS.items())
    columns = [kinds[number % len(kinds)] for number in range(COLUMNS)]
    headings = [Heading(f"{name} {number}") for number, (name, _) in enumerate(columns)]
    return headings, [[cell(chance) for _, cell in columns] for _ in range(ROWS)]


def deciding_ms(seed: int) -> float:
    """Milliseconds of processor time, the median of several."""
    headings, sample = a_wide_table(seed)
    with serving(chosen_province()):
        known = vocabulary()
    spent = []
    for _ in range(TIMES):
        meaning_of.cache_clear()
        began = time.process_time()
        decide(headings, sample, known)
        spent.append((time.process_time() - began) * 1_000)
    return statistics.median(spent)
