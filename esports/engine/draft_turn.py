"""Where a draft stands: the step that is on, who must act in it, and what may be chosen."""

from esports.engine.draft_model import Actor, Decision, Kind, Names, Setup, State, Step

TAKERS = (Kind.ban, Kind.pick, Kind.decider)
"""The steps that take things out of the pool."""


def place(state: State) -> int:
    """The index of the step that is on; the number of steps after the last one."""
    if not state.decisions:
        return 0
    last = state.decisions[-1].step
    made = sum(decision.step == last for decision in state.decisions)
    return last + (made == _wanted(state.setup.script.steps[last]))


def step_on(state: State) -> Step | None:
    """The step that is on; None after the last one."""
    steps, on = state.setup.script.steps, place(state)
    return steps[on] if on < len(steps) else None


def turn(state: State) -> tuple[int, ...]:
    """The slots whose choice the step waits for, also while paused; empty after the end."""
    step, on = step_on(state), place(state)
    if step is None:
        return ()
    if step.kind is Kind.lineup:
        inside = [decision.slot for decision in state.decisions if decision.step == on]
        return tuple(slot for slot in (0, 1) if slot not in inside)
    slot = slot_of(state.setup, step.actor)
    return () if slot is None else (slot,)


def slot_of(setup: Setup, actor: Actor) -> int | None:
    """The slot that plays an actor; None for those who are not one side."""
    return {Actor.a: setup.first, Actor.b: 1 - setup.first}.get(actor)


def barred(setup: Setup, kind: Kind, slot: int | None) -> Names:
    """What earlier games forbid; a decider is played by both, so it is nothing barred to either."""
    if slot is None:
        return setup.bars.picks[0] | setup.bars.picks[1]
    return setup.bars.bans[slot] if kind is Kind.ban else setup.bars.picks[slot]


def options(state: State) -> tuple[str, ...]:
    """What the step that is on may take now, in the order of the script's sides or of the pool.

    Empty for lineups and after the end.
    """
    step = step_on(state)
    if step is None or step.kind is Kind.lineup:
        return ()
    if step.kind is Kind.side:
        return state.setup.script.sides
    gone = barred(state.setup, step.kind, slot_of(state.setup, step.actor)) | taken(state).keys()
    return tuple(thing for thing in state.setup.pool if thing not in gone)


def taken(state: State) -> dict[str, Decision]:
    """The things that are out of the pool, with the decision that took each."""
    return {
        decision.choice: decision
        for decision in state.decisions
        if isinstance(decision.choice, str) and state.setup.script.steps[decision.step].kind in TAKERS
    }


def _wanted(step: Step) -> int:
    """How many decisions end the step: of a lineup, one of each side."""
    return 2 if step.kind is Kind.lineup else step.count
