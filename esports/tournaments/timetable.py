"""The times at which a tournament moves by itself, put into the outbox as soon as they are known.

A job only says when to look: whoever does it goes by the windows and the state of that moment, so that jobs
of times that were changed since, and those that come twice or late, do no harm.
"""

from datetime import datetime, timedelta

from esports.jobs import AnnounceCheckIn, MoveByClock
from esports.tournaments.wire import Tournament, Window
from esports.uow import UnitOfWork

LAST_CALL = timedelta(minutes=15)
"""How long before a check-in closes those who have not come are reminded."""


def last_call(window: Window) -> datetime:
    """When to remind of a check-in: never before half of its time is over."""
    return window.closes_at - min(LAST_CALL, (window.closes_at - window.opens_at) / 2)


def plan(unit: UnitOfWork, tournament: Tournament, *, past: bool = False) -> None:
    """Have the tournament looked at when its check-in opens and closes; `past`: also where that has been.
    And have those told who are to check in: when they can, and before they cannot any more.
    """
    about = f"{tournament.id}:{tournament.revision}"
    if tournament.state == "check_in":
        opens = tournament.check_in.opens_at if tournament.check_in else unit.now
        due_at = max(opens, unit.now)
        unit.enqueue(AnnounceCheckIn(tournament.id), due_at=due_at, dedupe_key=f"check-in-open:{about}")
    if tournament.check_in is None:
        return
    due = last_call(tournament.check_in)
    if due > unit.now:
        closing = AnnounceCheckIn(tournament.id, closing=True)
        unit.enqueue(closing, due_at=due, dedupe_key=f"check-in-closes:{about}")
    for due in (tournament.check_in.opens_at, tournament.check_in.closes_at):
        if past or due > unit.now:
            key = f"clock:{about}:{due.timestamp()}"
            unit.enqueue(MoveByClock(tournament_id=tournament.id), due_at=due, dedupe_key=key)
