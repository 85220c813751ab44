"""Telling both sides of a match that they differ on its result, and how that was decided."""

from uuid import UUID

from esports.notifications.entry_wire import MatchDisputed
from esports.notifications.queries.crowds import everybody_of
from esports.notifications.queries.disputes import differed
from esports.notifications.telling import Told, tell
from esports.uow import UnitOfWork

SAME = (
    *("match_id", "tournament_id", "tournament", "tournament_slug", "event", "event_slug"),
    *("number", "names"),
)
"""What the notice says of the match as it is."""


async def announce(unit: UnitOfWork, match_id: UUID, happening: str, by: UUID | None = None) -> None:
    """Tell everybody of both sides, each once of each dispute, and once of each result that ended one.

    It goes by the match of now: of a dispute that was decided meanwhile the decision alone is told, and
    nothing where the match waits for its result without one. Not `by` whose word it came to that.
    """
    match = await differed(unit.connection, match_id)
    if match is None:
        return
    if match.state == "disputed":
        decided, key = False, f"disputed:{match_id}:{happening}"
    elif match.result_id is not None:
        decided, key, by = True, f"dispute-decided:{match_id}:{match.result_id}", None
    else:
        return
    told = MatchDisputed(
        **{name: getattr(match, name) for name in SAME},
        decided=decided,
        winner=match.names[match.winner] if decided and match.winner is not None else None,
        scores=match.scores if decided else None,
    )
    people = await everybody_of(unit.connection, match.entries)
    whom = {one for entry in match.entries for one in people[entry]} - {by}
    await tell(unit, [Told(person, told, key) for person in sorted(whom)])
