"""A province as data."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared.contracts.ids import DistrictCode
from shared.indonesia.zones import Zone

FROZEN = ConfigDict(frozen=True, extra="forbid")
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
_OF_DISTRICT, _OF_AGENCY = "district:", "agency:"
_SHORT_AREA_CODE = 2
_NUMBER, _LONG_NUMBER = "[1-9][0-9]{4,6}", "[1-9][0-9]{6,7}"


class District(BaseModel):
    """A kabupaten or kota."""

    model_config = FROZEN

    code: DistrictCode
    bps_code: Annotated[str, Field(pattern=r"^\d{4}$")]
    """The statistics office numbers districts in another order."""
    name: Line
    """With its kind: `Kabupaten Toba`."""
    short_name: Line
    capital: Line
    also_called: tuple[Line, ...] = ()

    @property
    def area(self) -> str:
        """The code without its dot, as a NIK begins."""
        return self.code.replace(".", "")


class Subdistrict(BaseModel):
    """A kecamatan."""

    model_config = FROZEN

    code: Annotated[str, Field(pattern=r"^\d\d\.\d\d\.\d\d$")]
    name: Line
    also_called: tuple[Line, ...] = ()


class Office(BaseModel):
    """The office of a district, or an agency, that gets notices."""

    model_config = FROZEN

    id: Annotated[str, Field(pattern=r"^(district:\d\d\.\d\d|agency:[a-z0-9][a-z0-9-]{0,39})$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]


class Letterhead(BaseModel):
    """The office that publishes the priority list."""

    model_config = FROZEN

    government: Line
    office: Line
    unit: Line
    city: Line
    signed_by: Line


class Province(BaseModel):
    """All that belongs to one province."""

    model_config = FROZEN

    folder: Path
    code: Annotated[str, Field(pattern=r"^\d\d$")]
    name: Line
    name_en: Line
    zone: Zone
    letterhead: Letterhead
    area_codes: tuple[Annotated[str, Field(pattern=r"^[1-9][0-9x]{1,2}$")], ...]
    """Of land lines, without the zero. `x` is any digit."""
    origins: frozenset[str]
    """Names of places and peoples. Beside a product they change nothing."""
    districts: tuple[District, ...]
    subdistricts: tuple[Subdistrict, ...]
    offices: tuple[Office, ...]

    def __hash__(self) -> int:
        return hash(self.code)  # needed several times for each row of a letter

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for fault in _faults(self):
            raise ValueError(fault)
        return self

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of districts by code."""
        return {district.code: district.name for district in self.districts}

    @cached_property
    def office_by_id(self) -> Mapping[str, Office]:
        return {office.id: office for office in self.offices}

    @cached_property
    def agencies(self) -> Mapping[str, str]:
        """Names of agencies by id."""
        return {
            office.id.removeprefix(_OF_AGENCY): office.name
            for office in self.offices
            if office.id.startswith(_OF_AGENCY)
        }

    @cached_property
    def areas(self) -> frozenset[str]:
        """The areas with which a NIK of this province begins."""
        return frozenset(district.area for district in self.districts)

    @cached_property
    def land_lines(self) -> re.Pattern[str]:
        """National numbers of land lines: a short area code has longer numbers."""
        forms = (
            code.replace("x", "[0-9]")
            + (_LONG_NUMBER if len(code) == _SHORT_AREA_CODE else _NUMBER)
            for code in self.area_codes
        )
        return re.compile("|".join(forms))

    @cached_property
    def meanings(self) -> Mapping[str, Mapping[str, str]]:
        """The districts that four digits without a dot can mean, by authority."""
        meanings: dict[str, dict[str, str]] = {}
        for district in self.districts:
            meanings.setdefault(district.area, {})["Kemendagri"] = district.code
            meanings.setdefault(district.bps_code, {})["BPS"] = district.code
        return meanings


def _faults(province: Province) -> Iterator[str]:
    """Mistakes between lines, with the file to mend."""
    codes = [district.code for district in province.districts]
    bps_codes = [district.bps_code for district in province.districts]
    if not codes:
        yield "districts.csv: there is no district"
    for each in sorted(_repeated(codes) | _repeated(bps_codes)):
        yield f"districts.csv: {each} is there twice"
    for each in codes:
        if not each.startswith(f"{province.code}."):
            yield f"districts.csv: {each} does not begin with the code {province.code}"
    for subdistrict in province.subdistricts:
        if subdistrict.code.rpartition(".")[0] not in codes:
            yield f"subdistricts.csv: {subdistrict.code} is in no district"
    yield from _faults_of_offices(province)


def _faults_of_offices(province: Province) -> Iterator[str]:
    ids = [office.id for office in province.offices]
    needed = {_OF_DISTRICT + code for code in province.names}
    for each in sorted(_repeated(ids)):
        yield f"offices.csv: {each} is there twice"
    for each in sorted(needed.difference(ids)):
        yield f"offices.csv: the office {each} is missing"
    for each in ids:
        if each.startswith(_OF_DISTRICT) and each not in needed:
            yield f"offices.csv: {each} is the office of no district"
    if not province.agencies:
        yield "offices.csv: there is no agency"


def _repeated(values: list[str]) -> set[str]:
    return {each for each in values if values.count(each) > 1}
