"""In which order matches compete for a station: whole numbers, the lowest first."""

from esports.planning.cost import OpenMinutes
from esports.planning.pins import topological
from esports.planning.tables import Tables


def tails(tables: Tables) -> list[int]:
    """For each match the least minutes from the begin of its block to the end of all that depends on it."""
    tail = list(tables.length)
    for match in reversed(topological(tables)):
        for later in tables.after[match]:
            tail[match] = max(tail[match], tables.length[match] + tables.rest[match] + tail[later])
    return tail


def by_critical_path(tables: Tables) -> list[int]:
    """Urgent tournaments first; in each, the match from which the way to the end is the longest.

    How urgent one is, is the mean of when it is due and of when it could end with as much waiting as work,
    the sooner the more weight it has. Of nine such rules the best on the published instances.
    """
    opened = OpenMinutes.of(tables.model)
    tail = tails(tables)
    longest: dict[str, int] = {}
    for match, own in zip(tables.model.matches, tail, strict=True):
        longest[match.tournament] = max(longest.get(match.tournament, 0), own)
    urgent = {}
    for tournament in tables.model.tournaments:
        path = longest.get(tournament.id, 0)
        natural = opened(tournament.release) + 2 * path // max(1, tournament.weight)
        due = natural if tournament.due is None else opened(tournament.due)
        urgent[tournament.id] = (natural + due) // 2
    return [urgent[match.tournament] - own for match, own in zip(tables.model.matches, tail, strict=True)]
