"""What earlier games bar: global ban-pick, fearless, the ultimate battle; played over whole matches."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esports.engine.draft_model import NO_BARS, Bars, Kind
from esports.engine.draft_replay import Verb, replay
from esports.engine.draft_scripts import COUNTER_STRIKE_BO3, HONOR_OF_KINGS, LEAGUE
from esports.engine.draft_series import (
    FEARLESS,
    FEARLESS_TO_PICKER,
    FREE,
    GLOBAL_BAN_PICK,
    RULES,
    BarredTo,
    SeriesRule,
    bars,
    heroes,
    is_ultimate_battle,
    parse_rule,
    rule_to_json,
)
from esports.engine.draft_turn import options, turn
from tests.engine.drafts import BEGIN, MAPS, do, lineup, played, sealed, setup
from tests.engine.refusals import refused

POOL = tuple(f"hero {n}" for n in range(110))
X, Y = frozenset("x"), frozenset("y")
NONE = frozenset()


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        (FREE, NO_BARS),
        (SeriesRule(BarredTo.picker, True), Bars((X, Y), (NONE, NONE))),
        (SeriesRule(BarredTo.picker, False), Bars((X, Y), (Y, X))),
        (SeriesRule(BarredTo.both, True), Bars((X | Y, X | Y), (NONE, NONE))),
        (SeriesRule(BarredTo.both, False), Bars((X | Y, X | Y), (X | Y, X | Y))),
    ],
)
def test_what_each_rule_bars(rule: SeriesRule, wanted: Bars) -> None:
    assert bars(rule, [(X, Y)]) == wanted
    assert bars(rule, [(X, NONE), (NONE, Y)]) == wanted
    assert bars(rule, []) == NO_BARS


def test_the_named_rules() -> None:
    assert SeriesRule(BarredTo.picker, True) == GLOBAL_BAN_PICK
    assert SeriesRule(BarredTo.both, False) == FEARLESS
    assert SeriesRule(BarredTo.picker, False) == FEARLESS_TO_PICKER
    assert set(RULES) == {"free", "global_ban_pick", "fearless", "fearless_to_picker"}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rules_are_read_back(rule: SeriesRule) -> None:
    assert parse_rule(rule_to_json(rule)) == rule


def test_rules_that_are_refused() -> None:
    assert parse_rule({}) == FREE
    with refused("option_not_a_choice", "/series_rule/barred_to"):
        parse_rule({"barred_to": "all"})
    with refused("option_wrong_type", "/series_rule/opponent_may_ban"):
        parse_rule({"opponent_may_ban": 1})
    with refused("unknown_option", "/rule/x"):
        parse_rule({"x": 1}, "/rule")


@settings(max_examples=12, deadline=None)
@given(st.sampled_from([*RULES.values()]), st.sampled_from([HONOR_OF_KINGS, LEAGUE]), st.data())
def test_bars_hold_over_a_whole_match(rule: SeriesRule, script, data) -> None:
    """Random first choices and random choices of heroes, over five games."""
    games: list = []
    for game in range(5):
        draft = setup(script, POOL, first=data.draw(st.integers(0, 1)), bars=bars(rule, games))
        state = replay(draft, [BEGIN])
        while turn(state):
            choice = data.draw(st.sampled_from(options(state)))
            state = do(state, Verb.act, 0, turn(state)[0], choice)
        used = heroes(state)
        assert [len(side) for side in used] == [5, 5]
        earlier = [frozenset().union(*(each[slot] for each in games)) for slot in (0, 1)]
        banned = [
            {d.choice for d in state.decisions if d.slot == slot and kind(draft, d) is Kind.ban}
            for slot in (0, 1)
        ]
        for slot in (0, 1):
            barred_to = {
                BarredTo.nobody: (NONE, NONE),
                BarredTo.picker: (earlier[slot], earlier[1 - slot]),
                BarredTo.both: (earlier[0] | earlier[1],) * 2,
            }[rule.barred_to]
            assert not used[slot] & barred_to[0]
            assert rule.opponent_may_ban or not banned[slot] & barred_to[1]
        games.append(used)
        assert len(games) == game + 1


def kind(draft, decision) -> Kind:
    return draft.script.steps[decision.step].kind


def test_under_global_ban_pick_the_opponent_may_pick_what_a_side_used() -> None:
    known = bars(GLOBAL_BAN_PICK, [(X, Y)])
    state = replay(setup(HONOR_OF_KINGS, (*POOL, "x", "y"), bars=known), [BEGIN])
    for name in POOL[:4]:
        state = do(state, Verb.act, 0, turn(state)[0], name)
    with refused("draft_pick_barred"):
        do(state, Verb.act, 0, 0, "x")
    state = do(state, Verb.act, 0, 0, "y")
    state = do(state, Verb.act, 0, 1, "x")
    assert heroes(state) == (Y, X)


def test_heroes_of_lineups_count() -> None:
    state = do(replay(sealed(), [BEGIN]), Verb.act, 0, 1, lineup("b", 3))
    assert heroes(state) == (NONE, frozenset(row.hero for row in lineup("b", 3)))


def test_bans_sides_deciders_and_what_was_skipped_are_not_used() -> None:
    state = replay(setup(HONOR_OF_KINGS, POOL), [BEGIN])
    for _ in range(4):
        state = do(state, Verb.expire, 30_000)
    assert heroes(state) == (NONE, NONE)
    assert heroes(do(state, Verb.act, 0, 0, POOL[0])) == (frozenset(POOL[:1]), NONE)
    veto = ("Ancient", "Dust2", "Inferno", "CT", "Mirage", "T", "Nuke", "Overpass", "CT")
    picked = heroes(played(setup(COUNTER_STRIKE_BO3, MAPS), *veto))
    assert picked == (frozenset({"Inferno"}), frozenset({"Mirage"}))


def test_lineups_know_no_bars() -> None:
    barred = frozenset(row.hero for row in lineup("a"))
    state = replay(sealed(bars=Bars((barred, barred), (barred, barred))), [BEGIN])
    assert do(state, Verb.act, 0, 0, lineup("a")).decisions[0].choice == lineup("a")


def test_the_ultimate_battle_is_the_seventh_game_at_three_all() -> None:
    assert is_ultimate_battle(7, (3, 3))
    others = [(7, (3, 2)), (7, (2, 2)), (5, (2, 2)), (5, (3, 3)), (9, (4, 4)), (1, (0, 0))]
    assert not any(is_ultimate_battle(best_of, won) for best_of, won in others)
