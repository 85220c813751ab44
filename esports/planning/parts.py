"""The parts of a model that hardly touch, because their tournaments use stations that others do not.

What else they share, such as streams, referees and people who play in both, is left to the others as a plan
of the whole has it. So a part can be searched alone, in a fraction of the time.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from esports.planning.model import Match
from esports.planning.tables import Tables, shared_pools


class Part(NamedTuple):
    """A part as tables: `own` are the numbers in the whole of its matches, `others` of those that follow.

    The others are matches of other parts that may be in the way of its own.
    """

    tables: Tables
    own: Sequence[int]
    others: Sequence[int]


def parts(tables: Tables) -> list[list[int]]:
    """The matches of each part, the largest part first.

    A tournament on two pools makes them one, and so does a match that waits for one on another.
    """
    pools: dict[str, list[str]] = {}
    for place, match in enumerate(tables.model.matches):
        used = (tables.pool[one] for one in (place, *tables.before[place]))
        pools.setdefault(match.tournament, []).extend(map(str, used))
    part_of = shared_pools(pools.values())
    found: dict[int, list[int]] = {}
    for place, pool in enumerate(tables.pool):
        found.setdefault(part_of[str(pool)], []).append(place)
    return sorted(found.values(), key=len, reverse=True)


def alone(tables: Tables, own: Sequence[int], begin: Sequence[int], station: Sequence[int]) -> Part:
    """The part of these matches, given when and where all begin in a plan; a station of -1 is none.

    Others are where they are in the plan. But those that nothing comes after, such as finals, only come when
    they are ready: pinned, they would take the streams away from all that could end earlier.
    """
    model = tables.model
    used = {user for match in own for user in _asked(tables, match)}
    within = set(own)
    others = [
        match
        for match in range(len(model.matches))
        if match not in within and station[match] != -1 and not used.isdisjoint(_asked(tables, match))
    ]
    there = [_other(tables, match, begin[match], station[match]) for match in others]
    matches = (*(model.matches[match] for match in own), *there)
    entered = {match.tournament for match in matches}
    tournaments = tuple(one for one in model.tournaments if one.id in entered)
    part = Tables(msgspec.structs.replace(model, matches=matches, tournaments=tournaments))
    for place, match in enumerate(others, len(own)):
        for earlier in tables.before[match]:
            ready = begin[earlier] + tables.length[earlier] + tables.rest[earlier]
            part.release[place] = max(part.release[place], ready)
    return Part(part, own, others)


def _other(tables: Tables, match: int, begin: int, station: int) -> Match:
    asked = tables.model.matches[match]
    if not tables.after[match] or asked.start is not None:
        return msgspec.structs.replace(asked, predecessors=())
    start = begin + tables.warm_up[match]
    return msgspec.structs.replace(asked, predecessors=(), start=start, station=tables.users[station])


def _asked(tables: Tables, match: int) -> Iterator[int]:
    """Whom and what the match may take, stations left out."""
    yield from tables.people[match]
    if tables.model.matches[match].streamed:
        for venue, _ in tables.options[match]:
            yield from tables.streams[venue]
    if tables.model.matches[match].referees:
        yield from tables.referees.get(tables.model.matches[match].title, ())
