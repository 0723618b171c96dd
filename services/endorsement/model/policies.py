"""How votes become an outcome: versioned data."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, partial
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StringConstraints,
    model_validator,
)

from services.endorsement.model.electorates import Electorate
from shared.contracts.faults import FewFaults
from shared.contracts.ids import AgencyId
from shared.contracts.written import DISTINCT, Day
from shared.plumbing.core.versioned import Versioned, load_versions

Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"\S")
]
FROZEN = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
MOST_ELECTORATES = 2_000


HsBeginning = Annotated[str, Field(pattern=r"^\d{2}(\d{2}){0,2}$")]
HS_DIGITS = (2, 4, 6)
# A policy comes by HTTP to be simulated. A province has some ten agencies.
MOST_WEIGHT = 100
MOST_AGENCIES, MOST_REQUIREMENTS, MOST_CODES, MOST_FORMER_NAMES = 100, 200, 500, 20


class FormerName(BaseModel):
    """An agency's name until a day, inclusive."""

    model_config = FROZEN

    name: Name
    until: Day


class Agency(BaseModel):
    """An agency that votes, with the weight of its endorsement."""

    model_config = FROZEN

    id: AgencyId
    name: Name
    short: Name | None = None
    """The short name, such as `Karantina`."""
    formerly: tuple[FormerName, ...] = Field(default=(), max_length=MOST_FORMER_NAMES)
    weight: StrictInt = Field(default=1, ge=1, le=MOST_WEIGHT)
    veto: StrictBool = False
    """True if its rejection alone rejects."""

    def name_on(self, day: date) -> str:
        """Its name on a day, for documents of that time."""
        past = sorted((each for each in self.formerly if day <= each.until), key=lambda n: n.until)
        return past[0].name if past else self.name


class Requirement(BaseModel):
    """An agency that must endorse certain goods."""

    model_config = FROZEN

    agency: AgencyId
    hs: tuple[HsBeginning, ...] = Field(min_length=1, max_length=MOST_CODES)
    """HS 2022 chapters, headings or subheadings, without dots."""
    because: Name
    """The law or the reason, for explanations."""

    def covers(self, hs6: str) -> bool:
        return hs6.startswith(self.hs)


class Abstaining(StrEnum):
    COUNTS_AGAINST = "counts-against"
    """An abstention endorses nothing. The quorum stays the same."""
    LEAVES = "leaves"
    """An abstaining agency is not counted. The quorum is at most the rest."""


class CriterionWeights(BaseModel):
    """The weight of each of the 3K in the score of a vote."""

    model_config = FROZEN

    kualitas: StrictInt = Field(default=1, ge=0, le=100)
    kuantitas: StrictInt = Field(default=1, ge=0, le=100)
    kontinuitas: StrictInt = Field(default=1, ge=0, le=100)

    @model_validator(mode="after")
    def _one_counts(self) -> Self:
        if not self.kualitas + self.kuantitas + self.kontinuitas:
            raise ValueError("one criterion at least must have a weight")
        return self


