"""Puts mentoring together."""

from collections.abc import Mapping
from functools import partial

from services.mentoring import api, consumers, jobs
from services.mentoring.handlers import JourneyHandlers
from services.mentoring.model.journey import Journey
from services.mentoring.model.programme import Programme
from services.mentoring.rules.evolution import evolve
from services.mentoring.rules.journeys import decide
from services.mentoring.settings import Settings
from services.mentoring.store import JOURNEYS, MentoringStore
from shared.indonesia.zones import Zone
from shared.plumbing.core.aggregate import Kind
from shared.plumbing.core.versioned import load_versions
from shared.plumbing.mongo import hold_to_versions
from shared.plumbing.run.service import Service
from shared.province import load_province

SOURCE = "/sentra/mentoring"


def create_service(settings: Settings) -> Service:
    """Build without I/O, except for the files of programmes and of the province."""
    service = Service("mentoring", settings, "UMKM become ready to export.")
    store = MentoringStore(service.database)
    programmes = load_versions(settings.programmes, Programme)
    desk = service.aggregates(JOURNEYS, journeys(programmes, load_province(settings.province).zone))
    handlers = JourneyHandlers(desk, store, programmes, service.clock)
    service.prepare(store.prepare)
    service.prepare(handlers.check_programmes)
    service.prepare(partial(hold_to_versions, service.database, programmes))
    service.listen(consumers.subscription(handlers))
    service.serve(api.router(handlers))
    for name, job in jobs.timers(handlers).items():
        service.every_now_and_then(name, job)
    return service


def journeys(programmes: Mapping[int, Programme], zone: Zone) -> Kind[Journey]:
    return Kind(
        name="journey",
        source=SOURCE,
        state=Journey,
        initial=Journey,
        decide=lambda journey, command, now: decide(journey, command, programmes, zone, now),
        evolve=evolve,
    )
