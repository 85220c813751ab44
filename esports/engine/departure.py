"""An entry that leaves while a stage is played, or is put out: what becomes of its matches (rules.md, 8).

Its coming matches are the opponents' by walkover, one that is being played by forfeit; who is put out loses
by disqualification. Where all results are annulled, those that were played are lost in the same way, and
what rested on them is void. A lobby that has not begun is played without it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from esports.engine import stage
from esports.engine.errors import EngineError
from esports.engine.impact import Effect, Entrants, Later, Moved, Results, moved, places, seeds
from esports.engine.model import (
    Bracket,
    MatchSpec,
    MatchState,
    OutcomeKind,
    Phase,
    Placement,
    Result,
    Structure,
)

Gone = Mapping[str, OutcomeKind]
"""How those who have left lose: a walkover who withdrew, a disqualification who was put out."""


@dataclass(frozen=True, slots=True)
class Parting:
    """All that a departure changes: matches in playing order, places, seeds of the next stage."""

    later: tuple[Later, ...]
    places: tuple[Moved, ...]
    qualified: tuple[Moved, ...]

    @property
    def token(self) -> str:
        """The same for the same change only, so that what is done is what was shown."""
        return sha256(repr(self).encode()).hexdigest()


def leave(
    structure: Structure,
    entrants: Entrants,
    results: Results,
    gone: Gone,
    *,
    live: Collection[str] = (),
    annul: str | None = None,
) -> dict[str, Result]:
    """The results after those who are `gone` have left; of the entrants they are the dropped ones.

    `live` are the matches that are being played. All results of the entry `annul` are taken from it.
    """
    kept = dict(results)
    if annul is not None:
        for key, result in results.items():
            if annul in result.entries:
                kept[key] = _annulled(structure.by_id[key], result, annul, gone[annul])
    return forfeited(structure, entrants, kept, gone, live=live)


def forfeited(
    structure: Structure, entrants: Entrants, results: Results, gone: Gone, *, live: Collection[str] = ()
) -> dict[str, Result]:
    """These results, without those that others than their entries are in now, and with all that is given up.

    A match may come to one who has left through another that was given up, so this goes on to the end.
    """
    kept = dict(results)
    while True:
        states = stage.resolve(structure, entrants, kept)
        stale = [key for key in kept if states[key].phase is Phase.stale]
        given = [
            _given_up(spec, states[spec.id], gone, spec.id in live)
            for spec in structure.matches
            if states[spec.id].phase is Phase.ready
            and spec.bracket is not Bracket.lobby
            and not gone.keys().isdisjoint(states[spec.id].occupants)
        ]
        if not stale and not given:
            return kept
        for key in stale:
            del kept[key]
        kept |= {result.match: result for result in given}


def parting(
    structure: Structure,
    before: tuple[Entrants, Results],
    after: tuple[Entrants, Results],
    *,
    qualifies: int | None = None,
) -> Parting:
    """What it changes to go from these entrants and results to those."""
    was, now = (stage.resolve(structure, *one) for one in (before, after))
    (_, old), (_, new) = before, after
    return Parting(
        later=tuple(
            Later(spec.id, effect, was[spec.id].occupants, now[spec.id].occupants)
            for spec in structure.matches
            if (effect := _effect(was[spec.id], now[spec.id], old.get(spec.id), new.get(spec.id)))
        ),
        places=moved(places(structure, *before), places(structure, *after)),
        qualified=moved(seeds(structure, *before, qualifies), seeds(structure, *after, qualifies)),
    )


def reinstate(
    structure: Structure,
    now: tuple[Entrants, Results],
    entrants: Entrants,
    made: Sequence[Result],
    taken: Sequence[Result],
) -> dict[str, Result]:
    """The results as if the departure that `made` and took these had not been; `entrants` are those then.

    Refuses with `departure_overtaken` where something was played since that rests on it.
    """
    gone, results = now
    given = {result.match: result for result in made}
    kept = {key: result for key, result in results.items() if key not in given}
    back = kept | {result.match: result for result in taken}
    changed = any(results.get(key) != result for key, result in given.items())
    replayed = any(result.match in kept for result in taken)
    then, states = stage.resolve(structure, gone, results), stage.resolve(structure, entrants, back)
    lost = any(then[key].phase is Phase.settled and states[key].phase is not Phase.settled for key in kept)
    if changed or replayed or lost:
        raise EngineError(
            "departure_overtaken", "", "The entry cannot come back: results since then rest on its leaving."
        )
    return back


def _given_up(spec: MatchSpec, state: MatchState, gone: Gone, live: bool) -> Result:
    entries = tuple(str(one) for one in state.occupants)
    missing = [slot for slot, entry in enumerate(entries) if entry in gone]
    if len(missing) > 1:
        return Result(spec.id, entries, OutcomeKind.double_forfeit, None)
    kind = gone[entries[missing[0]]]
    if live and kind is OutcomeKind.walkover:
        kind = OutcomeKind.forfeit
    return Result(spec.id, entries, kind, 1 - missing[0])


def _annulled(spec: MatchSpec, result: Result, entry: str, kind: OutcomeKind) -> Result:
    slot = result.entries.index(entry)
    if spec.bracket is Bracket.lobby:
        games = tuple(_without(game, slot, kind) for game in result.placements)
        return replace(result, placements=games)
    if result.kind is OutcomeKind.played:
        return Result(spec.id, result.entries, kind, 1 - slot)
    if result.winner == slot:
        # The other side was at fault itself: nobody goes on.
        return Result(spec.id, result.entries, OutcomeKind.double_forfeit, None)
    return result


def _without(game: Sequence[Placement], slot: int, kind: OutcomeKind) -> tuple[Placement, ...]:
    """The game as if the one in this slot had not come in: those behind it move up."""
    place = game[slot].place
    if place is None:
        return tuple(game)
    moved_up = [
        one if one.place is None or one.place < place else one._replace(place=max(one.place - 1, place))
        for one in game
    ]
    moved_up[slot] = Placement(None, 0, kind)
    return tuple(moved_up)


def _effect(was: MatchState, now: MatchState, old: Result | None, new: Result | None) -> Effect | None:
    """None where nothing changes."""
    if old is not None and new is not None:
        return None if old == new else Effect.annulled
    if old is not None:
        return Effect.void
    if new is not None:
        return Effect.given_up
    if was.phase is Phase.ready and now.phase is Phase.skipped:
        return Effect.unneeded
    return Effect.untouched if was.occupants != now.occupants else None
