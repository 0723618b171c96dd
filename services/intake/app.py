"""Puts intake together."""

from fastapi import APIRouter, Depends

from services.intake import jobs
from services.intake.api import (
    conflicts,
    dossiers,
    likenesses,
    nominations,
    round_changes,
    rounds,
    uploads,
)
from services.intake.api import imports as imports_api
from services.intake.api import questions as questions_api
from services.intake.handlers.desks import Desks
from services.intake.handlers.imports import Imports
from services.intake.handlers.likenesses import Likenesses
from services.intake.handlers.nominations import Nominations
from services.intake.handlers.people import People
from services.intake.handlers.questions import Questions
from services.intake.handlers.rounds import Rounds
from services.intake.model.nominations import Nomination
from services.intake.model.responses import Response
from services.intake.model.rounds import Round
from services.intake.rules.dossiers import evolve_nomination
from services.intake.rules.nominations import (
    decide_nomination,
    learn_from_refused,
)
from services.intake.rules.responses import decide_response, evolve_response
from services.intake.rules.rounds import decide_round, evolve_round
from services.intake.settings import Settings
from services.intake.store.dossiers import Dossiers
from services.intake.store.headings import HeadingStore
from services.intake.store.imports import ImportStore
from services.intake.store.likenesses import LikenessStore
from services.intake.store.lookups import NOMINATIONS, RESPONSES, ROUNDS, IntakeStore
from shared.plumbing.aggregate import Kind
from shared.plumbing.service import Service

SOURCE = "/sentra/intake"


def create_service(settings: Settings) -> Service:
    """Build without any I/O."""
    service = Service("intake", settings, "Districts recommend their best UMKM.")
    service.uploads = ("/imports",)
    store = IntakeStore(service.database)
    desks = Desks(
        rounds=service.aggregates(ROUNDS, ROUND),
        responses=service.aggregates(RESPONSES, RESPONSE),
        nominations=service.aggregates(NOMINATIONS, NOMINATION),
        store=store,
        clock=service.clock,
    )
    service.prepare(store.prepare)
    by_round = Rounds(desks)
    service.serve(rounds.router(by_round))
    service.serve(round_changes.router(by_round))
    key = settings.identity_key
    kept = ImportStore(service.database)
    service.prepare(kept.prepare)
    headings = HeadingStore(service.database)
    service.prepare(headings.prepare)
    imports = Imports(
        desks, kept, headings, key, settings.import_lease_seconds, settings.import_kept_days
    )
    known = Dossiers(service.database)
    by_umkm = Nominations(desks, key, known)
    service.serve(_attended(nominations.router(by_umkm), imports.people))
    service.serve(dossiers.router(by_umkm))
    alike = LikenessStore(service.database)
    service.prepare(alike.prepare)
    likely = Likenesses(desks, alike, known, key, kept)
    service.serve(likenesses.router(likely))
    service.serve(conflicts.router(by_umkm))
    service.serve(uploads.router(imports, settings.import_limit_bytes))
    service.serve(imports_api.router(imports))
    questions = Questions(imports, headings, service.clock)
    service.serve(questions_api.router(questions))
    service.work(imports.work)
    for name, job in jobs.timers(by_round, imports, likely).items():
        service.every_now_and_then(name, job)
    return service


def _attended(router: APIRouter, people: People) -> APIRouter:
    """The same routes, before which imports give way."""
    attended = APIRouter(dependencies=[Depends(people.attend)])
    attended.include_router(router)
    return attended


def new_response(key: str) -> Response:
    round_id, _, district = key.rpartition("/")
    return Response(round_id, district)


ROUND = Kind("round", SOURCE, Round, Round, decide_round, evolve_round)
RESPONSE = Kind("response", SOURCE, Response, new_response, decide_response, evolve_response)
NOMINATION = Kind(
    "nomination",
    SOURCE,
    Nomination,
    Nomination,
    decide_nomination,
    evolve_nomination,
    learn_from_refused,
)
