"""Who may still arrive in a match whose slots are open, and how likely, if all are equally strong."""

from collections import defaultdict
from graphlib import TopologicalSorter

import msgspec

from esports.planning.model import Chance, Match, Model
from esports.planning.risk import there

LEAST, MOST = 0.02, 0.98
"""Who is less likely to arrive is not counted; of who is likelier it is not certain yet."""


def with_arrivals(model: Model) -> Model:
    """The model, each match with those who may come to it from its predecessors, which have no cycle.

    Of everybody in a match one half goes on to each match that waits for it: the winners to one and the
    losers to another, or nowhere. Who can come by two ways is as likely as both are together.
    """
    matches = {match.id: match for match in model.matches}
    order = TopologicalSorter(
        {match.id: [one for one in match.predecessors if one in matches] for match in model.matches}
    )
    for name in order.static_order():
        matches[name] = _arriving(matches[name], matches)
    return msgspec.structs.replace(model, matches=tuple(matches[match.id] for match in model.matches))


def _arriving(match: Match, matches: dict[str, Match]) -> Match:
    coming: dict[str, float] = defaultdict(float)
    for name in match.predecessors:
        if name in matches:
            for person, share in there(matches[name]):
                coming[person] += share / 2
    for person in match.people:
        coming.pop(person, None)
    found = sorted((person, min(share, MOST)) for person, share in coming.items() if share >= LEAST)
    return msgspec.structs.replace(match, maybe=tuple(Chance(person, share) for person, share in found))
