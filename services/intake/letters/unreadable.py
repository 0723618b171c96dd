"""Files that are no letter at all, said in a sentence that an officer can act on."""

from enum import StrEnum


class Unreadable(StrEnum):
    EMPTY = "empty"
    TOO_BIG = "too-big"
    WORKBOOK = "workbook"
    OLD_WORKBOOK = "old-workbook"
    ARCHIVE = "archive"
    OPEN_DOCUMENT = "open-document"
    DOCUMENT = "document"
    PDF = "pdf"
    IMAGE = "image"
    WEB_PAGE = "web-page"
    RICH_TEXT = "rich-text"
    BINARY = "binary"
    ENCODING = "encoding"
    NO_HEADINGS = "no-headings"
    MISSING_COLUMN = "missing-column"
    NO_ROWS = "no-rows"
    LONG_LINE = "long-line"
    TOO_MANY_ROWS = "too-many-rows"
    TOO_MANY_COLUMNS = "too-many-columns"
    TOO_MANY_SHEETS = "too-many-sheets"
    CORRUPT_WORKBOOK = "corrupt-workbook"
    BINARY_WORKBOOK = "binary-workbook"
    PASSWORD = "password"  # noqa: S105 - the name of a problem
    MACRO = "macro"
    BOMB = "bomb"
    TOO_HEAVY = "too-heavy"


