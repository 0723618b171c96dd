"""What it costs to refuse a body does not grow with its faults."""

from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.contracts.faults import IN_SHORT, MOST_FAULTS, FewFaults


class Parcel(FewFaults, extra="forbid"):
    weights: list[int]


PARCELS: TypeAdapter[list[Parcel]] = TypeAdapter(Annotated[list[Parcel], IN_SHORT])


def faults_of(parcels: list[Any]) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        PARCELS.validate_python(parcels)
    return [each["msg"] for each in caught.value.errors()]


def test_some_faults_are_named_each() -> None:
    assert len(faults_of([{"weights": ["x"] * MOST_FAULTS}])) == MOST_FAULTS


@pytest.mark.parametrize(
    ("parcels", "fault"),
    [
        ([{"weights": ["x"] * 1000}], "Value error, has 1000 faults"),
        ([{"weights": [], **{f"k{n}": 0 for n in range(1000)}}], "Value error, has 1001 fields"),
        ([{}] * 1000, "Value error, has 1000 faults"),
    ],
    ids=["items", "fields", "parcels"],
)
def test_many_faults_are_counted(parcels: list[Any], fault: str) -> None:
    assert faults_of(parcels) == [fault]


def test_what_has_no_fault_is_taken() -> None:
    assert PARCELS.validate_python([{"weights": [1]}])[0].weights == [1]
