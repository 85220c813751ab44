"""An order of urgency from the bound's relaxation, in which stations are divisible and interrupt."""

from esports.planning.claims import claims
from esports.planning.cost import FLOW, OpenMinutes
from esports.planning.earliest import earliest_begins
from esports.planning.priority import tails
from esports.planning.shared import mean_minutes
from esports.planning.tables import Tables


def by_fluid(tables: Tables) -> list[int]:
    """Tournaments by when they end where stations go to the densest: those of much price and little play.

    In each tournament, the match from which the way to the end is the longest. It knows no due days, and is
    meant as the start of a search.
    """
    opened = OpenMinutes.of(tables.model)
    machines, claimed = claims(tables, range(len(tables.length)), earliest_begins(tables), opened)
    densities = [[0.0] * len(machine.jobs) for machine in machines]
    largest = {name: max(own, key=lambda claim: claim.whole) for name, own in claimed.items()}
    for one in tables.model.tournaments:
        if one.id in largest:
            claim = largest[one.id]
            for job in claim.jobs:
                densities[claim.machine][job] = FLOW * one.weight / claim.whole
    minutes = [
        mean_minutes(machine, sorted(range(len(row)), key=machine.jobs.__getitem__), row)
        for machine, row in zip(machines, densities, strict=True)
    ]
    ends = {}
    for name, claim in largest.items():
        lengths = [machines[claim.machine].jobs[job][1] for job in claim.jobs]
        played = sum(
            length * minutes[claim.machine][job] for length, job in zip(lengths, claim.jobs, strict=True)
        )
        ends[name] = int(played / claim.whole + claim.behind)
    return [
        ends.get(match.tournament, 0) - own
        for match, own in zip(tables.model.matches, tails(tables), strict=True)
    ]
