"""Playing a stage for `esports bracket`: build it, apply the results in order, pair on when it is time."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from esports.cli.bracket_inputs import read_entries, read_options, read_results
from esports.cli.bracket_report import names_of, report_of, with_game
from esports.cli.inputs import BadInput, words
from esports.cli.words import say
from esports.engine import series, stage
from esports.engine.errors import EngineError
from esports.engine.model import (
    FINISHED,
    Bracket,
    Entrant,
    MatchSpec,
    MatchState,
    Phase,
    Result,
    Standing,
    Structure,
    seating_of,
)


@dataclass(slots=True)
class Played:
    """A stage with its results so far."""

    structure: Structure
    entrants: list[Entrant]
    draw_seed: str | None
    results: dict[str, Result] = field(default_factory=dict)
    states: dict[str, MatchState] = field(default_factory=dict)
    _ready: dict[frozenset[str], list[str]] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)
    _games: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def standings(self) -> tuple[Standing, ...]:
        """The table as it stands."""
        return stage.standings(self.structure, self.entrants, self.results)

    def complete(self) -> bool:
        """Nothing remains to be played or paired."""
        return stage.is_complete(self.structure, self.results, seating_of(self.entrants))

    def apply(self, said: dict[str, Any]) -> None:
        """Give a result to the ready match of its entries, and pair the next round if that was the last.

        A game of a lobby is added to those that the lobby has.
        """
        game, names = "placements" in said, names_of(said)
        spec = self._lobby_of(names) if game else self._match_of(names)
        occupants = tuple(str(occupant) for occupant in self.states[spec.id].occupants)
        before = self._games.get(spec.id, [])
        report = with_game(spec.id, before, said) if game else report_of(occupants, said)
        self.results[spec.id] = series.result_from_report(spec, occupants, report)
        if game:
            self._games[spec.id] = report["games"]
        self._took(stage.advance(self.structure, self.states, self.results, spec.id))
        self.pair()

    def pair(self) -> None:
        """Pair rounds as long as every match is over and there is one to pair."""
        if not self._open:
            following = stage.pair_next(self.structure, self.entrants, self.results, draw_seed=self.draw_seed)
            if following:
                self.structure = self.structure.extend(following)
                self.refresh()

    def refresh(self) -> None:
        """Compute every state anew."""
        self._took(stage.resolve(self.structure, seating_of(self.entrants), self.results))

    def _took(self, changed: dict[str, MatchState]) -> None:
        for match, state in changed.items():
            before = self.states.get(match)
            if before is not None and before.phase is Phase.ready:
                self._ready[frozenset(map(str, before.occupants))].remove(match)
            if state.phase is Phase.ready:
                self._ready.setdefault(frozenset(map(str, state.occupants)), []).append(match)
            (self._open.discard if state.phase in FINISHED else self._open.add)(match)
            self.states[match] = state

    def _lobby_of(self, names: Sequence[str]) -> MatchSpec:
        """The lobby of these entries that still plays; else one of the first entry, which cannot fit."""
        self._check_known(names)
        ready = self._ready.get(frozenset(names), [])
        if ready:
            return self.structure.by_id[min(ready, key=self.structure.order.__getitem__)]
        playing = [spec for spec in self.structure.matches if self._plays_on(spec)]
        inside = [spec for spec in playing if names[0] in self.states[spec.id].occupants]
        if not inside:
            raise BadInput(say("no lobby that still plays has these entries"), status=1)
        same = [spec for spec in inside if set(self.states[spec.id].occupants) == set(names)]
        return (same or inside)[0]

    def _plays_on(self, spec: MatchSpec) -> bool:
        phase = self.states[spec.id].phase
        return spec.bracket is Bracket.lobby and (phase is Phase.ready or not spec.fixed)

    def _check_known(self, names: Sequence[str]) -> None:
        known = {entrant.id for entrant in self.entrants}
        for name in names:
            if name not in known:
                raise BadInput(say("there is no entry {name}", name=name), status=1)

    def _match_of(self, names: Sequence[str]) -> MatchSpec:
        self._check_known(names)
        found = self._ready.get(frozenset(names)) if len(names) == len(set(names)) else None
        if not found:
            raise BadInput(say("no ready match has these entries"), status=1)
        return self.structure.by_id[min(found, key=self.structure.order.__getitem__)]


def played(arguments: argparse.Namespace) -> Played:
    """The stage that the arguments describe, with all results applied."""
    entrants = read_entries(arguments.entries)
    raw = read_options(arguments.options)
    results = read_results(arguments.results)
    try:
        options = stage.parse_options(arguments.format, raw)
        structure = stage.build(arguments.format, entrants, options, draw_seed=arguments.draw_seed)
    except EngineError as error:
        raise BadInput(f"{error.pointer or arguments.format}: {words(error)}") from None
    now = Played(structure, entrants, arguments.draw_seed)
    now.refresh()
    now.pair()
    for place, said in enumerate(results, 1):
        try:
            now.apply(said)
        except (BadInput, EngineError) as error:
            why = words(error) if isinstance(error, EngineError) else str(error)
            raise BadInput(
                say(
                    "--results: result {place} ({entries}): {why}",
                    place=place,
                    entries=" - ".join(names_of(said)),
                    why=why,
                ),
                status=1,
            ) from None
    return now
