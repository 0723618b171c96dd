"""Leaves out the e-mail address of the person who filled in a web form."""

from collections.abc import Sequence
from dataclasses import replace

from shared.tables.understanding.cases import Case
from shared.tables.understanding.decision import Column, Reason


def without_sender(columns: tuple[Column, ...], cases: Sequence[Case]) -> tuple[Column, ...]:
    """The columns, without an e-mail address behind the time if another column has one.

    A web form adds both before its questions. The answers of people stay.
    """
    emails = [column for column in columns if column.fields == ("email",)]
    ours = {
        column.place
        for column in emails
        if column.reason not in {Reason.ANSWERED, Reason.REMEMBERED}
        and column.place
        and cases[column.place - 1].best == "-timestamp"
    }
    if len(ours) == len(emails):
        return columns
    return tuple(
        replace(column, fields=(), reason=Reason.PASSED_OVER) if column.place in ours else column
        for column in columns
    )
