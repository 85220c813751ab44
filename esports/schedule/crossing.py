"""Tournaments that share people: who may be called to two matches at once, and which days would lower it."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import combinations
from uuid import UUID

import msgspec

from esports.planning.risk import clashes
from esports.schedule.crossing_wire import Crossing, Crossings, Proposal
from esports.schedule.modelling import Week
from esports.schedule.outcome import planned
from esports.schedule.settings_wire import Days

Pair = tuple[UUID, UUID]
MOST_PAIRS, MOST_TRIES, MOST_PROPOSALS = 100, 24, 3
WORTH = 0.1
"""Fewer double bookings than that are no reason to move a tournament, nor is so small a gain."""


def crossings(week: Week) -> Crossings:
    """The pairs of tournaments that share people, the riskiest first.

    Days are proposed for the riskiest pairs, as far as `MOST_TRIES` plans go: the tournament with fewer
    matches on each single day of the event.
    """
    inside = _people(week)
    shared: Counter[Pair] = Counter()
    for own in inside.values():
        shared.update(combinations(sorted(own), 2))
    risks, placed = _risks(week)
    pairs = sorted(shared, key=lambda pair: (-risks.get(pair, 0.0), -shared[pair], pair))[:MOST_PAIRS]
    names = {one.tournament_id: one.tournament for one in week.matches}
    left, items = MOST_TRIES, []
    for pair in pairs:
        proposals: list[Proposal] = []
        risk = risks.get(pair, 0.0)
        if risk >= WORTH and left > 0:
            tried = _days(week)[:left]
            left -= len(tried)
            proposals = _proposals(week, pair, (risk, placed), tried)
        items.append(
            Crossing(
                tournaments=list(pair),
                names=[names[one] for one in pair],
                people=shared[pair],
                double_bookings=round(risk, 2),
                proposals=proposals,
            )
        )
    counts = Counter(len(own) for own in inside.values() if len(own) > 1)
    return Crossings(entered=dict(sorted(counts.items())), items=items)


def _people(week: Week) -> Mapping[UUID, set[UUID]]:
    """The tournaments that each person still plays in."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for match in week.matches:
        for entry in match.entries:
            for person in week.people.get(entry, ()):
                found[person].add(match.tournament_id)
    return found


def _risks(week: Week) -> tuple[dict[Pair, float], int]:
    """The double bookings to be expected of each pair by the first plan, and how many matches that places."""
    model, plan = planned(week)
    tournament_of = {one.id: UUID(one.tournament) for one in model.matches}
    found: dict[Pair, float] = defaultdict(float)
    for clash in clashes(model, plan):
        one, other = sorted((tournament_of[clash.first], tournament_of[clash.second]))
        found[one, other] += clash.probability
    return found, len(plan.bookings)


def _days(week: Week) -> list[date]:
    """The days of the event that are not over."""
    first = max(week.event.starts_on, week.now.date())
    return [first + timedelta(days=one) for one in range((week.event.ends_on - first).days + 1)]


def _proposals(week: Week, pair: Pair, now: tuple[float, int], days: list[date]) -> list[Proposal]:
    """Single days for the smaller of two tournaments that lower their risk and leave no match out by it."""
    sizes = Counter(one.tournament_id for one in week.matches)
    smaller = min(pair, key=lambda one: (sizes[one], one))
    name = next(one.tournament for one in week.matches if one.tournament_id == smaller)
    risk, placed = now
    found = []
    for day in days:
        others = [one for one in week.settings.days if one.tournament != smaller]
        moved = Days(tournament=smaller, first=day, last=day)
        settings = msgspec.structs.replace(week.settings, days=[*others, moved])
        other = msgspec.structs.replace(week, settings=settings)
        risks, still = _risks(other)
        after = risks.get(pair, 0.0)
        if after <= risk - WORTH and still >= placed:
            found.append(
                Proposal(tournament=smaller, name=name, first=day, last=day, double_bookings=round(after, 2))
            )
    return sorted(found, key=lambda one: (one.double_bookings, one.first))[:MOST_PROPOSALS]
