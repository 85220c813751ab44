"""The whole grid of states and verbs: what the tables do not name is refused."""

from itertools import product

import pytest

from esports.engine.lifecycle import STATES, TABLES, Machine, allowed, move
from tests.engine.refusals import refused


@pytest.mark.parametrize("machine", Machine)
def test_the_whole_grid(machine: Machine) -> None:
    table = TABLES[machine]
    verbs = {verb for _, verb in table}
    for state, verb in product(STATES[machine], verbs):
        if (state, verb) in table:
            assert verb in allowed(machine, state)
            assert move(machine, state, verb) in STATES[machine]
        else:
            assert verb not in allowed(machine, state)
            with refused("transition_not_allowed", ""):
                move(machine, state, verb)


@pytest.mark.parametrize("machine", Machine)
def test_every_state_is_known_and_reached(machine: Machine) -> None:
    states = set(STATES[machine])
    assert {state for state, _ in TABLES[machine]} <= states
    reached = {STATES[machine][0]}
    for _ in states:
        reached |= {target for (state, _), target in TABLES[machine].items() if state in reached}
    assert reached == states


@pytest.mark.parametrize(
    ("machine", "ends"),
    [
        (Machine.tournament, {"archived", "cancelled"}),
        (Machine.entry, {"refused"}),
        (Machine.match, set()),
    ],
)
def test_the_final_states(machine: Machine, ends: set[str]) -> None:
    assert {state for state in STATES[machine] if not allowed(machine, state)} == ends


def test_a_tournament_moves_to_the_state_that_it_is_told() -> None:
    assert all(verb == target for (_, verb), target in TABLES[Machine.tournament].items())
    assert move("tournament", "draft", "running") == "running"
    assert all(
        "cancelled" in allowed("tournament", state)
        for state in STATES[Machine.tournament]
        if state not in ("archived", "cancelled")
    )


def test_a_match_goes_from_call_to_confirmation_and_back_from_void() -> None:
    state = "idle"
    for verb in ("call", "start", "report", "dispute", "confirm", "void", "replay"):
        state = move("match", state, verb)
    assert state == "idle"
