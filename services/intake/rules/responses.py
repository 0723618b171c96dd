"""The rules of responses: letters in time, first answers, reminders to the silent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.intake.model.responses import (
    AnswerNoted,
    BeginLetter,
    CountRows,
    Decline,
    DistrictDeclined,
    LetterBegun,
    NoteAnswer,
    Remind,
    Response,
    RowsCounted,
    RowTally,
)
from services.intake.rules.rounds import over
from shared.contracts.envelope import Event
from shared.contracts.intake import DistrictReminded, DistrictResponded
from shared.plumbing.core.failures import Refused

ResponseCommand = BeginLetter | CountRows | NoteAnswer | Remind | Decline


def new_response(key: str) -> Response:
    round_id, _, district = key.rpartition("/")
    return Response(round_id, district)


def decide_response(
    state: Response, command: ResponseCommand, now: datetime
) -> Sequence[Event] | Refused:
    match command:
        case BeginLetter(letter, call):
            is_late = call.is_over_at(now, state.district)
            return over(call) if is_late else [LetterBegun(letter=letter, received_at=now)]
        case CountRows():
            counted = RowsCounted(letter=command.letter, tally=command.tally, counted_at=now)
            return [counted, *_answered(state, command.tally)]
        case NoteAnswer(tally):
            responded = _answered(state, tally)
            return [AnswerNoted(answered_at=now), *responded] if responded else []
        case Decline(reason):
            if state.responded_at:
                return Refused("already-answered", f"{state.district} has recommended UMKM already")
            return [DistrictDeclined(reason=reason, declined_at=now)]
        case Remind():
            return _remind(state, command, now)


def _answered(state: Response, tally: RowTally) -> list[Event]:
    """Once for a district, with the first UMKM that is accepted."""
    if state.responded_at or tally.accepted <= 0:
        return []
    accepted, refused = tally.accepted, tally.refused
    return [DistrictResponded(**_place(state), accepted=accepted, refused=refused)]


def _place(state: Response) -> dict[str, str]:
    return {"round_id": state.round_id, "district": state.district}


def _remind(state: Response, command: Remind, now: datetime) -> Sequence[Event]:
    """No reminder after an answer, after the closing, or after a later reminder."""
    is_of_it = state.reminded_until in {None, command.closes_at}
    is_reminded = is_of_it and any(day <= command.days for day in state.reminded)
    if state.responded_at or state.declined_at or is_reminded or now >= command.closes_at:
        return []
    days, closes_at = command.days, command.closes_at
    return [DistrictReminded(**_place(state), days_before_closing=days, closes_at=closes_at)]


def evolve_response(state: Response, event: Event) -> Response:
    match event:
        case LetterBegun():
            first_at = state.first_at or event.received_at
            return replace(state, reading=(*state.reading, event.letter), first_at=first_at)
        case RowsCounted():
            return _counted(state, event)
        case AnswerNoted():
            return _having_answered(state, event.answered_at)
        case DistrictDeclined():
            because = event.reason or None
            return replace(state, declined_at=event.declined_at, declined_because=because)
        case DistrictReminded():
            is_of_it = state.reminded_until in {None, event.closes_at}
            before = state.reminded if is_of_it else ()
            reminded = (*before, event.days_before_closing)
            return replace(state, reminded=reminded, reminded_until=event.closes_at)
    return state


def _counted(state: Response, event: RowsCounted) -> Response:
    counted = replace(
        state,
        tally=state.tally + event.tally,
        # Refused as a whole and sent again row by row, it is one letter still.
        letters=state.letters + (event.letter in state.reading),
        reading=tuple(letter for letter in state.reading if letter != event.letter),
        first_at=state.first_at or event.counted_at,
    )
    return _having_answered(counted, event.counted_at) if event.tally.accepted > 0 else counted


def _having_answered(state: Response, at: datetime) -> Response:
    """A district can undo its decline by answering."""
    answered_at = state.responded_at or at
    return replace(state, responded_at=answered_at, declined_at=None, declined_because=None)
