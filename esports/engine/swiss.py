"""Swiss: pairing round by round by what was played so far; each variant has a module of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from esports.engine import swiss_drawn, swiss_fixed, swiss_fixed_table, swiss_major, swiss_table
from esports.engine.model import Entrant, MatchSpec, MatchState, Result, Standing, Structure

Entrants = Sequence[Entrant | None]
States = Mapping[str, MatchState]
Results = Mapping[str, Result]


@dataclass(frozen=True, slots=True)
class _Variant:
    build: Callable[[Entrants, Any, str | None], Structure]
    pair_next: Callable[[Structure, Entrants, States, Results, str | None], tuple[MatchSpec, ...]]
    standings: Callable[[Structure, Entrants, Results], tuple[Standing, ...]]


VARIANTS = {
    "major": _Variant(swiss_major.build, swiss_major.pair_next, swiss_table.standings),
    "drawn": _Variant(swiss_drawn.build, swiss_drawn.pair_next, swiss_table.standings),
    "fixed_rounds": _Variant(swiss_fixed.build, swiss_fixed.pair_next, swiss_fixed_table.standings),
}


def build(entrants: Entrants, options: Any, draw_seed: str | None) -> Structure:
    """The first round."""
    return VARIANTS[options.variant].build(entrants, options, draw_seed)


def pair_next(
    structure: Structure, entrants: Entrants, states: States, results: Results, draw_seed: str | None
) -> tuple[MatchSpec, ...]:
    """The next round; () when nobody remains to be paired."""
    return _of(structure).pair_next(structure, entrants, states, results, draw_seed)


def standings(structure: Structure, entrants: Entrants, results: Results) -> tuple[Standing, ...]:
    """The table of everyone."""
    return _of(structure).standings(structure, entrants, results)


def _of(structure: Structure) -> _Variant:
    options: Any = structure.options
    return VARIANTS[options.variant]
