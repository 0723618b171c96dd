"""When an export counts."""

from datetime import date

import pytest

from services.mentoring.model.commands import RecordExport
from shared.contracts.mentoring import ExportRecorded
from tests.unit.mentoring.builders import a_journey, a_ready_journey, ask, refusal


def an_export(peb_number: str = "123456", **more: object) -> RecordExport:
    usual = {"destination": "MY", "value_usd": 1250.5, "exported_on": date(2026, 11, 1)}
    return RecordExport.model_validate({"peb_number": peb_number, **usual, **more})


def test_the_first_export_is_marked_as_such() -> None:
    journey, first = ask(a_ready_journey(), an_export("1"))
    journey, second = ask(journey, an_export("2"))

    flags = [e.first for e in (*first, *second) if isinstance(e, ExportRecorded)]
    assert flags == [True, False]
    assert [export.peb_number for export in journey.exports] == ["1", "2"]


def test_the_day_of_an_export_is_kept_as_it_was_told() -> None:
    journey, _ = ask(a_ready_journey(), an_export())

    assert journey.exports[0].exported_on == date(2026, 11, 1)


def test_a_umkm_that_is_not_export_ready_records_no_export() -> None:
    assert refusal(a_journey(), an_export()) == "not-export-ready"


def test_a_customs_declaration_counts_once_however_it_is_written() -> None:
    journey, _ = ask(a_ready_journey(), an_export("ab-1"))

    assert refusal(journey, an_export(" AB-1 ", value_usd=9)) == "duplicate-peb"


def test_an_export_goes_abroad_and_is_not_of_tomorrow() -> None:
    journey = a_ready_journey()

    assert refusal(journey, an_export(destination="ID")) == "not-abroad"
    assert refusal(journey, an_export(exported_on=date(2026, 11, 3))) == "in-the-future"


@pytest.mark.parametrize(
    "wrong", [{"value_usd": 0}, {"value_usd": "inf"}, {"destination": "my"}, {"peb_number": ""}]
)
def test_a_malformed_export_is_not_even_a_command(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        an_export(**wrong)  # type: ignore[arg-type] # that is the point
