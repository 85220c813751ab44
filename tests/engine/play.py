"""Playing stages in tests: entrants, a driver from structure to last result, and random outcomes."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import strategies as st

from esports.engine import codec, series, stage
from esports.engine.model import (
    Bracket,
    Entrant,
    MatchSpec,
    MatchState,
    Phase,
    Result,
    Structure,
    seating_of,
)

Report = Mapping[str, Any]
Decide = Callable[[MatchSpec, tuple[str, ...]], Report]


def entrants(n: int) -> list[Entrant]:
    return list(_entrants(n))


@cache
def _entrants(n: int) -> tuple[Entrant, ...]:
    return tuple(Entrant(str(seed)) for seed in range(1, n + 1))


def built(format: str, n: int, draw_seed: str | None = None, **options: Any) -> Structure:
    parsed = stage.parse_options(format, options)
    return stage.build(format, entrants(n), parsed, draw_seed=draw_seed)


def better_seed_wins(spec: MatchSpec, entries: tuple[str, ...]) -> Report:
    return {"winner": min((0, 1), key=lambda slot: int(entries[slot]))}


def ready(states: Mapping[str, MatchState]) -> list[MatchState]:
    return [state for state in states.values() if state.phase is Phase.ready]


def report(structure: Structure, state: MatchState, said: Report) -> Result:
    spec = structure.by_id[state.id]
    entries = tuple(occupant for occupant in state.occupants if isinstance(occupant, str))
    if spec.bracket is Bracket.lobby and "games" not in said:
        said = {"games": [lobby_game(entries, said.get("lot")) for _ in range(spec.best_of)]}
    return series.result_from_report(spec, entries, said)


def placed(entries: Sequence[str], kills: Sequence[int] = ()) -> dict[str, Any]:
    """A game in which these came 1st, 2nd, 3rd ..."""
    rows = zip(entries, [*kills, *[0] * (len(entries) - len(kills))], strict=True)
    return {
        "placements": [
            {"entry": entry, "place": place, "kills": count} for place, (entry, count) in enumerate(rows, 1)
        ]
    }


def lobby_game(entries: Sequence[str], lot: int | None) -> dict[str, Any]:
    """A game as the lot has it: places, ties, kills, and who was absent; without one the slots in order."""
    if lot is None:
        return placed(entries)
    chance = Random(lot)
    game = placed(chance.sample(entries, len(entries)), [chance.randrange(9) for _ in entries])
    rows = game["placements"]
    for before, row in pairwise(rows):
        if chance.random() < 0.2:
            row["place"] = before["place"]
    for row in rows[len(rows) - chance.choice([0, 0, 1]) :]:
        kind = chance.choice(["no_show", "forfeit", "disqualification"])
        rows[rows.index(row)] = {"entry": row["entry"], "outcome": kind}
    return game


def play_all(
    structure: Structure, entries: Sequence[Entrant | None], decide: Decide
) -> tuple[Structure, dict[str, Result]]:
    """Report every ready match, round by round, and pair on until nothing is left.

    What each result changes is told by itself, and in the end held against the whole.
    """
    results: dict[str, Result] = {}
    seating = seating_of(entries)
    while True:
        states = stage.resolve(structure, seating, results)
        while waiting := ready(states):
            for state in waiting:
                said = decide(structure.by_id[state.id], tuple(map(str, state.occupants)))
                results[state.id] = report(structure, state, said)
                states |= stage.advance(structure, states, results, state.id)
        assert states == stage.resolve(structure, seating, results)
        following = stage.pair_next(structure, entries, results)
        if not following:
            return structure, results
        structure = structure.extend(following)


_duels: st.SearchStrategy[Report] = st.one_of(
    st.sampled_from([{"winner": 0}, {"winner": 1}]),
    st.builds(
        lambda kind, slot: {"outcome": {"kind": kind, "slot": slot}},
        st.sampled_from(["walkover", "forfeit", "no_show", "disqualification"]),
        st.integers(0, 1),
    ),
    st.just({"outcome": {"kind": "double_forfeit"}}),
)

outcomes = st.builds(lambda duel, lot: {**duel, "lot": lot}, _duels, st.integers(0, 1 << 32))
"""Reports of every kind, for matches that cannot be drawn; in a lobby the lot decides."""


@st.composite
def graphs(draw: st.DrawFn, most: int = 10) -> tuple[int, dict[str, Any]]:
    """A number of entries and a sound custom bracket for them: any two who are free may meet."""
    n = draw(st.integers(2, most))
    free: list[dict[str, Any]] = [{"seed": seed} for seed in draw(st.permutations(range(1, n + 1)))]
    matches: list[dict[str, Any]] = []
    while len(matches) < 3 * most and (len(matches) < n or draw(st.booleans())):
        sides = [side for side in free if "seed" in side][:2] or free[:2]
        sides += [side for side in free if side not in sides][: 2 - len(sides)]
        free = [side for side in free if side not in sides]
        matches.append({"id": f"M{len(matches) + 1}", "slots": sides})
        ends: list[dict[str, Any]] = [{word: matches[-1]["id"]} for word in ("winner_of", "loser_of")]
        free = draw(st.permutations([*free, *ends]))
    winners = [side for side in free if "winner_of" in side]
    places = [{"place": place, **side} for place, side in enumerate(winners, 1)]
    return n, {"matches": draw(st.permutations(matches)), "places": draw(st.permutations(places))}


def as_graph(structure: Structure) -> dict[str, Any]:
    """The options of a custom bracket that is this structure again; shared places are left to follow."""
    matches = [
        {
            "id": spec.id,
            "slots": [codec.source_to_json(source) for source in spec.slots],
            "best_of": spec.best_of,
            "round": spec.round,
            "bracket": str(spec.bracket),
        }
        for spec in structure.matches
    ]
    ends = [
        (place, {word: spec.id})
        for spec in structure.matches
        for word, place in (("winner_of", spec.winner_place), ("loser_of", spec.loser_place))
        if place is not None
    ]
    given = [place for place, _ in ends]
    places = [{"place": place, **source} for place, source in ends if given.count(place) == 1]
    return {"matches": matches, "places": places}


PAIRED = stage.available()

free_for_all = st.one_of(
    st.fixed_dictionaries(
        {
            "lobby_size": st.integers(3, 8),
            "games": st.integers(0, 2),
            "rounds": st.integers(0, 3),
            "mixing": st.sampled_from(["fixed", "spread", "ranked", "balanced"]),
            "kill_cap": st.integers(0, 5),
        }
    ),
    st.fixed_dictionaries({"lobby_size": st.integers(3, 8), "table": st.just("lobby")}),
)
"""Options of a free-for-all, for any number of entries."""

fields = st.one_of(
    st.tuples(
        st.just("single_elimination"),
        st.integers(2, 40),
        st.fixed_dictionaries({"third_place": st.booleans()}),
    ),
    st.tuples(st.just("single_elimination"), st.sampled_from([2, 4, 8, 16]), st.just({"placement": True})),
    st.tuples(
        st.just("double_elimination"),
        st.integers(2, 24),
        st.fixed_dictionaries({"grand_final": st.sampled_from(["reset", "single"])}),
    ),
    st.tuples(st.just("round_robin"), st.integers(2, 8), st.just({})),
    st.tuples(st.just("gsl_groups"), st.sampled_from([4, 8]), st.just({})),
    st.tuples(st.just("gauntlet"), st.integers(2, 12), st.just({})),
    graphs(8).map(lambda graph: ("custom", *graph)),
    st.tuples(st.just("swiss"), st.just(16), st.sampled_from([{}, {"variant": "drawn"}])),
    st.tuples(st.just("swiss"), st.integers(2, 10), st.just({"variant": "fixed_rounds"})),
    st.tuples(st.just("free_for_all"), st.integers(2, 20), free_for_all),
    st.tuples(
        st.just("free_for_all"),
        st.integers(6, 12),
        st.sampled_from([{"groups": 3}, {"groups": 6, "groups_per_lobby": 3, "rounds": 10}]),
    ),
    st.tuples(st.just("free_for_all"), st.integers(2, 6), st.just({"match_point": 20, "rounds": 9})),
)
"""A format, a number of entries and its options: every format that is there."""
