"""A folder as it came by e-mail: every file is a letter, or it is said why not."""

from pathlib import Path

import pytest

from folder.letters import Aside, NoFolderError, look_through


def a_folder(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"bytes of " + name.encode())
    return folder


def aside_of(folder: Path) -> dict[str, Aside]:
    return {each.name: each for each in look_through(folder).aside}


def test_every_kind_of_table_is_sent_also_from_a_subfolder(tmp_path: Path) -> None:
    names = ("dairi.csv", "karo.XLSX", "langkat.xls", "nias.txt", "sub/toba.ods", "sub/a/medan.tsv")

    contents = look_through(a_folder(tmp_path, *names))

    assert {letter.name for letter in contents.letters} == {*names}
    assert {letter.file for letter in contents.letters} == {
        name.rpartition("/")[2] for name in names
    }
    assert contents.aside == ()


def test_a_file_that_is_no_table_is_named_and_missing(tmp_path: Path) -> None:
    aside = aside_of(a_folder(tmp_path, "medan.pdf", "foto/karo.jpg", "dairi"))

    assert {name: each.missing for name, each in aside.items()} == {
        "medan.pdf": True,
        "foto/karo.jpg": True,
        "dairi": True,
    }
    assert (
        aside["medan.pdf"].why
        == "Berkas .pdf ini bukan tabel; kirim surat sebagai CSV, XLSX, XLS, ODS. / "
        "A .pdf file is no table: a letter is sent as CSV, XLSX, XLS or ODS."
    )


def test_what_programs_leave_in_a_folder_is_passed_over_and_said(tmp_path: Path) -> None:
    names = ("~$medan.xlsx", ".medan.csv", "Thumbs.db", "manifest.json", "medan-laporan.csv")

    aside = aside_of(a_folder(tmp_path, *names, ".mail/medan.csv"))

    assert {*aside} == {*names, ".mail/"}
    assert not any(each.missing for each in aside.values())


def test_every_name_that_is_unclear_is_told_and_the_others_are_letters(tmp_path: Path) -> None:
    contents = look_through(a_folder(tmp_path, "data.csv", "rekap.xlsx", "medan.csv", "1201.csv"))

    assert [letter.name for letter in contents.letters] == ["medan.csv"]
    assert [each.name for each in contents.aside if each.missing] == [
        "1201.csv",
        "data.csv",
        "rekap.xlsx",
    ]


def test_an_attachment_that_came_twice_is_one_letter(tmp_path: Path) -> None:
    for name in ("medan.csv", "medan (1).csv", "dairi.csv"):
        (tmp_path / name).write_text("the same")

    contents = look_through(tmp_path)

    assert [letter.name for letter in contents.letters] == ["dairi.csv", "medan.csv"]
    [copy] = contents.aside
    assert (copy.name, copy.missing) == ("medan (1).csv", False)
    assert "medan.csv" in copy.why


def test_a_link_that_leads_nowhere_is_missing(tmp_path: Path) -> None:
    (tmp_path / "medan.csv").symlink_to(tmp_path / "gone.csv")
    (tmp_path / "sub").symlink_to(tmp_path, target_is_directory=True)

    aside = aside_of(tmp_path)

    assert {name: each.missing for name, each in aside.items()} == {"medan.csv": True, "sub/": True}


def test_a_name_with_an_escape_sequence_is_shown_harmlessly(tmp_path: Path) -> None:
    [letter] = look_through(a_folder(tmp_path, "medan \x1b[31m.csv")).letters

    assert letter.name == "medan \\x1b[31m.csv"


def test_with_a_district_given_no_name_has_to_tell_it(tmp_path: Path) -> None:
    [letter] = look_through(a_folder(tmp_path, "data.csv"), district="12.11").letters

    assert letter.district == "12.11"


def test_the_folder_of_the_reports_is_passed_over(tmp_path: Path) -> None:
    a_folder(tmp_path, "dairi.csv", "laporan/dairi-perbaikan.csv")

    contents = look_through(tmp_path, reports=tmp_path / "laporan")

    assert [letter.name for letter in contents.letters] == ["dairi.csv"]
    assert [(each.name, each.missing) for each in contents.aside] == [("laporan/", False)]


def test_a_folder_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(NoFolderError, match="There is no folder"):
        look_through(tmp_path / "nowhere")
