"""However an office heads, orders and measures its columns, the recommendations are the same."""

import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.files.child import frames
from tests.unit.intake.errands import AN_ERRAND
from tests.unit.intake.wrong_files import text

SYNONYMS: Mapping[str, Sequence[str]] = {
    "business_name": (
        *("Nama Usaha", "NAMA UMKM", "Nama IKM", "Nama Perusahaan/Toko", "Business name"),
        *("nama_usaha", "Nama Kelompok Usaha", "Apa nama usaha Bapak/Ibu?", "N A M A  U S A H A"),
    ),
    "owner_name": (
        *("Pemilik", "Nama Pemilik (sesuai KTP)", "Penanggung Jawab", "Owner", "nama_pemilik"),
        *("Nama Pelaku Usaha", "PIMPINAN", "Nm. Pemilik", "Ketua Kelompok", "Siapa pemiliknya?"),
    ),
    "phone": (
        *("No HP", "No. Telp/WA", "Nomor WhatsApp aktif", "Mobile phone", "no_hp", "Kontak"),
        *("Telepon", "HP yang dapat dihubungi", "Nomor Handphone", "Contact number"),
    ),
    "nik": ("NIK", "No. KTP", "Nomor Induk Kependudukan", "N I K", "nik_pemilik", "NIK (16 digit)"),
    "nib": ("NIB", "Nomor Induk Berusaha", "No. NIB", "N.I.B.", "nib (jika ada)"),
    "village": ("Desa", "Kelurahan", "Desa/Kelurahan", "Nagori", "desa_kel", "Village"),
    "subdistrict": ("Kecamatan", "Kec.", "KECAMATAN", "kec", "Sub-district"),
    "product": (
        *("Produk", "Nama Produk", "Jenis Produk", "Produk Unggulan", "Product", "produk_utama"),
        *("Barang yang dihasilkan", "Apa produk yang dijual?", "Hasil produk"),
    ),
    "hs": ("Kode HS", "HS Code", "HS", "Pos Tarif (HS)", "kode_hs"),
    "consent": (
        *("Persetujuan", "Persetujuan pemilik data", "Setuju data digunakan?", "Consent"),
        *("Bersedia datanya digunakan (UU 27/2022)", "persetujuan_data_pribadi"),
    ),
    "birth": ("Tanggal Lahir", "Tgl. Lahir", "TTL", "Date of birth"),
    "number": ("No", "No.", "Nomor Urut", "#"),
}
SALES = {
    "Omzet per Tahun (Rp)": 1,
    "Omzet (juta Rp/tahun)": 1_000_000,
    "OMSET PER BULAN (RP)": 12,
    "Omzet/bln (ribu)": 12_000,
    "Penjualan setahun (juta)": 1_000_000,
    "Sales per month (million)": 12_000_000,
    "Pendapatan per bulan (Rp 000)": 12_000,
}
"""The figure for a year divided by this is what stands in the cell."""
CAPACITY = {
    "Kapasitas per Bulan (kg)": 1,
    "Kapasitas Produksi (kg/bln)": 1,
    "Produksi kg per tahun": 1 / 12,
    "Kapasitas per minggu (kg)": 52 / 12,
    "Capacity (kg/month)": 1,
    "Kapasitas (kg/hari)": 30,
}
SALES_OF = (360_000_000, 120_000_000, 84_000_000, 600_000_000, 48_000_000, 240_000_000)
CAPACITY_OF = (780, 1_560, 3_120, 390, 4_680, 2_340)
ROWS: Mapping[str, Sequence[str]] = {
    "business_name": ("UD Maju", "CV Toba", "Kelompok Tani Jaya", "Dapur Ida", "UD Sökhi", "Ulos"),
    "owner_name": (
        *("Tiurma Sihombing", "Budi Siregar", "Rotua Ginting", "Siti Rahma", "Ama Gulö"),
        "Lasma Sinaga",
    ),
    "phone": tuple(f"08126000123{n}" for n in range(6)),
    "nik": tuple(f"121101450380000{n}" for n in range(1, 7)),
    "nib": tuple(f"912030041234{n}" for n in range(6)),
    "village": ("Sigumpar", "Batang Beruh", "Hutarakyat", "Silalahi", "Parbuluan", "Bintang"),
    "subdistrict": ("Sidikalang", "Sumbul", "Parbuluan", "Silahisabungan", "Tigalingga", "Sumbul"),
    "product": ("Kopi bubuk", "Ulos", "Keripik singkong", "Gula aren", "Ikan teri", "Ulos"),
    "hs": ("090121", "621490", "200520", "170290", "030554", "621490"),
    "consent": tuple(f"ya, 1{n}-03-2026" for n in range(6)),
    "birth": ("05-03-1980", "07-02-1975", "23-12-1990", "01-01-1968", "30-06-1985", "09-09-1991"),
    "number": ("1", "2", "3", "4", "5", "6"),
}


def recommendations(columns: Mapping[str, Sequence[str]], order: Sequence[str]) -> list[Any]:
    """What is read of a letter with these columns, headed by their keys."""
    rows = [[columns[heading][n] for heading in order] for n in range(6)]
    with tempfile.NamedTemporaryFile(prefix="sentra-test-") as kept:
        kept.write(text(list(order), *rows, separator="|"))
        kept.flush()
        answers = list(frames(Path(kept.name), AN_ERRAND))
    read = [row for frame in answers for row in frame.get("rows", [])]
    taken = [orjson.loads(orjson.dumps(row["taken"])) for row in read if "taken" in row]
    return sorted((_without_words(one) for one in taken), key=str)


def _without_words(recommendation: dict[str, Any]) -> dict[str, Any]:
    """Figures of a year may come from a rounded month."""
    sales = round(recommendation.pop("yearly_sales") / 1_000)
    products = [
        product | {"capacity": round(product["capacity"])} for product in recommendation["products"]
    ]
    recommendation.pop("note", None)
    return recommendation | {"products": products, "sales": sales}


def a_letter(headings: Mapping[str, str], sales: str, capacity: str) -> dict[str, Sequence[str]]:
    columns = {heading: ROWS[field] for field, heading in headings.items()}
    figures = {
        sales: tuple(f"{amount / SALES[sales]:.10g}" for amount in SALES_OF),
        capacity: tuple(f"{amount / CAPACITY[capacity]:.10g}" for amount in CAPACITY_OF),
    }
    return columns | figures


USUAL = a_letter(
    {field: spellings[0] for field, spellings in SYNONYMS.items()},
    "Omzet per Tahun (Rp)",
    "Kapasitas per Bulan (kg)",
)


@cache
def expected() -> list[Any]:
    return recommendations(USUAL, list(USUAL))


headings_of_offices = st.fixed_dictionaries(
    {field: st.sampled_from(spellings) for field, spellings in SYNONYMS.items()}
)


def test_the_usual_letter_is_read_whole() -> None:
    assert len(expected()) == 6


@settings(max_examples=200, deadline=None)
@given(
    headings_of_offices,
    st.sampled_from(list(SALES)),
    st.sampled_from(list(CAPACITY)),
    st.randoms(use_true_random=False),
)
def test_any_order_any_synonym_and_any_unit_give_the_same_recommendations(
    headings: Mapping[str, str], sales: str, capacity: str, chance: Any
) -> None:
    columns = a_letter(headings, sales, capacity)
    order = list(columns)
    chance.shuffle(order)

    assert recommendations(columns, order) == expected()
