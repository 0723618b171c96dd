"""Puts intake together."""

from functools import partial

from services.intake import jobs
from services.intake.api import (
    conflicts,
    dossiers,
    imports,
    likenesses,
    nominations,
    questions,
    round_changes,
    rounds,
    uploads,
)
from services.intake.handlers.desks import Desks
from services.intake.handlers.imports import Imports
from services.intake.handlers.likenesses import Likenesses
from services.intake.handlers.nominations import Nominations
from services.intake.handlers.questions import Questions
from services.intake.handlers.rounds import Rounds
from services.intake.model.nominations import Nomination
from services.intake.model.responses import Response
from services.intake.model.rounds import Round
from services.intake.rules.dossiers import evolve_nomination
from services.intake.rules.nominations import decide_nomination, learn_from_refused
from services.intake.rules.responses import decide_response, evolve_response, new_response
from services.intake.rules.rounds import decide_round, evolve_round
from services.intake.settings import OTHER_IDENTITY_KEY, Settings
from services.intake.store.dossiers import Dossiers
from services.intake.store.headings import HeadingStore
from services.intake.store.imports import ImportStore
from services.intake.store.likenesses import LikenessStore
from services.intake.store.lookups import NOMINATIONS, RESPONSES, ROUNDS, IntakeStore
from shared.indonesia.zones import Zone
from shared.plumbing.core.aggregate import Kind
from shared.plumbing.mongo import hold_to_secret
from shared.plumbing.run.service import Service
from shared.province import load_province
from shared.province.hosting import requests_in, serving_in

SOURCE = "/sentra/intake"


def create_service(settings: Settings) -> Service:
    """Build without any I/O but the files of the province."""
    province = load_province(settings.province)
    service = Service("intake", settings, "Districts recommend their best UMKM.")
    service.key_owner = "agency"
    service.uploads = ("/rounds/{round_id}/imports",)
    key = settings.identity_key
    service.prepare(
        partial(hold_to_secret, service.database, "SENTRA_IDENTITY_KEY", key, OTHER_IDENTITY_KEY)
    )
    stores = store, kept, headings, alike = (
        IntakeStore(service.database),
        ImportStore(service.database),
        HeadingStore(service.database),
        LikenessStore(service.database),
    )
    for each in stores:
        service.prepare(each.prepare)
    desks = Desks(
        rounds=service.aggregates(ROUNDS, ROUND),
        responses=service.aggregates(RESPONSES, RESPONSE),
        nominations=service.aggregates(NOMINATIONS, nominations_in(province.zone)),
        store=store,
        clock=service.clock,
    )
    known, by_round = Dossiers(service.database), Rounds(desks)
    importing = Imports(
        desks, kept, headings, key, settings.import_lease_seconds, settings.import_kept_days
    )
    by_umkm, likely = Nominations(desks, key, known), Likenesses(desks, alike, known, key, kept)
    in_province = requests_in(province)
    service.serve(rounds.router(by_round), in_province)
    service.serve(round_changes.router(by_round), in_province)
    service.serve(nominations.router(by_umkm), in_province, importing.people.attend)
    service.serve(dossiers.router(by_umkm), in_province)
    service.serve(likenesses.router(likely), in_province)
    service.serve(conflicts.router(by_umkm), in_province)
    service.serve(uploads.router(importing, settings.import_limit_bytes), in_province)
    service.serve(imports.router(importing), in_province)
    service.serve(questions.router(Questions(importing, headings, service.clock)), in_province)
    service.work(serving_in(importing.work, province))
    for name, job in jobs.timers(by_round, importing, likely).items():
        service.every_now_and_then(name, job)
    return service


ROUND = Kind("round", SOURCE, Round, Round, decide_round, evolve_round)
RESPONSE = Kind("response", SOURCE, Response, new_response, decide_response, evolve_response)


def nominations_in(zone: Zone) -> Kind[Nomination]:
    return Kind(
        "nomination",
        SOURCE,
        Nomination,
        Nomination,
        lambda nomination, command, now: decide_nomination(nomination, command, zone, now),
        evolve_nomination,
        learn_from_refused,
    )
