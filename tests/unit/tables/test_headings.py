"""A heading is words: what it names, in what unit and period, however an office writes it."""

import pytest

from services.intake.letters.vocabulary import vocabulary
from shared.tables.understanding.headings import CLEAR, LONGEST, Heading, meaning_of


def field_of(text: str, above: str = "") -> str:
    """What the heading names clearly by its words alone, else nothing."""
    scores = meaning_of(Heading(text, above), vocabulary()).scores
    best = max(scores, key=lambda name: scores[name], default="")
    return best if best and scores[best] >= CLEAR else ""


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("NAMA PELAKU USAHA (sesuai KTP)", "owner_name"),
        ("No. HP/WA aktif (wajib diisi)", "phone"),
        ("3. Nama Usaha / Kelompok", "business_name"),
        ("Alamat\nTempat Usaha", "address"),
        ("Produk & Varian", "product"),
        ("*KECAMATAN*", "subdistrict"),
        ("[NIK]", "nik"),
        ("E-mail (jika ada)", "email"),
        ("Nomor Telepon/WhatsApp yang dapat dihubungi", "phone"),
        ("Jumlah Tenaga Kerja (orang)", "employees"),
    ],
)
def test_numbering_brackets_and_words_that_say_nothing_are_passed_over(
    text: str, field: str
) -> None:
    assert field_of(text) == field


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("N I K", "nik"),
        ("N I B", "nib"),
        ("N.I.B.", "nib"),
        ("N A M A  U S A H A", "business_name"),
        ("A L A M A T", "address"),
        ("nama_usaha", "business_name"),
        ("no_hp", "phone"),
        ("tgl_lahir", "-birth"),
        ("NamaPemilik", "owner_name"),
        ("KodeHS", "hs"),
        ("WhatsApp", "phone"),
        ("NAMAUSAHA", "business_name"),
        ("nohp", "phone"),
        ("P-IRT", "pirt"),
        ("P.IRT", "pirt"),
        ("No. P-IRT", "pirt"),
        ("E mail", "email"),
    ],
)
def test_spaced_joined_and_compound_words_are_the_same_words(text: str, field: str) -> None:
    assert field_of(text) == field


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Nm Pmlk", "owner_name"),
        ("Almt Usaha", "address"),
        ("Kec.", "subdistrict"),
        ("Ds/Kel", "village"),
        ("Tlp", "phone"),
        ("Kab/Kota", "district"),
        ("Jml TK", "employees"),
        ("Ket.", "note"),
        ("Thn Berdiri", "founded_year"),
        ("Kap. Prod", "capacity"),
    ],
)
def test_abbreviations_and_words_without_vowels_are_read(text: str, field: str) -> None:
    assert field_of(text) == field


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Nama Pemillik", "owner_name"),
        ("Kecamaatn", "subdistrict"),
        ("Komoditass", "commodity"),
        ("Kapasitass Produksi", "capacity"),
        ("Persetujuann", "consent"),
        ("Kelurahn", "village"),
    ],
)
def test_a_misspelt_word_is_the_word_that_is_meant(text: str, field: str) -> None:
    assert field_of(text) == field


@pytest.mark.parametrize(
    ("indonesian", "english", "field"),
    [
        ("Nama Usaha", "Business Name", "business_name"),
        ("Pemilik", "Owner", "owner_name"),
        ("No HP", "Mobile Phone", "phone"),
        ("Alamat", "Street Address", "address"),
        ("Produk", "Product Name", "product"),
        ("Kecamatan", "Sub-district", "subdistrict"),
        ("Omzet", "Sales", "yearly_sales"),
        ("Kapasitas", "Production Capacity", "capacity"),
        ("Persetujuan", "Consent", "consent"),
        ("Jumlah karyawan", "Number of employees", "employees"),
    ],
)
def test_both_languages_name_the_same_field(indonesian: str, english: str, field: str) -> None:
    assert (field_of(indonesian), field_of(english)) == (field, field)


