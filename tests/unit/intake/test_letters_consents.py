"""Without a yes of the owner nobody is recommended (UU 27/2022)."""

from datetime import date

import pytest

from services.intake.letters.errand import Errand
from services.intake.letters.row import Row
from services.intake.model.recommendation import ConsentBasis
from tests.unit.intake.rows import ARRIVED_ON, GIVEN, a_row, accepted, codes, notices, parsed


@pytest.mark.parametrize(
    "written",
    [
        "ya, 12-03-2026",
        "Ya 12/3/2026",
        "2026-03-12",
        "setuju tgl 12 Maret 2026",
        "Form tgl 12/03/2026",
        "12.03.26",
        "12 mar 2026",
        "2026-03-12T10:22:05Z",
        "2026-03-12 10:22:05",
        "12/03/2026 10.22.05",
        "Ya, saya setuju data saya digunakan (12/03/2026 10:22)",
        "sudah ttd 12-3-2026",
    ],
)
def test_consent_carries_its_day(written: str) -> None:
    recommendation = accepted(consent=written)

    assert recommendation.consent_on == date(2026, 3, 12)
    assert recommendation.consent_basis is ConsentBasis.OWNER


def test_consent_and_its_day_may_stand_in_two_columns() -> None:
    assert accepted(consent="Ya", consent_on="12/03/2026").consent_on == date(2026, 3, 12)
    assert accepted(consent="", consent_on="12 Maret 2026").consent_on == date(2026, 3, 12)
    assert accepted(consent="1", consent_on="2026-03-12").consent_on == date(2026, 3, 12)


@pytest.mark.parametrize(
    "written",
    [
        *("ya", "Iya", "YES", "1", "true", "v", "V", "√", "✓", "✔", "ok", "ada", "setuju"),
        *("sudah", "sudah ttd", "sudah tanda tangan", "Sudah menandatangani", "ya (terlampir)"),
        *("yes, agreed", "bersedia datanya digunakan", "tidak keberatan", "setuju (lisan)"),
        *("ya, form asli di dinas", "Setuju data dikirim ke dinas", "ya (pemilik)"),
        *(
            "Saya bersedia",
            "Dengan ini saya menyetujui",
            "Pemilik setuju",
            "ada surat pernyataan",
            "tanda tangan",
        ),
        "Saya yang bertanda tangan di bawah ini menyetujui pemrosesan data",
        "Ya, saya setuju data saya digunakan untuk keperluan program ekspor",
    ],
)
def test_a_yes_without_its_day_counts_from_the_day_of_the_letter(written: str) -> None:
    recommendation = accepted(consent=written)

    assert recommendation.consent_on == ARRIVED_ON
    assert recommendation.consent_basis is ConsentBasis.UNDATED
    assert notices(consent=written) == [("consent", "consent-undated")]


@pytest.mark.parametrize(
    ("consent", "dated", "code"),
    [
        ("", "", "missing-consent"),
        ("-", "", "missing-consent"),
        ("", "-", "missing-consent"),
        ("belum", "", "missing-consent"),
        ("Belum setuju", "", "missing-consent"),
        ("belum ttd", "", "missing-consent"),
        ("belum", "01-11-2026", "missing-consent"),
        ("tidak", "", "consent-refused"),
        ("0", "", "consent-refused"),
        ("false", "", "consent-refused"),
        ("tidak, 12-03-2026", "", "consent-refused"),
        ("Tidak bersedia datanya digunakan", "", "consent-refused"),
        ("Saya tidak setuju", "", "consent-refused"),
        ("ya, tetapi pemilik tidak setuju", "", "consent-refused"),
        ("", "tidak", "consent-refused"),
        ("x", "", "invalid-consent"),
        ("?", "", "invalid-consent"),
        ("ya?", "", "invalid-consent"),
        ("Ya / Tidak", "", "invalid-consent"),
        ("consent pending", "", "invalid-consent"),
        ("2", "", "invalid-consent"),
        ("mungkin 12-03-2026", "", "invalid-consent"),
        ("sudah dihubungi", "", "invalid-consent"),
        ("sudah meninggal", "", "invalid-consent"),
        ("ada kendala", "", "invalid-consent"),
        ("ya, jika ada pembeli", "", "invalid-consent"),
        ("setuju dengan syarat", "", "invalid-consent"),
        ("ya, menyusul", "", "invalid-consent"),
        ("Ya lalu ditarik kembali", "", "invalid-consent"),
        ("Ya keluar", "", "invalid-consent"),
        ("Ya (meninggal)", "", "invalid-consent"),
        ("ya (dinas)", "", "invalid-consent"),
        ("setuju, pendamping", "", "invalid-consent"),
        ("ya, kecuali nomor HP", "", "invalid-consent"),
        ("ya, 31-02-2026", "", "invalid-consent-date"),
        ("ya", "kemarin", "invalid-consent-date"),
        ("ya", "belum", "invalid-consent-date"),
        ("46093", "", "date-as-number"),
        ("ya, 02-11-2026", "01-11-2026", "several-dates"),
        ("ya, 01-11-2026, 02-11-2026", "", "several-dates"),
        ("ya, 0001-01-01", "", "invalid-consent-date"),
        ("ya, 01-11-0026", "", "invalid-consent-date"),
        ("ya, 01-11-1926", "", "invalid-consent-date"),
    ],
)
def test_what_is_no_clear_yes_is_none(consent: str, dated: str, code: str) -> None:
    assert codes(consent=consent, consent_on=dated) == [code]


def test_a_sender_may_declare_the_consent_of_all_in_a_letter_without_such_a_column() -> None:
    fields = {field: cell for field, cell in GIVEN.items() if field != "consent"}
    letter = Errand(district="12.02", arrived_on=ARRIVED_ON, declared_consent_on=date(2026, 11, 20))

    recommendation = parsed(Row(7, fields), letter).recommendation

    assert recommendation
    assert recommendation.consent_on == date(2026, 11, 20)
    assert recommendation.consent_basis is ConsentBasis.LETTER
    assert [code for _, code, _ in parsed(Row(7, fields)).problems] == ["missing-consent"]


def test_a_declaration_does_not_overrule_an_owner_who_says_no() -> None:
    letter = Errand(district="12.02", arrived_on=ARRIVED_ON, declared_consent_on=date(2026, 11, 20))

    assert [code for _, code, _ in parsed(a_row(consent="tidak"), letter).problems] == [
        "consent-refused"
    ]
    assert [code for _, code, _ in parsed(a_row(consent="-"), letter).problems] == [
        "missing-consent"
    ]
