"""Bounds what it costs to refuse a body."""

from typing import Any

from pydantic import (
    BaseModel,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

MOST_FAULTS = 20
"""A body of 3 MB can have 250,000. To write them all down took 18 s."""


def with_few_faults(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    """Name the faults, or only their number if there are many."""
    try:
        return handler(value)
    except ValidationError as error:
        count = error.error_count()
        if count <= MOST_FAULTS:
            raise
    raise ValueError(f"has {count} faults")


IN_SHORT = WrapValidator(with_few_faults)
"""For a list that is a body."""


class FewFaults(BaseModel):
    """A body that is refused in short."""

    @model_validator(mode="wrap")
    @classmethod
    def _is_refused_in_short(cls, value: Any, handler: ModelWrapValidatorHandler[Any]) -> Any:
        if isinstance(value, dict) and len(value) > len(cls.model_fields) + MOST_FAULTS:
            raise ValueError(f"has {len(value)} fields")
        return with_few_faults(value, handler)
