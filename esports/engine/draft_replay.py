"""A draft as the list of its actions: `replay` gives the state that they lead to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from esports.engine.draft import act, begin, expire, opened, pause, resume, undo
from esports.engine.draft_model import Lineup, Setup, State


class Verb(StrEnum):
    """What an action does; `act` is the only one of the sides, the others are the desk's or the clock's."""

    begin = "begin"
    act = "act"
    expire = "expire"
    undo = "undo"
    pause = "pause"
    resume = "resume"


@dataclass(frozen=True, slots=True)
class Action:
    """One action at a moment; `slot` and `choice` for `act` alone."""

    verb: Verb
    at_ms: int
    slot: int = -1
    choice: str | Lineup = ""


def replay(setup: Setup, actions: Iterable[Action]) -> State:
    """The state after these actions, none of which may break a rule; refuses an unsound setup."""
    state = opened(setup)
    for action in actions:
        state = apply(state, action)
    return state


def apply(state: State, action: Action) -> State:
    """The state after one more action; refuses as the function of its verb does."""
    if action.verb is Verb.act:
        return act(state, action.slot, action.choice, action.at_ms)
    return _TRANSITIONS[action.verb](state, action.at_ms)


_TRANSITIONS: dict[Verb, Callable[[State, int], State]] = {
    Verb.begin: begin,
    Verb.expire: expire,
    Verb.undo: undo,
    Verb.pause: pause,
    Verb.resume: resume,
}
