"""When an export counts."""

from datetime import date

import pytest

from services.mentoring.model.commands import RecordExport
from shared.contracts.mentoring import ExportRecorded
from tests.unit.mentoring.builders import a_journey, a_ready_journey, given


def an_export(peb_number: str = "123456", **more: object) -> RecordExport:
    usual = {"destination": "MY", "value_usd": 1250.5, "exported_on": date(2026, 11, 1)}
    return RecordExport.model_validate({"peb_number": peb_number, **usual, **more})


def test_the_first_export_is_marked_as_such() -> None:
    first = given(a_ready_journey()).when(an_export("1"))
    second = first.when(an_export("2"))

    assert [each.the(ExportRecorded).first for each in (first, second)] == [True, False]
    assert [export.peb_number for export in second.state.exports] == ["1", "2"]


def test_the_day_of_an_export_is_kept_as_it_was_told() -> None:
    journey = given(a_ready_journey()).when(an_export()).state

    assert journey.exports[0].exported_on == date(2026, 11, 1)


def test_a_umkm_that_is_not_export_ready_records_no_export() -> None:
    given(a_journey()).when(an_export()).then_refused("not-export-ready")


def test_a_customs_declaration_counts_once_however_it_is_written() -> None:
    exported = given(a_ready_journey()).when(an_export("ab-1"))

    exported.when(an_export(" AB-1 ", value_usd=9)).then_refused("duplicate-peb")


def test_an_export_goes_abroad_and_is_not_of_tomorrow() -> None:
    journey = a_ready_journey()

    given(journey).when(an_export(destination="ID")).then_refused("not-abroad")
    given(journey).when(an_export(exported_on=date(2026, 11, 3))).then_refused("in-the-future")


@pytest.mark.parametrize(
    "wrong", [{"value_usd": 0}, {"value_usd": "inf"}, {"destination": "my"}, {"peb_number": ""}]
)
def test_a_malformed_export_is_not_even_a_command(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        an_export(**wrong)  # type: ignore[arg-type] # that is the point
