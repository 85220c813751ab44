"""Corrections: what is shown is what happens, it can be taken back, and the log tells it again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine import stage
from esports.engine.correction import Correction, apply, correct, replay, revert
from esports.engine.errors import EngineError
from esports.engine.impact import Effect, Impact, Later, Moved, preview
from esports.engine.model import UNKNOWN, MatchSpec, Phase, Result, Structure, seating_of
from tests.engine.play import (
    better_seed_wins,
    built,
    entrants,
    fields,
    outcomes,
    play_all,
    ready,
    report,
)
from tests.engine.refusals import refused


def states_of(structure: Structure, results):
    return stage.resolve(structure, seating_of(entrants(structure.size)), results)


def places_of(structure: Structure, results) -> dict[str, int]:
    table = stage.standings(structure, entrants(structure.size), results)
    return {row.entry: row.place for row in table}


@st.composite
def corrections(draw: st.DrawFn):
    """A stage in play or over, a settled match in it, and what its result should have been."""
    format, n, options = draw(fields)
    structure, results = play_all(built(format, n, **options), entrants(n), lambda *_: draw(outcomes))
    kept = draw(st.integers(1, len(results)))
    some = dict(list(results.items())[:kept])
    match = draw(st.sampled_from(sorted(some)))
    state = states_of(structure, some)[match]
    corrected = draw(st.none() | outcomes.map(lambda said: report(structure, state, said)))
    return structure, some, match, corrected


@settings(max_examples=150, deadline=None)
@given(corrections())
def test_what_is_shown_is_what_happens(case) -> None:
    structure, results, match, corrected = case
    before = states_of(structure, results)
    impact = preview(structure, entrants(structure.size), results, match, corrected)
    after_results = apply(results, correct(results, impact, token=impact.token))
    after = states_of(structure, after_results)
    told = {later.match: later for later in impact.later}
    assert match not in told
    for key, state in after.items():
        assert state.phase is not Phase.stale
        if key in told:
            assert (told[key].before, told[key].after) == (before[key].occupants, state.occupants)
        elif key != match:
            assert (key, state.occupants) == (key, before[key].occupants)
    for key, later in told.items():
        assert (key in results, key in after_results) == {
            Effect.untouched: (False, False),
            Effect.void: (True, False),
            Effect.stands: (True, True),
            Effect.unneeded: (False, False),
        }[later.effect]
        if later.effect is Effect.unneeded:
            assert (before[key].phase, after[key].phase) == (Phase.ready, Phase.skipped)
        else:
            assert (later.before == later.after) == (later.effect is Effect.stands)
    was, now = places_of(structure, results), places_of(structure, after_results)
    moved = {entry: (was.get(entry), now.get(entry)) for entry in {**was, **now}}
    assert {one.entry: (one.before, one.after) for one in impact.places} == {
        entry: pair for entry, pair in moved.items() if pair[0] != pair[1]
    }


@settings(max_examples=100, deadline=None)
@given(corrections(), st.booleans())
def test_a_correction_taken_back_restores_the_same_state(case, stands: bool) -> None:
    structure, results, match, corrected = case
    impact = preview(structure, entrants(structure.size), results, match, corrected)
    fact = correct(results, impact, stands=stands)
    after = apply(results, fact)
    assert revert(structure, entrants(structure.size), after, fact) == results
    assert not stands or after == results


@settings(max_examples=100, deadline=None)
@given(corrections(), st.data())
def test_the_log_from_nothing_gives_the_same_state(case, data: st.DataObject) -> None:
    structure, results, match, corrected = case
    log: list[Result | Correction] = list(results.values())
    impact = preview(structure, entrants(structure.size), results, match, corrected)
    log.append(correct(results, impact, stands=data.draw(st.booleans())))
    now = apply(results, log[-1])
    for _ in range(2):
        waiting = ready(states_of(structure, now))
        if waiting:
            result = report(structure, data.draw(st.sampled_from(waiting)), data.draw(outcomes))
            now = {**now, result.match: result}
            log.append(result)
    assert replay(log) == now


@settings(max_examples=60, deadline=None)
@given(corrections(), st.data())
def test_after_a_correction_the_stage_can_be_played_to_its_end(case, data: st.DataObject) -> None:
    structure, results, match, corrected = case
    field = entrants(structure.size)
    impact = preview(structure, field, results, match, corrected)
    now = apply(results, correct(results, impact))
    following: tuple[MatchSpec, ...] = structure.matches
    while following:
        while waiting := ready(states_of(structure, now)):
            now = {**now, waiting[0].id: report(structure, waiting[0], data.draw(outcomes))}
        following = stage.pair_next(structure, field, now)
        structure = structure.extend(following)
    assert stage.is_complete(structure, now, seating_of(field))
    assert len(places_of(structure, now)) == structure.size


@settings(max_examples=60, deadline=None)
@given(corrections())
def test_the_same_result_again_changes_nothing(case) -> None:
    structure, results, match, _ = case
    impact = preview(structure, entrants(structure.size), results, match, results[match])
    assert {later.effect for later in impact.later} <= {Effect.stands}
    assert (impact.places, impact.qualified) == ((), ())
    assert apply(results, correct(results, impact)) == results


def corrected_eight(match: str, winner: int, kept: int = 7, **options) -> tuple[Structure, dict, Impact]:
    """Eight entries of whom the better always won `kept` matches; then this match went the other way."""
    structure, results = play_all(built("single_elimination", 8), entrants(8), better_seed_wins)
    results = dict(list(results.items())[:kept])
    said = report(structure, states_of(structure, results)[match], {"winner": winner})
    return structure, results, preview(structure, entrants(8), results, match, said, **options)


def test_a_winner_changed_before_the_next_match() -> None:
    _, results, impact = corrected_eight("U1-1", 1, kept=4)
    assert impact.later == (Later("U2-1", Effect.untouched, ("1", "4"), ("8", "4")),)
    assert impact.places == (Moved("1", None, 5), Moved("8", 5, None))
    assert apply(results, correct(results, impact))["U1-1"].winner == 1


def test_a_winner_changed_when_all_is_played() -> None:
    structure, results, impact = corrected_eight("U1-1", 1, qualifies=2)
    assert impact.later == (
        Later("U2-1", Effect.void, ("1", "4"), ("8", "4")),
        Later("U3-1", Effect.void, ("1", "2"), (UNKNOWN, "2")),
    )
    assert impact.qualified == (Moved("1", 1, None), Moved("2", 2, None))
    fact = correct(results, impact)
    assert [result.match for result in fact.voided] == ["U2-1", "U3-1"]
    assert states_of(structure, apply(results, fact))["U2-1"].phase is Phase.ready


def test_a_corrected_final_changes_who_goes_on_and_in_which_order() -> None:
    _, _, impact = corrected_eight("U3-1", 1, qualifies=2)
    assert impact.later == ()
    assert impact.places == (Moved("2", 2, 1), Moved("1", 1, 2))
    assert impact.qualified == (Moved("2", 2, 1), Moved("1", 1, 2))


def test_a_match_of_the_same_entries_stands() -> None:
    structure, results = play_all(
        built("single_elimination", 4, best_of=3), entrants(4), lambda *_: {"scores": [2, 0]}
    )
    said = report(structure, states_of(structure, results)["U1-1"], {"scores": [2, 1]})
    impact = preview(structure, entrants(4), results, "U1-1", said)
    assert impact.later == (Later("U2-1", Effect.stands, ("1", "2"), ("1", "2")),)
    assert impact.places == ()
    assert apply(results, correct(results, impact))["U1-1"].scores == (2, 1)


def test_a_bye_in_place_of_a_void_match_lets_the_next_one_stand() -> None:
    structure, results = play_all(built("gauntlet", 4), entrants(4), better_seed_wins)
    nobody = report(structure, states_of(structure, results)["U1-1"], {"outcome": {"kind": "double_forfeit"}})
    impact = preview(structure, entrants(4), results, "U1-1", nobody)
    assert [(later.match, later.effect) for later in impact.later] == [
        ("U2-1", Effect.void),
        ("U3-1", Effect.stands),
    ]


def test_only_the_branch_that_a_result_leads_to_is_touched() -> None:
    structure, results = play_all(built("double_elimination", 8), entrants(8), better_seed_wins)
    said = report(structure, states_of(structure, results)["L1-1"], {"winner": 0})
    impact = preview(structure, entrants(8), results, "L1-1", said)
    effects = {later.match: later.effect for later in impact.later}
    assert effects["L2-1"] is Effect.void
    assert not any(match.startswith("U") for match in effects)
    assert "L1-2" not in effects


def test_a_grand_final_corrected_brings_its_repetition() -> None:
    structure, results = play_all(built("double_elimination", 4), entrants(4), better_seed_wins)
    said = report(structure, states_of(structure, results)["F1"], {"winner": 1})
    impact = preview(structure, entrants(4), results, "F1", said)
    assert [(later.match, later.effect) for later in impact.later] == [("F2", Effect.untouched)]
    after = states_of(structure, apply(results, correct(results, impact)))
    assert after["F2"].phase is Phase.ready
    assert places_of(structure, apply(results, correct(results, impact))).keys() == {"3", "4"}


def test_rounds_of_a_swiss_that_are_paired_stay_paired() -> None:
    structure, results = play_all(built("swiss", 16), entrants(16), better_seed_wins)
    said = report(structure, states_of(structure, results)["S1-1"], {"winner": 1})
    impact = preview(structure, entrants(16), results, "S1-1", said)
    assert impact.later == ()
    assert "1" in {moved.entry for moved in impact.places}


def test_a_result_that_was_out_of_place_already_is_void() -> None:
    structure, results, impact = corrected_eight("U1-1", 1)
    changed_without_a_correction = {**results, "U1-1": impact.after}
    again = preview(structure, entrants(8), changed_without_a_correction, "U1-2", results["U1-2"])
    assert {later.match: later.effect for later in again.later} == {"U2-1": Effect.void, "U3-1": Effect.void}


def test_the_token_names_the_impact() -> None:
    _, results, impact = corrected_eight("U1-1", 1)
    _, fewer, other = corrected_eight("U1-1", 1, kept=6)
    assert impact.token == corrected_eight("U1-1", 1)[2].token != other.token
    assert correct(results, impact, token=impact.token).after == impact.after
    with refused("impact_changed", ""):
        correct(fewer, other, token=impact.token)


def test_only_a_settled_match_can_be_corrected() -> None:
    structure, results, impact = corrected_eight("U1-1", 1, kept=4)
    for match in ("U2-1", "U9-9"):
        with refused("no_result_to_correct", ""):
            preview(structure, entrants(8), results, match, None)
    stale = {**results, "U1-1": Result("U1-1", ("3", "8"), impact.before.kind, 0)}
    with refused("no_result_to_correct", ""):
        preview(structure, entrants(8), stale, "U1-1", None)


def test_the_corrected_result_is_one_of_the_same_entries() -> None:
    structure, results, _ = corrected_eight("U1-1", 1)
    for other in ("U1-2", "U2-1"):
        with refused("correction_of_other_entries", "/entries"):
            preview(structure, entrants(8), results, "U1-1", results[other])


def test_a_count_that_does_not_divide_is_still_refused() -> None:
    structure, results = play_all(built("gsl_groups", 8), entrants(8), better_seed_wins)
    with pytest.raises(EngineError, match="multiple"):
        preview(structure, entrants(8), results, "G-A-5", None, qualifies=3)


def test_a_correction_cannot_be_taken_back_when_results_rest_on_it() -> None:
    structure, results, impact = corrected_eight("U1-1", 1)
    fact = correct(results, impact)
    after = apply(results, fact)
    replayed = {**after, "U2-1": report(structure, states_of(structure, after)["U2-1"], {"winner": 0})}
    with refused("correction_overtaken", ""):
        revert(structure, entrants(8), replayed, fact)
    with refused("correction_overtaken", ""):
        revert(structure, entrants(8), results, fact)


def test_nor_when_the_next_match_was_first_played_after_it() -> None:
    structure, results, impact = corrected_eight("U1-1", 1, kept=4)
    fact = correct(results, impact)
    after = apply(results, fact)
    played = {**after, "U2-1": report(structure, states_of(structure, after)["U2-1"], {"winner": 0})}
    with refused("correction_overtaken", ""):
        revert(structure, entrants(8), played, fact)
    other = {**after, "U2-2": report(structure, states_of(structure, after)["U2-2"], {"winner": 0})}
    assert revert(structure, entrants(8), other, fact) == {**results, "U2-2": other["U2-2"]}
