"""Nominations as CSV, streamed; private data are masked before."""

from collections.abc import AsyncIterable, AsyncIterator

from services.intake.model.dossiers import Seen
from services.intake.model.masking import RecommendationView
from shared.tables.writing import BOM, record

HEADINGS = (
    *("umkm_id", "kabupaten_kota", "keadaan", "alasan_kode", "alasan", "diusulkan_pada", "berkas"),
    *("nama_usaha", "nama_pemilik", "nik", "nib", "telepon", "email", "desa", "kecamatan", "kbli"),
    "skala",
    *("omzet_setahun", "modal", "tenaga_kerja", "tahun_berdiri", "merek", "dasar_persetujuan"),
    *("produk", "kode_hs", "asal_kode_hs", "calon_kode_hs", "peringkat", "alasan_usulan"),
)

_FIGURES = ("yearly_sales", "capital", "employees", "founded_year", "brand", "consent_basis")


async def as_csv(round_id: str, dossiers: AsyncIterable[Seen]) -> AsyncIterator[str]:
    """One record for each UMKM, as it stands in the round."""
    yield BOM + record(HEADINGS)
    async for each in dossiers:
        yield record(_cells(round_id, each))


def _cells(round_id: str, seen: Seen) -> list[str]:
    nomination = seen.nomination
    standing, newest = nomination.find_in(round_id), nomination.recommendation
    assert standing  # noqa: S101 - it was found by it
    assert newest  # noqa: S101 - a UMKM in a round was recommended
    view = RecommendationView.of(newest, {})
    return [
        *(nomination.umkm_id, standing.district, standing.status, standing.reason_code or ""),
        *(standing.reason or "", standing.recommended_at.isoformat(), standing.place),
        *(view.business_name, view.owner_name or "", view.nik or "", view.nib or ""),
        *(view.phone or "", view.email or "", view.village or "", view.subdistrict or ""),
        *(view.kbli or "", view.size_class or ""),
        *("" if getattr(view, name) is None else str(getattr(view, name)) for name in _FIGURES),
        "; ".join(product.name for product in view.products),
        "; ".join(product.hs6 or "" for product in view.products),
        "; ".join(product.hs_source if product.hs6 else "" for product in view.products),
        "; ".join(" / ".join(product.candidates) for product in view.products),
        *("" if view.rank is None else str(view.rank), view.reason or ""),
    ]
