"""Entries that leave: nothing is left for them to play, and taken back it is as if they had stayed."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine import stage
from esports.engine.departure import leave, parting, reinstate
from esports.engine.impact import Effect
from esports.engine.model import OutcomeKind, Phase, Placement, Result
from tests.engine.play import built, entrants, placed, ready, report
from tests.engine.refusals import refused

FORMATS = {
    "single_elimination": {"third_place": True},
    "double_elimination": {},
    "round_robin": {},
    "gauntlet": {},
    "swiss": {"variant": "fixed_rounds", "rounds": 3},
    "free_for_all": {"lobby_size": 4, "games": 1, "rounds": 3, "points": {"1": 3, "2": 1}},
}
KINDS = st.sampled_from([OutcomeKind.walkover, OutcomeKind.disqualification])


def started(format: str, n: int, lot: Random, most: int = 20):
    """A stage with some results by lot; rounds are paired as they end."""
    structure, results, everyone = built(format, n, **FORMATS[format]), {}, entrants(n)
    for _ in range(lot.randrange(most)):
        open_ = ready(stage.resolve(structure, everyone, results))
        if not open_:
            structure = structure.extend(stage.pair_next(structure, everyone, results))
            open_ = ready(stage.resolve(structure, everyone, results))
        if open_:
            state = lot.choice(open_)
            said = {"lot": lot.random()} if format == "free_for_all" else {"winner": lot.randrange(2)}
            results[state.id] = report(structure, state, said)
    return structure, everyone, results


def without(everyone, entry: str):
    """The entrants after this one has left."""
    return [replace(one, dropped=one.id == entry) for one in everyone]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(FORMATS)), st.integers(4, 9), KINDS, st.booleans(), st.integers(0, 10**6))
def test_who_has_left_has_nothing_to_play_and_may_come_back(format, n, kind, annul, seed) -> None:
    lot = Random(seed)
    structure, everyone, results = started(format, n, lot)
    entry = str(lot.randint(1, n))
    gone = without(everyone, entry)
    after = leave(structure, gone, results, {entry: kind}, annul=entry if annul else None)
    states = stage.resolve(structure, gone, after)
    assert not any(entry in state.occupants for state in ready(states))
    assert all(states[key].phase is not Phase.stale for key in after)
    if annul:
        assert not any(state.winner == entry for state in states.values() if state.phase is Phase.settled)
    else:
        assert results.items() <= after.items()
    made = [result for key, result in after.items() if results.get(key) != result]
    taken = [result for key, result in results.items() if after.get(key) != result]
    assert reinstate(structure, (gone, after), everyone, made, taken) == results
    told = parting(structure, (everyone, results), (gone, after))
    assert {one.match for one in told.later if one.effect is Effect.given_up} == set(after) - set(results)
    assert {one.match for one in told.later if one.effect is Effect.void} == set(results) - set(after)


def test_two_who_have_left_meet_and_nobody_goes_on() -> None:
    structure, everyone = built("single_elimination", 4), entrants(4)
    gone = [replace(one, dropped=one.id in "14") for one in everyone]
    loses = {"1": OutcomeKind.walkover, "4": OutcomeKind.disqualification}
    after = leave(structure, gone, {}, loses)
    assert {key: (one.kind, one.winner) for key, one in after.items()} == {
        "U1-1": (OutcomeKind.double_forfeit, None)
    }


@pytest.mark.parametrize(
    ("kind", "live", "told"),
    [
        (OutcomeKind.walkover, set(), OutcomeKind.walkover),
        (OutcomeKind.walkover, {"U1-1"}, OutcomeKind.forfeit),
        (OutcomeKind.disqualification, {"U1-1"}, OutcomeKind.disqualification),
    ],
)
def test_a_match_that_is_being_played_is_forfeited(kind, live, told) -> None:
    structure, everyone = built("single_elimination", 2), entrants(2)
    after = leave(structure, without(everyone, "2"), {}, {"2": kind}, live=live)
    assert (after["U1-1"].kind, after["U1-1"].winner) == (told, 0)


def test_a_win_against_one_who_was_at_fault_is_nobodys_when_annulled() -> None:
    structure, everyone = built("single_elimination", 2), entrants(2)
    won = Result("U1-1", ("1", "2"), OutcomeKind.no_show, 0)
    loses = {"1": OutcomeKind.disqualification}
    after = leave(structure, without(everyone, "1"), {"U1-1": won}, loses, annul="1")
    assert (after["U1-1"].kind, after["U1-1"].winner) == (OutcomeKind.double_forfeit, None)
    loses = {"2": OutcomeKind.disqualification}
    assert leave(structure, without(everyone, "2"), {"U1-1": won}, loses, annul="2") == {"U1-1": won}


def test_those_behind_an_annulled_place_move_up() -> None:
    structure, everyone = built("free_for_all", 4, games=1), entrants(4)
    (state,) = ready(stage.resolve(structure, everyone, {}))
    result = report(structure, state, {"games": [placed("2134", [3, 2, 1, 0])]})
    loses = {"1": OutcomeKind.disqualification}
    after = leave(structure, without(everyone, "1"), {state.id: result}, loses, annul="1")
    assert after[state.id].placements == (
        (Placement(None, 0, OutcomeKind.disqualification), Placement(1, 3), Placement(2, 1), Placement(3, 0)),
    )


def test_nobody_comes_back_once_something_rests_on_it() -> None:
    structure, everyone = built("single_elimination", 4), entrants(4)
    gone = without(everyone, "4")
    after = leave(structure, gone, {}, {"4": OutcomeKind.walkover})
    made = list(after.values())
    second = next(one for one in ready(stage.resolve(structure, gone, after)))
    after[second.id] = report(structure, second, {"winner": 0})
    assert reinstate(structure, (gone, after), everyone, made, []).keys() == {second.id}
    final = next(one for one in ready(stage.resolve(structure, gone, after)))
    after[final.id] = report(structure, final, {"winner": 0})
    with refused("departure_overtaken", ""):
        reinstate(structure, (gone, after), everyone, made, [])


def test_who_has_left_is_passed_over_by_those_who_go_on() -> None:
    structure, everyone = built("round_robin", 3), entrants(3)
    results = {}
    for state in ready(stage.resolve(structure, everyone, results)):
        slot = min((0, 1), key=lambda side: int(state.occupants[side]))
        results[state.id] = report(structure, state, {"winner": slot})
    assert stage.qualified(structure, everyone, results, 2) == ("1", "2")
    assert stage.qualified(structure, without(everyone, "1"), results, 2) == ("2", "3")
    assert stage.qualified(structure, without(everyone, "1"), results, 3) == ("2", "3")
    line = stage.standings(structure, without(everyone, "1"), results)[-1]
    assert (line.entry, line.trail[-1].criterion) == ("1", "dropped")
