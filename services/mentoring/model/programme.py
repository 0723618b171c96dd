"""A programme: stages, items and due dates, as versioned data."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.contracts.ids import ItemId, StageId
from shared.contracts.names import Names
from shared.plumbing.core.versioned import Versioned

HsPrefix = Annotated[str, Field(pattern=r"^\d{2,6}$")]


class ProgrammePart(BaseModel):
    """A part of a programme file. An unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class EvidenceKind(StrEnum):
    DOCUMENT = "document"
    CERTIFICATE = "certificate"
    PHOTO = "photo"
    LINK = "link"


class ForHs(ProgrammePart):
    """For UMKM with an HS code that begins with one of these."""

    hs: tuple[HsPrefix, ...] = Field(min_length=1)


class Item(ProgrammePart):
    """One thing that a UMKM has to show."""

    id: ItemId
    name: Names
    evidence: EvidenceKind
    required: Literal["always"] | ForHs

    def is_required(self, hs6: tuple[str, ...]) -> bool:
        if isinstance(self.required, ForHs):
            return any(code.startswith(self.required.hs) for code in hs6)
        return True


class Stage(ProgrammePart):
    id: StageId
    name: Names
    due_within_days: int = Field(ge=1, le=3650)
    items: tuple[Item, ...] = Field(min_length=1)

    @property
    def due_within(self) -> timedelta:
        return timedelta(days=self.due_within_days)

    def required(self, hs6: tuple[str, ...]) -> tuple[str, ...]:
        """List the items that a UMKM with these products needs."""
        return tuple(item.id for item in self.items if item.is_required(hs6))

    def names_of(self, item_ids: Sequence[str]) -> tuple[Names, ...]:
        names = {item.id: item.name for item in self.items}
        return tuple(names[item_id] for item_id in item_ids)


class Programme(ProgrammePart, Versioned):
    """The template of a journey, never edited after its first use."""

    id: StageId
    name: Names
    stages: tuple[Stage, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        stages = [stage.id for stage in self.stages]
        items = [item.id for stage in self.stages for item in stage.items]
        for ids in (stages, items):
            if len(set(ids)) != len(ids):
                raise ValueError(f"ids must be unique in a programme: {ids}")
        for stage in self.stages:
            if not stage.required(()):
                # Otherwise a stage could be complete at its start.
                raise ValueError(f"stage {stage.id} needs an item that is always required")
        return self

    def stage(self, stage_id: str) -> Stage:
        return next(stage for stage in self.stages if stage.id == stage_id)

    def after(self, stage_id: str) -> Stage | None:
        """Return the next stage, or None after the last."""
        place = self.stages.index(self.stage(stage_id)) + 1
        return self.stages[place] if place < len(self.stages) else None

    def requires(self, item_id: str, hs6: tuple[str, ...]) -> bool:
        return any(item_id in stage.required(hs6) for stage in self.stages)
