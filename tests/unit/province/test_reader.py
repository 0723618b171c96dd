"""The folder of a province is read whole, or refused with the place of the mistake."""

import shutil
from pathlib import Path

import pytest

from shared.province import PackError, load_province
from shared.province.settings import ProvinceSettings
from tests.support.provinces import MINI, MINI_FOLDER, SUMUT


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return shutil.copytree(MINI_FOLDER, tmp_path / "pack")


def test_the_default_province_is_installed_and_whole() -> None:
    province = load_province(ProvinceSettings().province)

    assert len(province.districts) == 33
    assert set(province.agencies) == {"disperindag", "bi", "karantina"}
    assert len({office.email for office in province.offices}) == len(province.offices)


def test_the_addresses_of_an_installed_province_reach_nobody() -> None:
    assert all(office.email.endswith(".example") for office in SUMUT.offices)


def test_a_province_is_chosen_by_the_path_of_its_folder_too() -> None:
    assert load_province(str(MINI_FOLDER)).names == MINI.names


def test_a_name_that_is_not_installed_is_answered_with_those_that_are() -> None:
    with pytest.raises(PackError, match=r"atlantis holds no province\.yaml.*: sumut"):
        load_province("atlantis")


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("province.yaml", "WITA", "WEST", r"province\.yaml, line 5: zone: .*'WIB', 'WITA'"),
        ("province.yaml", "Sagara\n", "\n", r"province\.yaml, line 10: letterhead\.city"),
        ("province.yaml", "zone:", "time:", r"province\.yaml, line 2: zone: Field required"),
        ("province.yaml", "[36x]", "[36x", r"province\.yaml, line 13: did not find"),
        ("province.yaml", "code:", "- code:", r"province\.yaml"),
        ("province.yaml", "zone:", "zone: WIB\nzone:", r"province\.yaml, .*'zone' is there twice"),
        ("districts.csv", "99.71,", "9971,", r"districts\.csv, line 4: code: "),
        ("districts.csv", "bps_code", "bps", r"districts\.csv, line 2: bps_code: Field required"),
        ("districts.csv", ",lintim", "", r"districts\.csv, line 2: .*fewer cells than headings"),
        ("districts.csv", "99.71", "99.01", r"districts\.csv: 99\.01 is there twice"),
        ("districts.csv", "99.71", "98.71", r"98\.71 does not begin with the code 99"),
        ("subdistricts.csv", "99.71.01", "99.72.01", r"99\.72\.01 is in no district"),
        ("offices.csv", "district:99.71", "district:99.72", r"the office district:99\.71 is miss"),
        ("offices.csv", "dinas@kota", "dinas", r"offices\.csv, line 4: email"),
        ("offices.csv", "agency:bi", "agency:disperindag", r"agency:disperindag is there twice"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_its_line(
    pack: Path, file: str, old: str, new: str, complaint: str
) -> None:
    path = pack / file
    path.write_text(path.read_text().replace(old, new, 1))

    with pytest.raises(PackError, match=complaint):
        load_province(pack)


def test_a_missing_table_is_named(pack: Path) -> None:
    (pack / "offices.csv").unlink()

    with pytest.raises(PackError, match=r"offices\.csv cannot be read"):
        load_province(pack)


def test_four_digits_without_a_dot_may_mean_two_districts() -> None:
    assert SUMUT.meanings["1201"] == {"Kemendagri": "12.01", "BPS": "12.04"}
    assert MINI.meanings["9902"] == {"BPS": "99.01", "Kemendagri": "99.02"}


@pytest.mark.parametrize(
    ("number", "is_land_line"),
    [("614567890", True), ("63021234", True), ("36121234", False), ("62812345678", False)],
)
def test_an_area_code_makes_the_numbers_of_its_land_lines(number: str, is_land_line: bool) -> None:
    assert bool(SUMUT.land_lines.fullmatch(number)) is is_land_line
