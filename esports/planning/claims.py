"""What tournaments claim of stations, streams and referees, for the bound of what is `shared`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from esports.planning.behind import Work, behind
from esports.planning.cost import OpenMinutes
from esports.planning.earliest import chains
from esports.planning.shared import Claim, Machine
from esports.planning.tables import Tables

CUTS = 4
"""By how many heads, and by how many tails, the late and the early matches of a tournament are cut off."""
POOL, STREAM, REFEREE = 0, 1, 2
Kind = tuple[int, int | str]
"""The stations of a pool, the streams of a venue, or the referees of a title."""


def claims(
    tables: Tables, asked: Sequence[int], begins: Sequence[int], opened: OpenMinutes
) -> tuple[list[Machine], Mapping[str, list[Claim]]]:
    """The machines of the matches asked, and each tournament's claims: all there, the late, the early."""
    matches = tables.model.matches
    heads, links = [opened(begin) for begin in begins], chains(tables)[0]
    used: dict[Kind, list[int]] = defaultdict(list)
    for match in asked:
        for kind in _kinds(tables, match):
            used[kind].append(match)
    machines = []
    found: dict[str, list[Claim]] = defaultdict(list)
    for number, (kind, members) in enumerate(used.items()):
        capacity = _capacity(tables, kind)
        machines.append(Machine(capacity, [(heads[match], tables.length[match]) for match in members]))
        own: dict[str, list[int]] = defaultdict(list)
        for job, match in enumerate(members):
            own[matches[match].tournament].append(job)
        for tournament, jobs in own.items():
            for part in sorted(set(_parts(jobs, members, heads, links))):
                works = [Work(heads[m], tables.length[m], links[m]) for m in (members[job] for job in part)]
                whole = sum(work.length for work in works)
                found[tournament].append(Claim(number, part, whole, behind(works, capacity)))
    return machines, found


def _kinds(tables: Tables, match: int) -> Iterator[Kind]:
    asked = tables.model.matches[match]
    if tables.pool[match] != -1:
        yield POOL, tables.pool[match]
    if asked.streamed and len(tables.options[match]) == 1:
        yield STREAM, tables.options[match][0][0]
    if asked.referees:
        yield REFEREE, asked.title


def _capacity(tables: Tables, kind: Kind) -> int:
    """How many there are; one where there are none, for then there is no plan."""
    what, which = kind
    if what == REFEREE:
        return max(1, len(tables.referees.get(str(which), ())))
    return max(1, len((tables.pool_stations if what == POOL else tables.streams)[int(which)]))


def _parts(
    jobs: Sequence[int], members: Sequence[int], heads: Sequence[int], links: Sequence[int]
) -> Iterator[tuple[int, ...]]:
    """All, those with the largest heads, and those with the largest tails."""
    yield tuple(jobs)
    for row in heads, links:
        order = sorted({row[members[job]] for job in jobs})
        for cut in range(1, CUTS + 1):
            least = order[len(order) * cut // (CUTS + 1)]
            yield tuple(job for job in jobs if row[members[job]] >= least)