class Policy(FewFaults, Versioned):
    """Never edited after its first use. A change is a new version."""

    model_config = FROZEN

    agencies: tuple[Agency, ...] = Field(min_length=1, max_length=MOST_AGENCIES)
    requirements: tuple[Requirement, ...] = Field(default=(), max_length=MOST_REQUIREMENTS)
    quorum: StrictInt = Field(ge=1, le=MOST_AGENCIES * MOST_WEIGHT)
    """The weight that must endorse, at most the weight of all voters."""
    abstaining: Abstaining = Abstaining.COUNTS_AGAINST
    criteria: CriterionWeights = CriterionWeights()
    minimum_score: StrictFloat | None = Field(default=None, ge=0, le=100)
    """The lowest mean score of endorsing votes. With it, an endorsement needs a score."""
    deadline_days: StrictInt = Field(ge=1, le=366)
    reminder_days: tuple[Annotated[StrictInt, Field(ge=1, le=365)], ...] = Field(
        default=(), max_length=366, json_schema_extra=DISTINCT
    )
    """Days before the deadline on which silent agencies are reminded."""
    silence: Literal["lapse"] = "lapse"
    """The outcome at the deadline. It never approves."""

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        for fault in _faults(self):
            raise ValueError(fault)
        return self

    @property
    def deadline(self) -> timedelta:
        return timedelta(days=self.deadline_days)

    @cached_property
    def by_id(self) -> Mapping[str, Agency]:
        return {agency.id: agency for agency in self.agencies}

    def has(self, agency: str) -> bool:
        return agency in self.by_id

    def voters(self, *nominators: str) -> tuple[str, ...]:
        """List the voters: every agency except nominators."""
        return tuple(agency.id for agency in self.agencies if agency.id not in nominators)

    def electorate(self, nominators: tuple[str, ...], hs6: tuple[str, ...]) -> Electorate:
        """The electorate for goods of these codes. Cached, because each vote needs it."""
        key = nominators, hs6
        if key not in self._electorates:
            if len(self._electorates) >= MOST_ELECTORATES:
                self._electorates.clear()
            self._electorates[key] = self._electorate(*key)
        return self._electorates[key]

    @cached_property
    def _electorates(self) -> dict[tuple[tuple[str, ...], tuple[str, ...]], Electorate]:
        return {}

    @cached_property
    def _required(self) -> Mapping[str, Collection[str]]:
        """The required agencies by the beginning of an HS code."""
        required: defaultdict[str, set[str]] = defaultdict(set)
        for each in self.requirements:
            for beginning in each.hs:
                required[beginning].add(each.agency)
        return required

    def _electorate(self, nominators: tuple[str, ...], hs6: tuple[str, ...]) -> Electorate:
        voters = self.voters(*nominators)
        beginnings = {code[:digits] for code in hs6 for digits in HS_DIGITS}
        needed = {agency for each in beginnings for agency in self._required.get(each, ())}
        return Electorate(
            weights={voter: self.by_id[voter].weight for voter in voters},
            # An agency that nominated cannot vote, and nobody else can endorse for it.
            required=tuple(voter for voter in voters if voter in needed),
            vetoing=frozenset(voter for voter in voters if self.by_id[voter].veto),
        )


def load_policies(folder: Path, names: Mapping[str, str]) -> dict[int, Policy]:
    """Load every version. Raises ValueError if one is wrong or none exists."""
    return load_versions(folder, Policy, partial(with_names, names=names))


def with_names(content: Any, names: Mapping[str, str]) -> Any:
    """Add the names of agencies that the province names. A name in the file stays."""
    if not isinstance(content, dict) or not isinstance(content.get("agencies"), list):
        return content
    agencies = [
        {"name": names[str(each["id"])], **each}
        if isinstance(each, dict) and str(each.get("id")) in names
        else each
        for each in content["agencies"]
    ]
    return {**content, "agencies": agencies}


def _faults(policy: Policy) -> list[str]:
    """List the contradictions in a policy."""
    ids = [agency.id for agency in policy.agencies]
    twice = (each for each, times in Counter(ids).items() if times > 1)
    faults = [f"agency {each} is named twice" for each in sorted(twice)]
    faults += [
        f"the requirement names {each.agency}, which is no agency of the policy"
        for each in policy.requirements
        if each.agency not in ids
    ]
    together = sum(agency.weight for agency in policy.agencies)
    if policy.quorum > together:
        faults.append(f"a quorum of {policy.quorum} is beyond all agencies together ({together})")
    if len(set(policy.reminder_days)) < len(policy.reminder_days):
        faults.append("a reminder day is named twice")
    if any(days >= policy.deadline_days for days in policy.reminder_days):
        faults.append("a reminder day lies before the ballot is opened")
    return faults
