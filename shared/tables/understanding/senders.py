"""Leaves out e-mail addresses that belong to no single business."""

from collections.abc import Sequence
from dataclasses import replace

from shared.tables.understanding.asking import CONTRADICTED
from shared.tables.understanding.cases import Case
from shared.tables.understanding.decision import Column, Reason
from shared.tables.understanding.headings import CLEAR


def with_own_emails(columns: tuple[Column, ...], cases: Sequence[Case]) -> tuple[Column, ...]:
    """The columns, without the address of a whole group, such as the one of the dinas.

    Also without the address of the person who filled in a web form, if another column has one:
    the form adds it behind the time, before its questions. The answers of people stay.
    """
    unanswered = [c for c in columns if c.reason not in {Reason.ANSWERED, Reason.REMEMBERED}]
    shared = {c.place: Reason.SHARED for c in unanswered if _repeats_an_email(cases[c.place])}
    own = [c for c in columns if c.fields == ("email",) and c.place not in shared]
    of_form = {
        column.place: Reason.PASSED_OVER
        for column in own
        if column in unanswered and column.place and _is_a_time(cases[column.place - 1])
    }
    left_out = shared | (of_form if len(of_form) < len(own) else {})
    return tuple(
        replace(c, fields=(), reason=left_out[c.place]) if c.place in left_out else c
        for c in columns
    )


def _is_a_time(case: Case) -> bool:
    return case.best == "-timestamp"


def _repeats_an_email(case: Case) -> bool:
    is_email = case.by_heading.get("email", 0.0) >= CLEAR and any(case.cells)
    repeats = case.by_cells.get("email", 0.0) <= CONTRADICTED
    return is_email and repeats and all("@" in cell for cell in case.cells if cell)
