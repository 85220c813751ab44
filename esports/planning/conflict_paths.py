"""Matches that wait for each other, and paths that come too late."""

from collections.abc import Iterator

from esports.planning.conflict_words import Conflict
from esports.planning.occupancy import NEVER, fitting
from esports.planning.pins import topological
from esports.planning.tables import Tables


def cycle(tables: Tables) -> Iterator[Conflict]:
    """The shortest cycle of predecessors, if there is any."""
    settled = set(topological(tables))
    left = [match for match in range(len(tables.length)) if match not in settled]
    best: list[int] = []
    for first in left:
        path = _way_back(tables, first)
        if path and (not best or len(path) < len(best)):
            best = path
    if best:
        names = tuple(tables.model.matches[match].id for match in best)
        yield Conflict(
            "cycle", "Each of the matches {matches} waits for the one before it, in a circle.", names, {}
        )


def _way_back(tables: Tables, first: int) -> list[int]:
    """The shortest way from a match along those that need it back to itself, by breadth."""
    came = {first: -1}
    queue = [first]
    for match in queue:
        for later in tables.after[match]:
            if later == first:
                path = [match]
                while came[path[-1]] != -1:
                    path.append(came[path[-1]])
                return path[::-1]
            if later not in came:
                came[later] = match
                queue.append(later)
    return []


def too_late(tables: Tables) -> Iterator[Conflict]:
    """Paths that leave a pin, or a match with no opening after them, behind; the first of each path alone.

    Only for models without cycles, whose matches each fit into some opening.
    """
    count = len(tables.length)
    ready, cause = list(tables.release), [-1] * count
    broken: set[int] = set()
    for match in topological(tables):
        if any(earlier in broken for earlier in tables.before[match]):
            broken.add(match)
            continue
        length, pin = tables.length[match], tables.pinned[match]
        begin = min(fitting(tables.open[venue], ready[match], length) for venue, _ in tables.options[match])
        hours = tables.play_hours[match]
        if hours is not None:
            begin = max(begin, fitting(hours, ready[match], length))
        path = [match]
        while cause[path[-1]] != -1:
            path.append(cause[path[-1]])
        names = tuple(tables.model.matches[step].id for step in reversed(path))
        if pin != -1 and begin > pin:
            broken.add(match)
            params: dict[str, str | int] = {"match": names[-1], "begin": pin, "ready": begin}
            detail = (
                "Match {match} is pinned to {begin}, and {matches} one after the other begin it at {ready}."
            )
            yield Conflict("pin_too_soon", detail, names, params)
        elif begin >= NEVER:
            broken.add(match)
            detail = "Of {matches} one after the other, {match} is ready at {ready}, with no opening left."
            yield Conflict("path_too_long", detail, names, {"match": names[-1], "ready": ready[match]})
        else:
            # What leads to a pin in time is no part of what comes after the pin.
            if pin != -1:
                begin, cause[match] = pin, -1
            over = begin + length + tables.rest[match]
            for later in tables.after[match]:
                if over > ready[later]:
                    ready[later], cause[later] = over, match