@pytest.mark.parametrize(
    ("above", "text", "field"),
    [
        ("Alamat", "Desa", "village"),
        ("Alamat", "Kecamatan", "subdistrict"),
        ("Alamat", "Jalan", "address"),
        ("Pemilik", "NIK", "nik"),
        ("Pemilik", "No HP", "phone"),
        ("Data Usaha", "Omzet", "yearly_sales"),
        ("Legalitas", "NIB", "nib"),
        ("Persetujuan Data Pribadi (UU PDP)", "Ya/Tidak", "consent"),
    ],
)
def test_the_heading_below_counts_and_the_one_that_spans_it_helps(
    above: str, text: str, field: str
) -> None:
    assert field_of(text, above) == field


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Nama Usaha / Pemilik", ("business_name", "owner_name")),
        ("Nama Pemilik dan Nama Usaha", ("owner_name", "business_name")),
        ("Desa/Kecamatan", ("village", "subdistrict")),
        ("Pemilik, No HP", ("owner_name", "phone")),
        ("UMKM (pemilik)", ("business_name", "owner_name")),
        ("Desa/Kelurahan", ("village",)),
    ],
)
def test_a_heading_of_two_names_holds_two_fields(text: str, parts: tuple[str, ...]) -> None:
    assert meaning_of(Heading(text), vocabulary()).parts == parts


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Omzet (juta Rp/bln)", (1_000_000, 12, None)),
        ("Omzet per tahun (Rp)", (None, 1, None)),
        ("Omzet 2025 (Rp ribu)", (1_000, 1, None)),
        ("Penjualan sebulan", (None, 12, None)),
        ("Kapasitas (kg/bulan)", (None, 12, "kg")),
        ("Produksi ton per tahun", (None, 1, "ton")),
        ("Kapasitas per hari", (None, 360, None)),
        ("Kapasitas per minggu (ltr)", (None, 52, "ltr")),
        ("Omzet (Rp. 000)", (1_000, None, None)),
        ("Omzet (Rp. 000.000)", (1_000_000, None, None)),
        ("Omzet", (None, None, None)),
        ("Omzet per bulan / tahun", (None, None, None)),
        ("Omset per Bulan Tahun 2025", (None, 12, None)),
        ("Omset Tahun 2025", (None, 1, None)),
    ],
)
def test_units_and_periods_of_a_heading_are_known_where_it_names_just_one(
    text: str, amount: tuple[int | None, float | None, str | None]
) -> None:
    assert meaning_of(Heading(text), vocabulary()).amount == amount


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tanggal Lahir", "-birth"),
        ("Jenis Kelamin", "-sex"),
        ("Nama Pendamping", "-someone_else"),
        ("No HP Petugas", "-someone_else"),
        ("Timestamp", "-timestamp"),
        ("No. Urut", "-number"),
        ("Titik Koordinat", "-place"),
        ("Foto Produk", "-picture"),
        ("Harga Produk", "-other_money"),
        ("Bahan Baku", "-supply"),
        ("Status Usaha", "-status"),
    ],
)
def test_what_the_programme_does_not_need_is_recognised_and_taken_for_nothing_else(
    text: str, kind: str
) -> None:
    assert field_of(text) == kind


@pytest.mark.parametrize("text", ["Nama", "Usaha", "No", "Tanggal", "Jenis", "Jumlah", "", "???"])
def test_a_heading_that_may_mean_several_fields_is_left_to_its_cells(text: str) -> None:
    assert field_of(text) == ""


@pytest.mark.parametrize("text", ["Zodiak", "ᯑᯖ ᯎᯨᯉ", "الاسم التجاري", "名前", "§§§", "=A1+B1"])
def test_words_of_no_office_mean_nothing(text: str) -> None:
    assert field_of(text) == ""


def test_a_question_with_its_explanation_is_read_by_its_beginning() -> None:
    question = "Apa nama usaha anda? " + "Tuliskan sesuai papan nama. " * 400

    assert field_of(question) == "business_name"
    assert meaning_of(Heading(question), vocabulary()) == meaning_of(
        Heading(question[:LONGEST]), vocabulary()
    )
