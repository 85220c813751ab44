"""What is known of the tournaments of a plan: who finished where, who is entered directly, who withdrew."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import attrgetter

from esports.engine.errors import EngineError, Finding
from esports.engine.model import Entrant
from esports.engine.pointer import at
from esports.engine.progression_plan import Plan


@dataclass(frozen=True, slots=True)
class Finisher:
    """An entrant with its final place (1-based, of a shared place the first) and, of groups, its group."""

    entrant: Entrant
    place: int
    group: str | None = None


Finishers = Mapping[str, Sequence[Finisher]]
"""By finished tournament: in final order. Those who share a place stand in the order that is to hold."""
Direct = Mapping[str, Mapping[int, Entrant]]
"""By tournament and seed."""
Withdrawn = Mapping[str, Collection[str]]
"""By tournament: the ids of entrants who do not play in it."""


def in_order(rows: Sequence[Finisher], ahead: Sequence[str]) -> Iterator[Finisher]:
    """The finishers, by place, with shared places taken apart where `ahead` says who is in front of whom.

    `ahead` are ids, the one in front first. A place of which it leaves two or more out stays shared.
    """
    order = {id_: number for number, id_ in reversed(list(enumerate(ahead)))}
    for place, sharing in groupby(rows, attrgetter("place")):
        group = sorted(sharing, key=lambda one: order.get(one.entrant.id, len(order)))
        decided = sum(one.entrant.id in order for one in group) >= len(group) - 1
        for number, one in enumerate(group):
            yield replace(one, place=place + number) if decided else one


def check(plan: Plan, finishers: Finishers, direct: Direct, withdrawn: Withdrawn) -> None:
    """Refuse with everything that does not fit the plan."""
    found = [
        *_unknown(plan, {"finishers": finishers, "direct": direct, "withdrawn": withdrawn}),
        *(finding for source, rows in finishers.items() for finding in _order_faults(source, rows)),
        *(finding for target, seeds in direct.items() for finding in _direct_faults(plan, target, seeds)),
    ]
    if found:
        raise EngineError(
            "progression_unsound",
            "",
            "What is known of the tournaments does not fit the plan: {count} faults.",
            {"count": len(found)},
            found,
        )


def _unknown(plan: Plan, given: Mapping[str, Collection[str]]) -> Iterator[Finding]:
    known = {each.id for each in plan.tournaments}
    for field, tournaments in given.items():
        for id_ in tournaments:
            if id_ not in known:
                words = "The plan has no tournament {tournament}."
                yield Finding(at(field, id_), "progression_unknown", words, {"tournament": id_})


def _order_faults(source: str, rows: Sequence[Finisher]) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, row in enumerate(rows):
        if row.entrant.id in seen:
            words = "{entry} has finished {tournament} already."
            told = {"entry": row.entrant.id, "tournament": source}
            yield Finding(at("finishers", source, number), "finisher_twice", words, told)
        seen.add(row.entrant.id)
    for number, (above, below) in enumerate(pairwise(rows), 1):
        if below.place < above.place:
            words = "The finishers of {tournament} must be in final order: place {place} is behind {above}."
            params: dict[str, object] = {"tournament": source, "place": below.place, "above": above.place}
            yield Finding(at("finishers", source, number), "finishers_order", words, params)


def _direct_faults(plan: Plan, target: str, seeds: Mapping[int, Entrant]) -> Iterator[Finding]:
    free = {seed for each in plan.tournaments if each.id == target for seed in each.direct}
    seen: set[str] = set()
    for seed, entrant in seeds.items():
        if seed not in free:
            words = "Seed {seed} of {tournament} is not one for direct entries."
            params: dict[str, object] = {"seed": seed, "tournament": target}
            yield Finding(at("direct", target, seed), "direct_seed", words, params)
        if entrant.id in seen:
            words = "{entry} is entered in {tournament} twice."
            told = {"entry": entrant.id, "tournament": target}
            yield Finding(at("direct", target, seed), "direct_twice", words, told)
        seen.add(entrant.id)
