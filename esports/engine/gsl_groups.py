"""GSL groups: four entries, five matches, two defeats and out; two of each group go through.

First meets fourth and second meets third. The winners play for first place in the group, the losers
against fourth, and the decider gives second and third place to the two that are left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from esports.engine.errors import EngineError
from esports.engine.model import (
    Bracket,
    Entrant,
    Format,
    LoserOf,
    MatchSpec,
    Options,
    Seat,
    Source,
    Structure,
    WinnerOf,
)
from esports.engine.options import Fields
from esports.engine.round_robin import group_label
from esports.engine.separation import SEPARATE, group_seats

GROUP = 4

REASONS = {
    "opening": "In the opening matches the first of the group meets the fourth, the second the third.",
    "winners": "The winners of the opening matches play for first place in the group.",
    "elimination": "The losers of the opening matches meet; who loses again is fourth.",
    "decider": "One defeat each: the winner goes through in second place, the loser is third.",
}


@dataclass(frozen=True, slots=True)
class GslGroups(Options):
    """`groups` of four, filled by snake; 0 for as many as the entries fill.

    `best_of` holds for every match; `best_of_by_round` for single ones by name (opening, winners,
    elimination, decider). `separate` names the field of the entrants whose equals are spread evenly over
    the groups.
    """

    groups: int = 0
    best_of: int = 1
    best_of_by_round: Mapping[str, int] = field(default_factory=dict)
    separate: str = "none"

    @classmethod
    def read(cls, fields: Fields) -> "GslGroups":
        """From raw options."""
        return cls(
            groups=fields.number("groups", 0, 0, 2048),
            best_of=fields.best_of("best_of", 1),
            best_of_by_round=fields.lengths("best_of_by_round", REASONS),
            separate=fields.choice("separate", "none", SEPARATE),
        )


class _Play(NamedTuple):
    """One of the five matches of a group."""

    name: str
    round: int
    slots: tuple[Source, Source]
    winner_place: int | None = None
    loser_place: int | None = None


def build(entrants: Sequence[Entrant | None], options: GslGroups, draw_seed: str | None) -> Structure:
    """All matches, by round and then by group."""
    groups = options.groups or max(1, len(entrants) // GROUP)
    if len(entrants) != groups * GROUP:
        raise EngineError(
            "gsl_groups_not_full",
            "/options/groups",
            "GSL groups have four entries each: {groups} groups take {needed}, there are {n}.",
            {"groups": groups, "needed": groups * GROUP, "n": len(entrants)},
        )
    matches: list[MatchSpec] = []
    plays = []
    for place, seeds in enumerate(group_seats(entrants, groups, options.separate)):
        label = group_label(place) if groups > 1 else None
        prefix = f"G-{label}-" if label else "G-"
        plays += [(label, f"{prefix}{turn}", play) for turn, play in enumerate(_plays(prefix, seeds), 1)]
    for label, id_, play in sorted(plays, key=lambda each: each[2].round):
        matches.append(
            MatchSpec(
                id=id_,
                number=len(matches) + 1,
                round=play.round,
                bracket=Bracket.group,
                slots=play.slots,
                best_of=options.best_of_by_round.get(play.name, options.best_of),
                group=label,
                reason=REASONS[play.name],
                winner_place=play.winner_place,
                loser_place=play.loser_place,
            )
        )
    return Structure(Format.gsl_groups, options, len(entrants), tuple(matches))


def _plays(prefix: str, seeds: Sequence[int]) -> tuple[_Play, ...]:
    first, second, third, fourth = (Seat(seed) for seed in seeds)
    upper, lower, winners, elimination = (f"{prefix}{turn}" for turn in range(1, 5))
    return (
        _Play("opening", 1, (first, fourth)),
        _Play("opening", 1, (second, third)),
        _Play("winners", 2, (WinnerOf(upper), WinnerOf(lower)), winner_place=1),
        _Play("elimination", 2, (LoserOf(upper), LoserOf(lower)), loser_place=4),
        _Play("decider", 3, (LoserOf(winners), WinnerOf(elimination)), winner_place=2, loser_place=3),
    )
