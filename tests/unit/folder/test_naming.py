"""Whose letter a file is: its name tells one district, or somebody is asked."""

import pytest

from folder.naming import UnclearNameError, district_of


@pytest.mark.parametrize(
    ("name", "district"),
    [
        ("surat-12.05.csv", "12.05"),
        ("12.11.csv", "12.11"),
        ("Data UMKM Nias Selatan.csv", "12.14"),
        ("NIAS.CSV", "12.04"),
        ("usulan_KabDeliSerdang_2026.xlsx", "12.07"),
        ("Rekomendasi Labuhan Batu Selatan (2).csv", "12.22"),
        ("12.11 Kab. Dairi 12.11.2026.csv", "12.11"),
    ],
)
def test_a_letter_is_known_by_the_code_or_the_name_of_its_district(
    name: str, district: str
) -> None:
    assert district_of(name) == district


@pytest.mark.parametrize(
    "name",
    [
        "data.csv",
        "Hasil Angkatan 2.csv",
        "usulan 12.11.2026.csv",
        "usulan 01.12.11.csv",
        "12.99.csv",
    ],
)
def test_a_name_that_tells_no_district_is_not_guessed(name: str) -> None:
    with pytest.raises(UnclearNameError, match="does not tell whose letter"):
        district_of(name)


@pytest.mark.parametrize(
    ("name", "both"),
    [
        ("Rekap Kota Medan & Kab Dairi.csv", ("Kabupaten Dairi (12.11)", "Kota Medan (12.71)")),
        ("12.01 Dairi.csv", ("Kabupaten Tapanuli Tengah (12.01)", "Kabupaten Dairi (12.11)")),
        ("UMKM Nias Sel.csv", ("Kabupaten Nias (12.04)", "Kabupaten Nias Selatan (12.14)")),
        ("1217 Dairi.csv", ("Kabupaten Samosir (12.17)", "Kabupaten Dairi (12.11)")),
    ],
)
def test_a_name_that_tells_two_districts_is_answered_with_both(
    name: str, both: tuple[str, str]
) -> None:
    with pytest.raises(UnclearNameError) as refused:
        district_of(name)

    assert all(named in str(refused.value) for named in both)


def test_four_digits_that_two_authorities_read_apart_are_answered_with_both_meanings() -> None:
    with pytest.raises(UnclearNameError) as refused:
        district_of("1201 rekomendasi.csv")

    assert str(refused.value) == (
        "1201 without a dot is Kabupaten Nias (12.04) by BPS and Kabupaten Tapanuli Tengah (12.01) "
        "by Kemendagri: write the code with its dot."
    )


@pytest.mark.parametrize(
    ("name", "district"), [("1217 rekomendasi.csv", "12.17"), ("1201 Nias.csv", "12.04")]
)
def test_four_digits_count_where_only_one_meaning_is_left(name: str, district: str) -> None:
    assert district_of(name) == district
