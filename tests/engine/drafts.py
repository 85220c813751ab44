"""Drafts for tests: setups, random sound scripts, and random legal play."""

from dataclasses import replace

from hypothesis import strategies as st

from esports.engine.draft_model import (
    Actor,
    Bars,
    Fielded,
    Kind,
    Lineup,
    Script,
    Setup,
    State,
    Step,
    Timeout,
)
from esports.engine.draft_replay import Action, Verb, apply, replay
from esports.engine.draft_scripts import ULTIMATE_BATTLE
from esports.engine.draft_turn import TAKERS, options, step_on, turn

MAPS = ("Ancient", "Dust2", "Inferno", "Mirage", "Nuke", "Overpass", "Train")
HEROES = tuple(f"H{n:02}" for n in range(60))
SPELLS = ("Flash", "Smite")
BEGIN = Action(Verb.begin, 0)


def lineup(side: str, shift: int = 0, size: int = 5) -> Lineup:
    return tuple(Fielded(f"{side}{n}", HEROES[n + shift], SPELLS[n % 2]) for n in range(size))


def setup(script: Script, pool: tuple[str, ...] = HEROES, **fields) -> Setup:
    return Setup(script, pool, fields.pop("first", 0), fields.pop("draw_seed", "seed"), **fields)


def sealed(**fields) -> Setup:
    return setup(ULTIMATE_BATTLE, previous=(lineup("a", 10), lineup("b", 10)), **fields)


def played(draft: Setup, *choices: str) -> State:
    """The state after these choices, one a second, each by the side whose turn it is."""
    state = replay(draft, [BEGIN])
    for choice in choices:
        state = do(state, Verb.act, 1000, turn(state)[0], choice)
    return state


def do(state: State, verb: Verb, after_ms: int = 0, *act) -> State:
    return apply(state, Action(verb, state.now_ms + after_ms, *act))


# Made once, for a strategy costs as much to make as to draw from.
BARRED = st.frozensets(st.sampled_from(HEROES[:8]), max_size=6)
SEEDS = st.text(max_size=3)
TIMED = st.tuples(st.integers(1, 60), st.sampled_from([Timeout.skip, Timeout.random]))


@st.composite
def steps(draw: st.DrawFn) -> tuple[Step, ...]:
    """One to ten steps of bans, picks with or without a side, and deciders."""
    made: list[Step] = []
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from([Kind.ban, Kind.pick, Kind.decider]))
        actor = draw(st.sampled_from([Actor.a, Actor.b]))
        timer = draw(st.none() | TIMED)
        seconds, timeout = timer or (None, None)
        made.append(
            {
                Kind.ban: Step(actor, kind, draw(st.integers(1, 3)), seconds, timeout),
                Kind.pick: Step(actor, kind, draw(st.integers(1, 3)), seconds, timeout and Timeout.random),
                Kind.decider: Step(Actor.nobody, kind, draw(st.integers(1, 2))),
            }[kind]
        )
        if made[-1].count == 1 and kind is not Kind.ban and draw(st.booleans()):
            made.append(Step(Actor.b, Kind.side, 1, seconds, timeout and Timeout.random))
    return tuple(made)


@st.composite
def setups(draw: st.DrawFn) -> Setup:
    """A sound setup: a random script with bars, or the sealed lineup of the ultimate battle."""
    if draw(st.integers(0, 4)) == 0:
        return sealed(first=draw(st.integers(0, 1)), players=(tuple(f"a{n}" for n in range(5)), ()))
    script = Script("random", draw(steps()), ("red", "blue"))
    used = sum(step.count for step in script.steps if step.kind in TAKERS)
    bars = Bars((draw(BARRED), draw(BARRED)), (draw(BARRED), draw(BARRED)))
    pool = HEROES[: 8 + used + draw(st.integers(0, 2))]
    return setup(script, pool, first=draw(st.integers(0, 1)), draw_seed=draw(SEEDS), bars=bars)


def next_actions(state: State) -> list[Action]:
    """Some of what is legal at the next moments, the choices first; empty after the end."""
    now, step = state.now_ms, step_on(state)
    if state.phase == "ready":
        return [replace(BEGIN, at_ms=5)]
    if state.phase == "paused":
        return [Action(Verb.resume, now + 700)]
    if step is None:
        return []
    after = now if state.deadline_ms is None else min(now + 300, state.deadline_ms - 1)
    moves = [
        Action(Verb.act, after, slot, choice)
        for slot in turn(state)
        for choice in (options(state) or (lineup("a" if slot == 0 else "b", 3),))
    ]
    late = [] if state.deadline_ms is None else [Action(Verb.expire, state.deadline_ms)]
    return [*moves, *late, Action(Verb.pause, now + 100)]


@st.composite
def plays(draw: st.DrawFn, *, to_the_end: bool = False) -> tuple[Setup, list[Action], State]:
    """A setup with random legal actions, and the state that they lead to."""
    draft, actions = draw(setups()), []
    state = replay(draft, [])
    length = 200 if to_the_end else draw(st.integers(0, 20))
    pauses = 3
    while len(actions) < length and (legal := next_actions(state)):
        kept = [action for action in legal if action.verb is not Verb.pause or pauses]
        action = draw(st.sampled_from(kept))
        pauses -= action.verb is Verb.pause
        actions.append(action)
        state = apply(state, action)
    return draft, actions, state
