"""The table of an office, its columns by the field that they hold."""

from collections.abc import Mapping, Sequence

from services.intake.letters.vocabulary import vocabulary
from shared.tables.understanding.columns import decide
from shared.tables.understanding.decision import Decision
from shared.tables.understanding.headings import Heading

OWNERS = ("Tiurma Sihombing", "Ama Gulö", "Rotua Ginting", "Siti Rahma", "Budi Siregar")
CELLS: Mapping[str, Sequence[str]] = {
    "number": ("1", "2", "3", "4", "5"),
    "business_name": ("UD Maju", "CV Sinar Toba", "Kelompok Tani Jaya", "Dapur Ibu", "UD Sökhi"),
    "further_business": ("CV Baru", "UD Lain", "Toko Ida", "Galeri Toba", "Kilang Kopi"),
    "owner_name": OWNERS,
    "nik": tuple(f"12110145038{n:05}" for n in range(5)),
    "nib": tuple(f"91203004{n:05}" for n in range(5)),
    "phone": tuple(f"08126000{n:04}" for n in range(5)),
    "product": ("Kopi arabika", "Ulos", "Keripik singkong", "Gula aren", "Ikan teri"),
    "hs": ("090111", "6214.90", "HS 2005.20", "170290", "0305.59"),
    "nothing": ("",),
    "yes": ("ya", "ya", "tidak", "ya", "ya"),
    "day": ("12-03-2026", "13-03-2026", "14-03-2026", "1/4/2026", "2/4/2026"),
    "consent": ("ya, 12-03-2026", "ya, 13-03-2026", "tidak", "ya, 14-03-2026", "setuju 1/4/2026"),
    "yearly_sales": ("350", "120", "90", "1.200", "45"),
    "capacity": ("100", "250", "40", "1.500", "60"),
    "birth": ("05-11-1980", "07-02-1975", "23-12-1990", "01-01-1968", "30-06-1985"),
    "village": ("Sigumpar", "Batang Beruh", "Hutarakyat", "Silalahi", "Parbuluan"),
    "email": tuple(f"usaha{n}@contoh.example" for n in range(5)),
    "same_email": ("kkn@contoh.example",),
    "pairs": tuple(
        map("{} / {}".format, OWNERS, ("UD Maju", "CV Sinar", "KT Jaya", "UD Ida", "UD Ama"))
    ),
}


def rows_of(*columns: Sequence[str], count: int = 10) -> list[list[str]]:
    """As many rows as needed; a column that is shorter begins again."""
    return [[column[n % len(column)] for column in columns] for n in range(count)]


def decided(headings: Mapping[str, str] | Sequence[tuple[str, str]], **more: object) -> Decision:
    """Decide for columns of these headings, each with the cells of a field."""
    pairs = list(headings.items()) if isinstance(headings, Mapping) else list(headings)
    sample = rows_of(*(CELLS[field] for _, field in pairs))
    return decide([Heading(text) for text, _ in pairs], sample, vocabulary(), **more)  # type: ignore[arg-type]


def fields_of(decision: Decision) -> list[tuple[str, ...]]:
    return [column.fields for column in decision.columns]
