"""What a draw promises: for entries that are kept apart, the earliest round in which they can meet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from esports.engine.model import Bracket, Entrant, Seat, Source, Structure, Value
from esports.engine.separation import best_round, kinds_of, members_of

LATEST = (
    "The {members} entries of {value} cannot meet before round {round} of {rounds} while they are unbeaten;"
    " no seating keeps them apart for longer."
)
SOONER = (
    "Unbeaten, two of the {members} entries of {value} can meet in round {round} of {rounds}: with the byes"
    " and the others no seating was found that keeps them apart until round {best}."
)
NO_TWO = "No two of the {members} entries of {value} are in one group."
LEVEL = (
    "The {members} entries of {value} are spread evenly over {groups} groups, at most {most} in one; the"
    " first two meet in round {round}."
)


@dataclass(frozen=True, slots=True)
class KeptApart:
    """The promise to the entries that share one `value` (the name of a club, a region, a former group).

    `round` is the first in which two of them can meet, None if none of them can; `best` the latest that
    any seating could give. `text` says it in words, with `{name}` places for `params`.
    """

    value: str
    entries: tuple[str, ...]
    round: int | None
    best: int | None
    text: str
    params: Mapping[str, Value]


def kept_apart(structure: Structure, entrants: Sequence[Entrant | None]) -> tuple[KeptApart, ...]:
    """The promises of a structure whose options keep entries apart, the largest club first.

    A Swiss gives none: there every pairing says itself where it had to break the rule.
    """
    kinds = kinds_of(entrants, getattr(structure.options, "separate", "none"))
    ids = {seed: entrant.id for seed, entrant in enumerate(entrants, 1) if entrant is not None}
    members = sorted(members_of(kinds).items(), key=lambda one: (-len(one[1]), one[0]))
    kind_of_stage = structure.matches[0].bracket
    if kind_of_stage not in _PROMISES:
        return ()
    promise = _PROMISES[kind_of_stage]
    return tuple(
        promise(structure, value, seeds, tuple(ids[seed] for seed in seeds)) for value, seeds in members
    )


def meeting_round(structure: Structure, first: int, second: int) -> int:
    """The round of an elimination in which two seeds meet if both win all before it."""
    return _meeting(_places(structure), (first, second))


def _places(structure: Structure) -> dict[int, int]:
    """Where each seed stands in the first round, from the top."""
    slots = (
        slot
        for spec in structure.matches
        if spec.round == 1 and spec.bracket is Bracket.upper
        for slot in spec.slots
    )
    return {slot.seed: place for place, slot in enumerate(slots) if isinstance(slot, Seat)}


def _meeting(places: Mapping[int, int], seeds: Sequence[int]) -> int:
    """The first round in which any two of them can meet: that of two neighbours."""
    return min((one ^ other).bit_length() for one, other in pairwise(sorted(places[seed] for seed in seeds)))


def _in_bracket(
    structure: Structure, value: str, seeds: Sequence[int], entries: tuple[str, ...]
) -> KeptApart:
    places = _places(structure)
    round_, best = _meeting(places, seeds), best_round(structure.size, seeds)
    params: dict[str, Value] = {
        "value": value,
        "members": len(seeds),
        "round": round_,
        "rounds": len(places).bit_length() - 1,
    }
    if round_ == best:
        return KeptApart(value, entries, round_, best, LATEST, params)
    return KeptApart(value, entries, round_, best, SOONER, {**params, "best": best})


def _in_groups(structure: Structure, value: str, seeds: Sequence[int], entries: tuple[str, ...]) -> KeptApart:
    among = set(seeds)
    group_of: dict[int, str | None] = {}
    inside: dict[str, set[int]] = {}
    first_meeting = None
    for spec in structure.matches:
        sides = [_possible(slot, inside) & among for slot in spec.slots]
        inside[spec.id] = set().union(*sides)
        group_of.update(dict.fromkeys(inside[spec.id], spec.group))
        if all(sides) and len(inside[spec.id]) > 1 and first_meeting is None:
            first_meeting = spec.round
    params: dict[str, Value] = {"value": value, "members": len(seeds)}
    if first_meeting is None:
        return KeptApart(value, entries, None, None, NO_TWO, params)
    held = [*group_of.values()]
    most = max(held.count(group) for group in set(held))
    params |= {"groups": len(set(held)), "most": most, "round": first_meeting}
    return KeptApart(value, entries, first_meeting, first_meeting, LEVEL, params)


def _possible(slot: Source, inside: Mapping[str, set[int]]) -> set[int]:
    """The seeds that can come into a slot."""
    return {slot.seed} if isinstance(slot, Seat) else inside[slot.match]


_PROMISES = {Bracket.upper: _in_bracket, Bracket.group: _in_groups}
