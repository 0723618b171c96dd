"""`./sentra import` sends every file, keeps the reports, and tells what became of the rows."""

import json
from pathlib import Path
from typing import Any

import pytest
import respx

from cli.importing.command import NOTHING_TO_SEND, SOME_FAILED, import_

INTAKE = "http://intake:8000"


def a_job(file: str, **fields: Any) -> dict[str, Any]:
    counts = {"rows": 3, "accepted": 2, "refused": 1, "duplicates": 0}
    job = {
        "file": file,
        "status": "done",
        "percent": 100.0,
        "rows_per_second": 9.0,
        "failure": None,
    }
    places = {"url": f"/imports/{file}", "report": "/report.csv", "marked": "/marked"}
    return job | counts | places | fields


def a_folder(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_bytes(b"bytes of " + name.encode())
    return folder


@respx.mock
def test_a_folder_of_csv_and_workbooks_is_sent_each_in_the_name_of_its_district(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = a_folder(tmp_path, "surat-12.07.csv", "Usulan Dairi.XLSX", "~$Usulan Dairi.XLSX")
    posted = respx.post(f"{INTAKE}/rounds/2026-1/imports").mock(
        side_effect=lambda request: respx.MockResponse(
            202, json=a_job(request.url.params["filename"], status="taking")
        )
    )
    respx.get(url__regex=rf"{INTAKE}/imports/.*").mock(
        side_effect=lambda request: respx.MockResponse(200, json=a_job(request.url.path[9:]))
    )
    respx.get(f"{INTAKE}/report.csv").respond(content=b"baris")
    respx.get(f"{INTAKE}/marked").respond(content=b"marked")

    reports = tmp_path / "reports"
    code = import_(round_id="2026-1", from_=folder, reports=reports, url=INTAKE, as_json=True)

    printed = json.loads(capsys.readouterr().out)
    assert code == 0
    assert [job.get("accepted") for job in printed] == [2, 2, None]
    assert (printed[2]["file"], printed[2]["status"]) == ("~$Usulan Dairi.XLSX", "passed-over")
    sent = {
        (c.request.url.params["district"], c.request.url.params["filename"]) for c in posted.calls
    }
    assert sent == {("12.07", "surat-12.07.csv"), ("12.11", "Usulan Dairi.XLSX")}
    assert {each.name for each in reports.iterdir()} == {
        "surat-12.07-laporan.csv",
        "surat-12.07-perbaikan.csv",
        "Usulan Dairi-laporan.csv",
        "Usulan Dairi-perbaikan.XLSX",
    }


@respx.mock
def test_a_file_that_is_refused_is_told_and_the_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = a_folder(tmp_path, "surat-12.07.csv", "surat-12.11.csv")
    problem = respx.MockResponse(
        422, json={"title": "empty", "detail": "Berkas kosong.", "message_en": "The file is empty."}
    )
    respx.post(f"{INTAKE}/rounds/r1/imports").mock(
        side_effect=[problem, respx.MockResponse(202, json=a_job("surat-12.11.csv"))]
    )

    code = import_(round_id="r1", from_=folder, url=INTAKE, as_json=True)

    printed = json.loads(capsys.readouterr().out)
    assert code == SOME_FAILED
    assert [job["status"] for job in printed] == ["failed", "done"]
    assert printed[0]["failure"]["message_en"] == "The file is empty."


@respx.mock
def test_a_sheet_that_is_not_read_is_named_on_the_terminal_and_a_column_in_the_report_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = a_folder(tmp_path, "surat-12.07.xlsx")
    sentences = {"message_id": "Tidak dibaca.", "message_en": "Not read."}
    notices = [
        {"code": "sheet-lacks-columns", **sentences, "given": "Rekap: No HP"},
        {"code": "unknown-column", **sentences, "given": "Umur"},
    ]
    job = a_job("surat-12.07.xlsx", notices=notices)
    respx.post(f"{INTAKE}/rounds/r1/imports").respond(202, json=job)

    import_(round_id="r1", from_=folder, url=INTAKE)

    printed = capsys.readouterr().out
    assert "surat-12.07.xlsx: done. Tidak dibaca. / Not read. (Rekap: No HP)" in printed
    assert "Umur" not in printed


@respx.mock
def test_what_is_not_sent_is_named_with_the_reason_and_the_rest_is_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    long = "rekomendasi umkm tahun 2026 kabupaten deli serdang.csv"
    folder = a_folder(tmp_path, long, "data.csv", "1201.csv", "medan.pdf", ".medan.csv")
    posted = respx.post(f"{INTAKE}/rounds/r1/imports").respond(202, json=a_job(long))

    code = import_(round_id="r1", from_=folder, url=INTAKE)

    printed = capsys.readouterr().out
    assert (code, posted.call_count) == (SOME_FAILED, 1)
    assert "surat-12.01.csv. / The name does not tell whose letter this is" in printed
    assert "Kabupaten Nias (12.04) by BPS" in printed
    assert "ODS. / A .pdf file is no table" in printed
    assert ".medan.csv: passed over. A hidden file." in printed
    assert f"  {long}\n" in printed


@respx.mock
def test_a_file_that_is_not_there_does_not_keep_the_others_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = a_folder(tmp_path, "dairi.csv")
    respx.post(f"{INTAKE}/rounds/r1/imports").respond(202, json=a_job("dairi.csv"))

    code = import_(folder / "karo.csv", folder / "dairi.csv", round_id="r1", url=INTAKE)

    assert code == SOME_FAILED
    assert "karo.csv: not sent. There is no such file." in capsys.readouterr().out


@respx.mock
def test_a_file_that_is_read_anew_is_withdrawn_first_and_sent_again(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, "dairi.csv")
    posted = respx.post(f"{INTAKE}/rounds/r1/imports").mock(
        side_effect=[respx.MockResponse(202, json=a_job(name)) for name in ("first", "second")]
    )
    withdrawn = respx.post(f"{INTAKE}/imports/first/withdraw").respond(json=a_job("first"))

    code = import_(folder / "dairi.csv", round_id="r1", url=INTAKE, again="kolom salah")

    assert (code, posted.call_count) == (0, 2)
    assert json.loads(withdrawn.calls.last.request.content) == {"reason": "kolom salah"}


@respx.mock
def test_a_file_that_was_not_read_before_is_not_withdrawn(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, "dairi.csv")
    new = respx.MockResponse(202, json=a_job("first", status="waiting"))
    posted = respx.post(f"{INTAKE}/rounds/r1/imports").mock(side_effect=[new])
    respx.get(f"{INTAKE}/imports/first").respond(json=a_job("first"))

    code = import_(folder / "dairi.csv", round_id="r1", url=INTAKE, again="kolom salah")

    assert (code, posted.call_count) == (0, 1)


@respx.mock
def test_a_file_that_cannot_be_withdrawn_is_told_and_not_sent_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = a_folder(tmp_path, "dairi.csv")
    posted = respx.post(f"{INTAKE}/rounds/r1/imports").respond(202, json=a_job("first"))
    problem = {"title": "nothing-to-withdraw", "detail": "Tidak ada.", "message_en": "Nothing."}
    respx.post(f"{INTAKE}/imports/first/withdraw").respond(409, json=problem)

    code = import_(folder / "dairi.csv", round_id="r1", url=INTAKE, again="kolom salah")

    assert (code, posted.call_count) == (SOME_FAILED, 1)
    assert "dairi.csv: failed. Tidak ada. / Nothing." in capsys.readouterr().out


def test_a_file_whose_district_nobody_can_tell_is_not_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [file] = [a_folder(tmp_path, "usulan.csv") / "usulan.csv"]

    assert import_(file, round_id="r1", url=INTAKE) == NOTHING_TO_SEND
    assert "usulan.csv" in capsys.readouterr().out
    assert import_(round_id="r1", url=INTAKE) == NOTHING_TO_SEND