_SENTENCES = {
    Unreadable.EMPTY: ("Berkas kosong.", "The file is empty."),
    Unreadable.TOO_BIG: (
        "Berkas terlalu besar ({found} bita; paling banyak {limit}). Bagi menjadi beberapa surat.",
        "The file is too big ({found} bytes; at most {limit}). Divide it into several letters.",
    ),
    Unreadable.WORKBOOK: (
        "Ini berkas Excel (.xlsx). Simpan sebagai CSV UTF-8, lalu kirim lagi.",
        "This is an Excel workbook (.xlsx). Save it as CSV UTF-8, then send it again.",
    ),
    Unreadable.OLD_WORKBOOK: (
        "Ini dokumen Office lama (seperti .doc). Salin tabelnya ke Excel, simpan sebagai .xlsx.",
        "This is an old Office document (like .doc). Copy its table into Excel, save it as .xlsx.",
    ),
    Unreadable.ARCHIVE: (
        "Ini arsip (ZIP dan sejenisnya). Keluarkan isinya, lalu kirim berkas Excel atau CSV-nya.",
        "This is an archive (ZIP or the like). Unpack it, then send the Excel or CSV file inside.",
    ),
    Unreadable.OPEN_DOCUMENT: (
        "Ini dokumen LibreOffice (seperti .odt). Salin tabelnya ke berkas .ods atau .xlsx.",
        "This is a LibreOffice document (such as .odt). Copy its table into a .ods or .xlsx file.",
    ),
    Unreadable.DOCUMENT: (
        "Ini dokumen Word atau PowerPoint. Salin tabelnya ke Excel, simpan sebagai .xlsx.",
        "This is a document of Word or PowerPoint. Copy its table into Excel, save it as .xlsx.",
    ),
    Unreadable.PDF: (
        "Ini berkas PDF. Kirim tabelnya sebagai XLSX atau CSV.",
        "This is a PDF. Send its table as XLSX or CSV.",
    ),
    Unreadable.IMAGE: (
        "Ini gambar. Kirim tabelnya sebagai XLSX atau CSV.",
        "This is a picture. Send its table as XLSX or CSV.",
    ),
    Unreadable.WEB_PAGE: (
        "Halaman web atau XML ini tidak berisi tabel. Buka di Excel, simpan sebagai .xlsx.",
        "This web page or XML file holds no table. Open it in Excel and save it as .xlsx.",
    ),
    Unreadable.RICH_TEXT: (
        "Ini dokumen teks (RTF). Kirim tabelnya sebagai XLSX atau CSV.",
        "This is a text document (RTF). Send its table as XLSX or CSV.",
    ),
    Unreadable.BINARY: (
        "Ini bukan berkas teks: ada bita NUL di dalamnya. Kirim tabelnya sebagai XLSX atau CSV.",
        "This is not a text file: it holds NUL bytes. Send the table as XLSX or CSV.",
    ),
    Unreadable.ENCODING: (
        "Huruf dalam berkas tidak dapat dibaca. Simpan sebagai CSV UTF-8, lalu kirim lagi.",
        "The characters of the file cannot be read. Save it as CSV UTF-8, then send it again.",
    ),
    Unreadable.NO_HEADINGS: (
        "Baris judul kolom tidak ditemukan (misalnya Nama Usaha, Nama Pemilik, No HP, Kode HS).",
        "No row of headings was found (for example business name, owner, phone, HS code).",
    ),
    Unreadable.MISSING_COLUMN: (
        "Kolom ini tidak ada dalam surat: {columns}. Kolom yang tidak dikenal: {unknown}.",
        "The letter lacks these columns: {columns_en}. Columns that are not known: {unknown}.",
    ),
    Unreadable.NO_ROWS: (
        "Surat ini tidak berisi usaha: di bawah judul kolom tidak ada baris.",
        "The letter names no business: there is no row below the headings.",
    ),
    Unreadable.LONG_LINE: (
        "Satu baris berkas ini lebih panjang dari {limit} huruf; itu bukan tabel usaha.",
        "One line of the file is longer than {limit} characters; that is no table of businesses.",
    ),
    Unreadable.TOO_MANY_ROWS: (
        "Baris terlalu banyak (paling banyak {limit}). Bagi menjadi beberapa berkas.",
        "There are too many rows (at most {limit}). Divide them into several files.",
    ),
    Unreadable.TOO_MANY_COLUMNS: (
        "Kolom terlalu banyak ({found}; paling banyak {limit}). Hapus kolom yang kosong.",
        "There are too many columns ({found}; at most {limit}). Delete the empty ones.",
    ),
    Unreadable.TOO_MANY_SHEETS: (
        "Lembar terlalu banyak ({found}; paling banyak {limit}). Bagi menjadi beberapa berkas.",
        "There are too many sheets ({found}; at most {limit}). Divide them into several files.",
    ),
    Unreadable.CORRUPT_WORKBOOK: (
        "Berkas ini rusak. Buka di Excel, simpan lagi sebagai .xlsx, lalu kirim lagi.",
        "This file is damaged. Open it in Excel, save it again as .xlsx, then send it again.",
    ),
    Unreadable.BINARY_WORKBOOK: (
        "Ini berkas Excel biner (.xlsb). Simpan sebagai .xlsx, lalu kirim lagi.",
        "This is a binary workbook (.xlsb). Save it as .xlsx, then send it again.",
    ),
    Unreadable.PASSWORD: (
        "Berkas ini berkata sandi. Hapus kata sandinya, lalu kirim lagi.",
        "This file has a password. Remove the password, then send it again.",
    ),
    Unreadable.MACRO: (
        "Berkas Excel ini memuat makro (.xlsm). Simpan sebagai .xlsx, lalu kirim lagi.",
        "This workbook holds macros (.xlsm). Save it as .xlsx, then send it again.",
    ),
    Unreadable.BOMB: (
        "Isi berkas ini terlalu besar bila dibuka: {why}. Salin tabelnya saja ke berkas baru.",
        "What is packed in this file is too big: {why_en}. Copy the table alone into a new file.",
    ),
    Unreadable.TOO_HEAVY: (
        "Berkas ini terlalu berat untuk dibaca. Salin tabelnya saja ke berkas baru.",
        "This file is too heavy to read. Copy the table alone into a new file.",
    ),
}


class UnreadableLetterError(ValueError):
    """No row could be read; sending the same bytes again would end the same way."""

    def __init__(self, code: Unreadable, **details: object) -> None:
        indonesian, english = _SENTENCES[code]
        self.code = code
        self.details = details
        self.message_id = indonesian.format(**details)
        self.message_en = english.format(**details)
        super().__init__(f"{self.message_id} / {self.message_en}")
