"""Numbers and addresses of people are found in free text, and other numbers are left alone."""

from pathlib import Path

import pytest

from shared.indonesia.personal import holds_personal_data
from shared.yaml_files import read_yaml

TEXTS = read_yaml(Path(__file__).with_name("texts.yaml"))


@pytest.mark.parametrize(
    "text",
    [
        "NIK 1271014501900001",
        "nik: 1271 0145 0190 0001, sudah dicek",
        "12.7101.450190.0001",
        "hubungi Bu Rina 0812-3456-7890 ya",
        "HP081234567890",
        "wa 08123 456 7890",
        "0813 6190 02 11",
        "0813.6190.0211",
        "+62 812 34567890",
        "628123456789",
        "telp (061) 4567890",
        "kantor 0627 21234",
        "kirim ke rina@usaha.co.id",
        "Rina <RINA.S@Usaha.id>",
        "08, 09 dan 10; ".join(["0901 11 00"] * 6) + " wa 0812-3456-7890",
        *TEXTS["private"],
    ],
)
def test_a_number_or_an_address_of_a_person_is_found(text: str) -> None:
    assert holds_personal_data(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Kopi Mandailing kualitas baik, siap ekspor",
        "HS 0801.11.00 dan 0901.11",
        "0810.60 081190",
        "080111 080112 090111",
        "omzet Rp 1.000.000.000 per tahun",
        "500.000.000-1.000.000.000",
        "SK 518/1234/2026 tanggal 12-03-2026",
        "surat 0812/2024/2025",
        "NIB 9120001234567",
        "P-IRT 2061271010123-26",
        "PEB 000123 tanggal 2026-01-02",
        "12000 kg, tahun 2019 2020 2021 2022",
        "16 digit: 9999999999999999",
        "5 @ 20.000",
        "Instagram @kopirina",
        *TEXTS["open"],
    ],
)
def test_numbers_of_businesses_goods_and_letters_are_none_of_a_person(text: str) -> None:
    assert not holds_personal_data(text)
