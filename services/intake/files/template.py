"""The letter to download: what stands in its columns."""

from collections.abc import Sequence
from functools import cache

from pydantic import BaseModel

from services.intake.letters import reference
from shared.contracts.intake import SizeClass
from shared.province.serving import kept_for_each_province, province
from shared.tables.forms import FormColumn, empty_form


class TemplateColumn(BaseModel):
    field: str
    heading: str
    comment: str
    example: str = ""
    list: str | None = None


@cache
def columns() -> tuple[TemplateColumn, ...]:
    return tuple(TemplateColumn.model_validate(row) for row in reference.table_of("template.yaml"))


@kept_for_each_province()
def template() -> bytes:
    """The same for every district."""
    first = province().districts[0]
    fields = [
        FormColumn(
            column.heading,
            column.comment,
            column.example.format(code=first.code, area=first.area),
            _choices(column.list),
        )
        for column in columns()
    ]
    return empty_form("Rekomendasi", fields)


def _choices(name: str | None) -> Sequence[tuple[str, str]]:
    """What may be chosen, and what it means."""
    if name == "districts":
        return tuple(province().names.items())
    if name == "commodities":
        return tuple((code, each.name) for code, each in reference.commodities().items())
    return tuple((each.value, "") for each in SizeClass) if name else ()
