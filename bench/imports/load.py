"""The load: one district's file, as CSV and as a workbook, every row another UMKM."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook

DISTRICT = "12.11"
HEADINGS = (
    *("Nama Usaha", "Nama Pemilik", "NIK", "No HP", "Alamat", "Desa", "Produk", "Kode HS"),
    *("Kapasitas per Bulan", "Satuan", "Omzet per Tahun (Rp)", "Alasan", "Persetujuan"),
)
_OWNERS = ("Tiurma Sihombing", "Ama Gulö", "Rotua Br. Ginting", "Muhammad Yusuf Nasution")
_GOODS = (("Kopi arabika", "0901.11"), ("Kemenyan", "1301.90"), ("Ulos", "6214.90"))


def rows(count: int, seed: int) -> Iterator[tuple[str, ...]]:
    chance = random.Random(seed)
    for number in range(count):
        product, hs = chance.choice(_GOODS)
        birthday = f"{chance.randint(1, 28):02}{chance.randint(1, 12):02}{chance.randint(60, 99)}"
        # The area of birth and the serial number make it another person in each row.
        area = f"12{number // 10_000 % 90 + 10:02}{number // 10_000 % 30 + 1:02}"
        yield (
            f"UD Maju Bersama {number}",
            chance.choice(_OWNERS),
            f"{area}{birthday}{number % 10_000:04}",
            f"0812{chance.randrange(10**8):08}",
            f"Jalan Sisingamangaraja No. {chance.randint(1, 400)}",
            "Batang Beruh",
            product,
            hs,
            str(chance.randint(5, 5_000)),
            "kg",
            str(chance.randint(20, 1_900) * 1_000_000),
            "Sudah punya pembeli tetap di Medan dan produksi yang ajek.",
            f"ya, {chance.randint(1, 28):02}-03-2026",
        )


def write_csv(path: Path, count: int, seed: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        writer.writerows(rows(count, seed))


def write_workbook(path: Path, count: int, seed: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rekomendasi")
    sheet.append(HEADINGS)
    for row in rows(count, seed):
        sheet.append(row)
    book.save(path)
