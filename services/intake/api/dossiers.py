"""Nominations as people look for them: filtered, page by page, as a spreadsheet, with history."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from services.intake.api.answers import ensure_round
from services.intake.api.nominations import ensure_reach, unknown
from services.intake.api.single import SpokenDistrict
from services.intake.files.dossiers import as_csv
from services.intake.handlers.nominations import Nominations
from services.intake.letters import reference
from services.intake.model.dossiers import HistoryLine, Wanted
from services.intake.model.masking import NominationView
from services.intake.model.nominations import Nomination, NominationStatus
from shared.contracts.ids import RoundId, UmkmId
from shared.plumbing.access import AGENCY, AUDITOR, DISTRICT, OWNER, PROVINCE, Role, present_caller
from shared.plumbing.http import CSV, WITH_ETAG, as_file, etag
from shared.plumbing.http.doors import Doors
from shared.plumbing.http.reach import narrowed

BUT_AGENCIES = frozenset(Role) - {AGENCY}
"""Agencies see nothing of the owner."""
Part = Annotated[str | None, Query(min_length=2, max_length=100, pattern=r"^[^\x00]*$")]


def wanted(
    round_id: RoundId,
    district: SpokenDistrict | None = None,
    status: NominationStatus | None = None,
    commodity: Part = None,
    text: Part = None,
) -> Wanted:
    return Wanted(round_id, narrowed(DISTRICT, district), status, commodity, text)


def router(nominations: Nominations) -> Doors:
    routes = Doors("nominations")
    dossiers = nominations.dossiers

    @routes.get(
        "/rounds/{round_id}/nominations",
        to=[PROVINCE, AUDITOR, DISTRICT.by_object, AGENCY],
    )
    async def list_nominations(
        which: Annotated[Wanted, Depends(wanted)],
        request: Request,
        response: Response,
        after: Annotated[str | None, Query(max_length=64)] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> list[NominationView]:
        """By UMKM id; the header `Link` leads to the next page. Private data are masked.

        `commodity` is the beginning of an HS code or a part of a product's name, `text` a part of
        the name of the business or its owner. `status=commodity-open` lists what waits for an HS
        code, with the candidates of each product. A page stays what it is while others are added.
        """
        await ensure_round(nominations.desks, which.round_id)
        listed = await dossiers.list_wanted(which, after, limit)
        if len(listed) == limit:
            following = request.url.include_query_params(after=listed[-1].nomination.umkm_id)
            response.headers["link"] = f'<{following.path}?{following.query}>; rel="next"'
        return [_view(each.nomination) for each in listed]

    @routes.get(
        "/rounds/{round_id}/nominations.csv",
        to=[PROVINCE, AUDITOR, DISTRICT.by_object],
        response_class=StreamingResponse,
    )
    async def export_nominations(which: Annotated[Wanted, Depends(wanted)]) -> StreamingResponse:
        """Exactly what is filtered, as a spreadsheet; private data are masked."""
        await ensure_round(nominations.desks, which.round_id)
        text = as_csv(which.round_id, dossiers.stream_wanted(which))
        name = as_file(f"usulan-{which.round_id}.csv")
        return StreamingResponse(text, media_type=CSV, headers=name)

    @routes.get(
        "/nominations/{umkm_id}",
        to=[
            PROVINCE,
            AUDITOR,
            DISTRICT.by_object,
            AGENCY,
            OWNER.of("umkm_id"),
        ],
        responses=WITH_ETAG,
    )
    async def get_nomination(umkm_id: UmkmId, response: Response) -> NominationView:
        """Give the dossier of one UMKM, and its version as `ETag`.

        NIK, phone and e-mail are masked and the address is left out, for everybody. An agency
        sees nothing of the owner.
        """
        seen = await dossiers.find(umkm_id)
        if seen is None or not present_caller().reaches(**seen.nomination.owners, umkm=umkm_id):
            raise unknown(umkm_id)
        response.headers["etag"] = etag(seen.version)
        return _view(seen.nomination)

    @routes.get(
        "/nominations/{umkm_id}/history",
        to=[PROVINCE, AUDITOR, DISTRICT.by_object, OWNER.of("umkm_id")],
    )
    async def get_history(umkm_id: UmkmId) -> list[HistoryLine]:
        """All that was asked of it and what came of that, the oldest first."""
        await ensure_reach(nominations, umkm_id)
        history = await dossiers.list_history(umkm_id)
        if not history:
            raise unknown(umkm_id)
        return history

    return routes


def _view(nomination: Nomination) -> NominationView:
    names = {code: commodity.name for code, commodity in reference.commodities().items()}
    view, caller = NominationView.of(nomination, names), present_caller()
    owners = nomination.owners | {"umkm": nomination.umkm_id}
    return view if caller.reaches(BUT_AGENCIES, **owners) else view.without_owner()
