"""The reasons of a run of the dispatcher, for each match of the model."""

from collections.abc import Sequence

from esports.planning.pins import Held
from esports.planning.reasons import Decision, Reason, Why
from esports.planning.tables import Tables

Hold = tuple[Why, int, int]
"""What holds a match back: the code, the user or venue, the match that it has; -1 for none."""


def decisions(
    tables: Tables, held: Held, begins: Sequence[int], stations: Sequence[int], holds: Sequence[Hold]
) -> tuple[Decision, ...]:
    """One for each match of the model, in its order; a station of -1 stands for a match without a place."""
    told = []
    for match, asked in enumerate(tables.model.matches):
        placed = stations[match] != -1
        begin = begins[match] if placed else None
        station = tables.users[stations[match]] if placed else None
        lacking = next((earlier for earlier in tables.before[match] if stations[earlier] == -1), -1)
        if placed or (lacking == -1 and match not in held.refused):
            reason = _reason(tables, match, holds[match], begin)
        elif match in held.refused:
            reason = held.refused[match]
        else:
            reason = _reason(tables, match, (Why.predecessor, -1, lacking), None)
        told.append(Decision(asked.id, begin, station, reason))
    return tuple(told)


def _reason(tables: Tables, match: int, hold: Hold, until: int | None) -> Reason:
    why, which, other = hold
    model = tables.model
    subject = ""
    if why is Why.free:
        subject = model.matches[match].tournament
    elif which != -1:
        subject = model.venues[which].id if why is Why.closed else tables.users[which]
    return Reason(why, subject, "" if other == -1 else model.matches[other].id, until)
