"""How early each match and each tournament can be over, whatever the plan: by path, by person, by load."""

from collections import defaultdict

from esports.planning.cost import OpenMinutes
from esports.planning.heads import Barriers
from esports.planning.loaded import Job, bars, over_within_days
from esports.planning.occupancy import NEVER, fitting
from esports.planning.pins import topological
from esports.planning.tables import Tables


def earliest_begins(tables: Tables) -> list[int]:
    """No plan begins a match's block before this minute; `NEVER` where it fits into no opening at all.

    Proof, by induction in the order of predecessors. A block begins no earlier than its tournament's release
    and no earlier than each predecessor's end and rest, where the predecessor's begin is no earlier than its
    own bound, nor before all of them can be over (`heads.Barriers`). It lies in one opening of one venue that
    serves it and in the hours of its people; the first minute from there on that allows each of these alone
    is no later than the first that allows all. A pin is where it is.
    """
    begins = list(tables.release)
    barriers = Barriers(tables, OpenMinutes.of(tables.model))
    for match in topological(tables):
        length = tables.length[match]
        begins[match] = max(begins[match], barriers.after(match, begins))
        if tables.pinned[match] != -1:
            begins[match] = max(begins[match], tables.pinned[match])
        soonest = NEVER
        for venue, _ in tables.options[match]:
            soonest = min(soonest, fitting(tables.open[venue], begins[match], length))
        hours = tables.play_hours[match]
        if hours is not None:
            soonest = max(soonest, fitting(hours, begins[match], length))
        begins[match] = soonest
        for later in tables.after[match]:
            begins[later] = max(begins[later], soonest + length + tables.rest[match])
    return begins


def chains(tables: Tables) -> tuple[list[int], list[int]]:
    """Of each match, the longest chain of its tournament after it: of lengths alone, and with the rests."""
    links, rests = [0] * len(tables.length), [0] * len(tables.length)
    matches = tables.model.matches
    for match in reversed(topological(tables)):
        for later in tables.after[match]:
            if matches[later].tournament == matches[match].tournament:
                links[match] = max(links[match], tables.length[later] + links[later])
                rests[match] = max(rests[match], tables.rest[match] + tables.length[later] + rests[later])
    return links, rests


def earliest_ends(tables: Tables, begins: list[int], opened: OpenMinutes) -> dict[str, int]:
    """For each tournament the fewest *open minutes* before its end, in any plan.

    The largest of three bounds. Its critical path: some match ends no earlier than its earliest begin and
    length. Its people: each is a machine for the matches that they play for certain, with rests as gaps, in
    plain minutes (`bars`). Its stations: they are machines in open minutes, for a block lies in open minutes
    as a whole (`loaded`).
    """
    matches = tables.model.matches
    links, rests = chains(tables)
    minutes: dict[str, int] = {}
    people: dict[tuple[str, int], list[tuple[int, int, int, int]]] = defaultdict(list)
    stations: dict[tuple[str, int], list[int]] = defaultdict(list)
    for match, asked in enumerate(matches):
        own = begins[match] + tables.length[match]
        minutes[asked.tournament] = max(minutes.get(asked.tournament, 0), own)
        for person in tables.people[match]:
            people[asked.tournament, person].append(
                (begins[match], tables.length[match], tables.rest[match], 0)
            )
        if tables.pool[match] != -1:
            stations[asked.tournament, tables.pool[match]].append(match)
    for (tournament, _), jobs in people.items():
        minutes[tournament] = max(minutes[tournament], bars(jobs, 1))
    ends = {tournament: opened(end) for tournament, end in minutes.items()}
    widest: dict[str, int] = {}
    for match, asked in enumerate(matches):
        widest[asked.tournament] = max(widest.get(asked.tournament, 0), tables.rest[match])
    for (tournament, pool), used in stations.items():
        works = [
            Job(opened(begins[match]), tables.length[match], links[match], rests[match]) for match in used
        ]
        first = min(begins[match] for match in used)
        capacity = len(tables.pool_stations[pool])
        found = over_within_days(works, capacity, widest[tournament], first, opened)
        ends[tournament] = max(ends[tournament], found)
    return ends
