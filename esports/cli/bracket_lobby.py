"""A lobby as people and programs see it: who has how many points, and how each game went."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from esports.cli.bracket_columns import columns
from esports.cli.bracket_stage import Played
from esports.cli.words import say
from esports.engine.exact import shown
from esports.engine.free_for_all_options import options_of
from esports.engine.free_for_all_record import lobby_points
from esports.engine.model import MatchSpec, MatchState, Phase, Placement


@dataclass(frozen=True, slots=True)
class Lobby:
    """A lobby with its games so far; `points` are those of each entry, in slot order."""

    spec: MatchSpec
    state: MatchState
    points: Mapping[str, Fraction]
    games: Sequence[Mapping[str, Placement]]

    def order(self) -> list[str]:
        """The entries, most points first; of equals the first slot first."""
        return sorted(self.points, key=self.points.__getitem__, reverse=True)

    def leader(self) -> str | None:
        """Who has the most points once it is over; None where several have them."""
        best = [entry for entry, points in self.points.items() if points == max(self.points.values())]
        return best[0] if self.state.phase is Phase.settled and len(best) == 1 else None


def lobby_of(stage: Played, spec: MatchSpec) -> Lobby:
    """The lobby of this match."""
    state, result = stage.states[spec.id], stage.results.get(spec.id)
    if result is None:
        return Lobby(spec, state, {str(entry): Fraction() for entry in state.occupants}, ())
    points = lobby_points(options_of(stage.structure), result)
    return Lobby(
        spec,
        state,
        dict(zip(result.entries, points, strict=True)),
        [dict(zip(result.entries, game, strict=True)) for game in result.placements],
    )


def lobby_lines(stage: Played, spec: MatchSpec) -> Iterator[str]:
    """The lobby as text: its entries with their points, and by game the place and the kills in brackets."""
    lobby = lobby_of(stage, spec)
    yield "  ".join(
        part for part in (spec.id, spec.group, str(lobby.state.phase), games_words(lobby)) if part
    )
    rows = [
        [entry, str(shown(lobby.points[entry])), *(_cell(game[entry]) for game in lobby.games)]
        for entry in lobby.order()
    ]
    yield from (f"  {row}" for row in columns(rows))


def games_words(lobby: Lobby) -> str:
    """How many games it has played, and of how many if that is set."""
    told = len(lobby.games)
    if lobby.spec.fixed:
        return say("{told} of {games} games", told=told, games=lobby.spec.best_of)
    return say("{told} games", told=told)


def _cell(placement: Placement) -> str:
    return str(placement.outcome) if placement.place is None else f"{placement.place} ({placement.kills})"
