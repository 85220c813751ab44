"""The times at which a tournament moves by itself, put into the outbox as soon as they are known.

A job only says when to look: whoever does it goes by the windows and the state of that moment, so that jobs
of times that were changed since, and those that come twice or late, do no harm.
"""

from esports.jobs import MoveByClock
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork


def plan(unit: UnitOfWork, tournament: Tournament, *, past: bool = False) -> None:
    """Have the tournament looked at when its check-in opens and closes; `past`: also where that has been."""
    if tournament.check_in is None:
        return
    for due in (tournament.check_in.opens_at, tournament.check_in.closes_at):
        if past or due > unit.now:
            key = f"clock:{tournament.id}:{tournament.revision}:{due.timestamp()}"
            unit.enqueue(MoveByClock(tournament_id=tournament.id), due_at=due, dedupe_key=key)
