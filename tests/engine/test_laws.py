"""Laws that hold for every format: one result at a time gives what the whole computation gives."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine import stage
from esports.engine.elimination import records_of
from esports.engine.model import FINISHED, UNKNOWN, VACANT, Phase, Result, Structure, seating_of
from esports.engine.resolve import resolve
from tests.engine.play import PAIRED, built, entrants, fields, outcomes, play_all, ready, report


def part_of(structure: Structure, match: str) -> Structure:
    """The match and all that depends on it, as a service loads it."""
    wanted, queue = {match}, [match]
    while queue:
        for dependent, _ in structure.dependents(queue.pop()):
            if dependent not in wanted:
                wanted.add(dependent)
                queue.append(dependent)
    specs = tuple(spec for spec in structure.matches if spec.id in wanted)
    return Structure(structure.format, structure.options, structure.size, specs)


@settings(max_examples=80, deadline=None)
@given(fields, st.data())
def test_one_result_at_a_time_equals_the_whole(field, data: st.DataObject) -> None:
    format, n, options = field
    structure, results = built(format, n, **options), {}
    seating = seating_of(entrants(n))
    states = stage.resolve(structure, seating, results)
    while waiting := ready(states):
        chosen = data.draw(st.sampled_from(waiting))
        results[chosen.id] = report(structure, chosen, data.draw(outcomes))
        frozen = deepcopy(states)
        changed = stage.advance(structure, states, results, chosen.id)
        assert changed == stage.advance(part_of(structure, chosen.id), states, results, chosen.id)
        assert states == frozen
        after = stage.resolve(structure, seating, results)
        assert {**states, **changed} == after
        assert changed == stage.diff(states, after)
        following = stage.pair_next(structure, entrants(n), results)
        structure = structure.extend(following)
        states = stage.resolve(structure, seating, results)
    assert stage.is_complete(structure, results, seating)


@settings(max_examples=60, deadline=None)
@given(fields, st.data())
def test_a_result_changed_or_removed_later_equals_the_whole(field, data: st.DataObject) -> None:
    """Any correction: what depends on it becomes stale or is told anew, and taking it back restores all.

    As the slots give it: what a format says of its matches beyond them takes the whole stage to know.
    """
    format, n, options = field
    structure, results = play_all(built(format, n, **options), entrants(n), lambda *_: data.draw(outcomes))
    if not results:
        return
    seating = seating_of(entrants(n))
    before = resolve(structure, seating, results)
    match = data.draw(st.sampled_from(sorted(results)))
    corrected: dict[str, Result] = {key: value for key, value in results.items() if key != match}
    if data.draw(st.booleans()):
        corrected[match] = report(structure, before[match], data.draw(outcomes))
    changed = stage.advance(part_of(structure, match), before, corrected, match)
    whole = resolve(structure, seating, corrected)
    assert {**before, **changed} == whole
    back = stage.advance(structure, {**before, **changed}, results, match)
    assert {**before, **changed, **back} == before


@settings(max_examples=40, deadline=None)
@given(fields, st.data())
def test_the_same_results_in_any_order_give_the_same_bracket(field, data: st.DataObject) -> None:
    format, n, options = field
    structure, results = play_all(built(format, n, **options), entrants(n), lambda *_: data.draw(outcomes))
    again = dict(data.draw(st.permutations(list(results.items()))))
    seating = seating_of(entrants(n))
    assert stage.resolve(structure, seating, again) == stage.resolve(structure, seating, results)
    assert stage.standings(structure, entrants(n), again) == stage.standings(structure, entrants(n), results)


@settings(max_examples=60, deadline=None)
@given(fields, st.data())
def test_phases_mean_what_they_say(field, data: st.DataObject) -> None:
    format, n, options = field
    structure = built(format, n, **options)
    seating = [entry if data.draw(st.booleans()) else None for entry in seating_of(entrants(n))]
    for state in stage.resolve(structure, seating, {}).values():
        present = [occupant for occupant in state.occupants if isinstance(occupant, str)]
        expected = {
            Phase.waiting: UNKNOWN in state.occupants,
            Phase.ready: len(present) >= 2,
            Phase.bye: len(present) == 1 and VACANT in state.occupants,
            Phase.skipped: not present or structure.by_id[state.id].needs is not None,
        }
        assert expected[state.phase]


@settings(max_examples=60, deadline=None)
@given(fields, st.data())
def test_standings_are_total_orders_at_every_moment(field, data: st.DataObject) -> None:
    format, n, options = field
    structure, results = play_all(built(format, n, **options), entrants(n), lambda *_: data.draw(outcomes))
    kept = data.draw(st.integers(0, len(results)))
    some = dict(list(results.items())[:kept])
    rows = stage.standings(structure, entrants(n), some)
    assert len({row.entry for row in rows}) == len(rows)
    assert rows == tuple(sorted(rows, key=lambda row: (row.group or "", row.place, int(row.entry))))
    assert len(stage.standings(structure, entrants(n), results)) == n
    assert all(row.trail for row in rows)
    said = [step.text.format_map(step.params) for row in rows for step in row.trail]
    assert not any("{" in words for words in said)


def test_a_stale_result_is_shown_not_deleted_and_moves_nobody() -> None:
    structure, results = play_all(built("single_elimination", 8), entrants(8), lambda *_: {"winner": 0})
    corrected = dict(results)
    seating = seating_of(entrants(8))
    before = stage.resolve(structure, seating, results)
    corrected["U1-1"] = report(structure, before["U1-1"], {"winner": 1})
    after = stage.resolve(structure, seating, corrected)
    assert after["U2-1"].phase is Phase.stale
    assert after["U2-1"].winner is None
    assert after["U3-1"].phase is Phase.stale
    assert after["U3-1"].occupants[0] is UNKNOWN
    assert not stage.is_complete(structure, corrected, seating)
    assert after["U2-2"].phase in FINISHED


@pytest.mark.parametrize("format", [format for format in PAIRED if format not in ("custom", "judged")])
def test_the_same_inputs_give_the_same_structure(format: str) -> None:
    assert built(format, 16, draw_seed="lot") == built(format, 16, draw_seed="lot")


@settings(max_examples=60, deadline=None)
@given(fields, st.data())
def test_a_table_told_line_by_line_is_the_whole_table(field, data: st.DataObject) -> None:
    """Where a format's table is local, each result's own lines add up to the standings."""
    format, n, options = field
    if not stage.has_local_table(format):
        return
    structure, results = built(format, n, **options), {}
    seating = seating_of(entrants(n))
    states = stage.resolve(structure, seating, results)
    told = {row.entry: row for row in stage.standings(structure, entrants(n), results)}
    while waiting := ready(states):
        chosen = data.draw(st.sampled_from(waiting))
        results[chosen.id] = report(structure, chosen, data.draw(outcomes))
        changed = stage.advance(structure, states, results, chosen.id)
        states = {**states, **changed}
        part = part_of(structure, chosen.id)
        assert set(records_of(states)) == set(seating)
        inside = {spec.id: states[spec.id] for spec in part.matches}
        for row in stage.placed(part, inside, changed, records_of(states)):
            told[row.entry] = row
        whole = {row.entry: row for row in stage.standings(structure, entrants(n), results)}
        assert told == whole


@pytest.mark.parametrize("format", ["round_robin", "gsl_groups", "swiss"])
def test_other_tables_have_no_lines_of_their_own(format: str) -> None:
    assert not stage.has_local_table(format)
    assert stage.placed(built(format, 16), {}, (), {}) == ()
