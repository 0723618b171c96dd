"""The province that is served here: in a request, in a worker, in a child process.

It is no argument, because FastAPI reads the codes of districts in a body before any of our
functions is called. It has no default, so a question for it fails anywhere else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from shared.province.model import Province

SERVED: ContextVar[Province] = ContextVar("served province")
P = ParamSpec("P")
T = TypeVar("T")


def province() -> Province:
    """Raises LookupError if no province is served."""
    return SERVED.get()


@contextmanager
def serving(served: Province) -> Iterator[None]:
    token = SERVED.set(served)
    try:
        yield
    finally:
        SERVED.reset(token)


def kept_for_each_province(size: int | None = None) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Remember results for each province apart."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        kept: Callable[..., T] = lru_cache(size)(
            lambda _, *args, **kwargs: function(*args, **kwargs)
        )

        @wraps(function)
        def of_the_served(*args: P.args, **kwargs: P.kwargs) -> T:
            return kept(province(), *args, **kwargs)

        return of_the_served

    return decorate
