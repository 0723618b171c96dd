"""Who adds a stage to a programme edits one file: the notices use its names."""

from functools import reduce

from services.mentoring.model.commands import SayOverdue
from services.mentoring.model.journey import Journey
from services.mentoring.rules.evolution import evolve
from services.mentoring.rules.journeys import decide
from services.notify.rules.wording import render, say
from shared.contracts.envelope import Event
from shared.contracts.mentoring import StageOverdue
from shared.indonesia.zones import Zone
from shared.plumbing.core.failures import Refused
from shared.plumbing.core.wire import MessageReader, Origin, encode
from tests.support.provinces import SUMUT
from tests.unit.mentoring.builders import DAY, NOW, a_place, a_programme, a_stage, an_item
from tests.unit.notify.builders import the_catalogue

NEW_STAGE = a_stage("sensory-test", 30, an_item("tasting-report"))


def as_received(event: Event) -> Event:
    raw = encode(event, "journey/u-1:2:0", Origin("/sentra/mentoring", NOW))
    envelope = MessageReader([type(event)]).read(raw)
    assert envelope
    received: Event = envelope.data
    return received


def test_a_programme_with_a_new_stage_sends_its_names_to_the_owner() -> None:
    programmes = {1: a_programme(stages=[NEW_STAGE])}
    started = decide(Journey("u-1"), a_place(), programmes, Zone.WIB, NOW)
    assert not isinstance(started, Refused)
    journey = reduce(evolve, started, Journey("u-1"))
    late = NOW + 31 * DAY
    outcome = decide(journey, SayOverdue(seen_at=late), programmes, Zone.WIB, late)
    assert not isinstance(outcome, Refused)
    [overdue] = outcome
    catalogue = the_catalogue()

    fields = say(as_received(overdue), catalogue.words, SUMUT)
    [rule] = catalogue.rules[StageOverdue.type]
    template = catalogue.templates[rule.template, catalogue.newest(rule.template)]
    notice = render(template, fields, "Tiurma")

    assert notice.subject == "Tahap Nama sensory-test Anyaman Toba melewati batas waktu"
    assert "Yang belum lengkap: Nama tasting-report." in notice.body
    assert "the stage Name of sensory-test" in notice.body
    assert "Still missing: Name of tasting-report." in notice.body
