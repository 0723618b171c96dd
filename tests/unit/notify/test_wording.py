"""How events are put into words."""

import pytest

from services.notify.rules.wording import render, say
from shared.contracts.endorsement import PriorityListPublished
from shared.contracts.envelope import Event
from shared.contracts.mentoring import ExportRecorded, JourneyStarted, StageOverdue
from tests.support.provinces import SUMUT
from tests.unit.notify.builders import JOURNEY, NOW, an_envelope, events, the_catalogue

CATALOGUE = the_catalogue()


def fields_of(kind: type[Event]) -> dict[str, str]:
    event = next(event for event in events() if isinstance(event, kind))
    return say(event, CATALOGUE.words, SUMUT)


def test_every_rule_has_an_event_in_these_tests() -> None:
    assert {event.type for event in events()} == set(CATALOGUE.rules)


@pytest.mark.parametrize("event", events(), ids=lambda event: event.type)
def test_every_template_of_every_version_renders(event: Event) -> None:
    fields = say(event, CATALOGUE.words, SUMUT)
    for rule in CATALOGUE.rules[event.type]:
        for (name, _), template in CATALOGUE.templates.items():
            if name != rule.template:
                continue
            words = render(template, fields, "Tiurma Sihombing")

            whole = words.subject + words.body + words.short
            assert "$" not in whole
            assert "None" not in whole
            assert words.body.startswith("Yth. ")
            assert "Tiurma Sihombing" in words.body
            assert words.body.index("Hormat kami") < words.body.index("English:")
            assert "\n" not in words.subject + words.short
            assert len(words.short) <= 500


def test_every_template_is_used_by_a_rule() -> None:
    used = {rule.template for rules in CATALOGUE.rules.values() for rule in rules}

    assert used == {name for name, _ in CATALOGUE.templates}


def test_times_are_told_in_wib_in_both_languages() -> None:
    fields = fields_of(StageOverdue)

    assert fields["due_at"] == "1 Maret 2026 pukul 10.00 WIB"
    assert fields["due_at_en"] == "1 March 2026, 10:00 WIB"
    assert fields_of(ExportRecorded)["exported_on"] == "1 Maret 2026"


def test_amounts_are_written_as_each_language_does() -> None:
    fields = fields_of(ExportRecorded)

    assert (fields["value_usd"], fields["value_usd_en"]) == ("12.500,50", "12,500.50")
    assert fields_of(PriorityListPublished)["placed"] == "1.000"


def test_a_country_and_a_district_are_told_by_their_names() -> None:
    fields = fields_of(ExportRecorded)

    assert (fields["destination"], fields["destination_en"]) == ("Jepang", "Japan")
    assert fields["place"] == "Kabupaten Humbang Hasundutan"


def test_programmes_stages_and_items_are_told_by_the_names_in_the_event() -> None:
    fields = fields_of(StageOverdue)
    started = fields_of(JourneyStarted)

    assert (fields["stage"], fields["stage_en"]) == ("Perizinan", "Licensing")
    assert fields["missing"] == "Nomor Induk Berusaha (NIB), Sertifikat halal"
    assert fields["missing_en"] == "Business identification number (NIB), Halal certificate"
    assert (started["programme"], started["stages"]) == ("Siap Ekspor", "Kemasan, Perizinan")


def test_an_event_from_before_the_names_tells_its_codes_as_plain_words() -> None:
    old = StageOverdue(**JOURNEY, stage="export-ready", due_at=NOW, missing=("lab-test", "nib"))

    fields = say(old, CATALOGUE.words, SUMUT)

    assert (fields["stage"], fields["stage_en"]) == ("export ready", "export ready")
    assert fields["missing"] == "lab test, nib"


def test_a_sign_of_templates_in_an_event_is_text() -> None:
    event = an_envelope(events()[0]).data.model_copy(update={"title": "$umkm ${x} $$"})
    fields = say(event, CATALOGUE.words, SUMUT)

    words = render(CATALOGUE.templates["round-opened", 1], fields, "Dinas")

    assert "$umkm ${x} $$" in words.subject


def test_a_line_break_in_an_event_stays_out_of_the_subject() -> None:
    event = an_envelope(events()[0]).data.model_copy(update={"title": "Satu\r\nBcc: x@y.example"})
    fields = say(event, CATALOGUE.words, SUMUT)

    words = render(CATALOGUE.templates["round-opened", 1], fields, "Dinas")

    assert words.subject == "Rekomendasi UMKM dibuka: Satu Bcc: x@y.example"


def test_a_field_that_the_event_does_not_say_is_an_error() -> None:
    with pytest.raises(KeyError):
        render(CATALOGUE.templates["round-opened", 1], {}, "Dinas")
