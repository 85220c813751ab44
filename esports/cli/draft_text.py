"""A script, or a draft as it stands, as text for people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from esports.cli.bracket_columns import columns
from esports.cli.draft_inputs import Played
from esports.cli.words import say
from esports.engine.draft_model import Cause, DraftPhase, Kind, Script, Step, Timeout
from esports.engine.draft_turn import TAKERS, barred, options, step_on, turn
from esports.engine.draft_view import chosen, view
from esports.i18n import N_

LATE = {
    Timeout.skip: N_("then it falls away"),
    Timeout.random: N_("then it is drawn"),
    Timeout.previous: N_("then the lineup of the game before holds"),
}
CAUSES = {
    Cause.chosen: "",
    Cause.skip: N_("No ban"),
    Cause.random: N_("Drawn by lot: the time was up"),
    Cause.previous: N_("As in the game before: the time was up"),
    Cause.rest: N_("What was left"),
}


def script_lines(script: Script) -> Iterator[str]:
    """What the script is made for, and a line for each step."""
    yield script.name
    if script.pool_size is not None:
        yield say("A pool of {count}.", count=script.pool_size)
    if script.sides:
        yield say("Sides: {sides}.", sides=", ".join(script.sides))
    yield from columns([[f"  {number}", *_step(step)] for number, step in enumerate(script.steps, 1)])


def _step(step: Step) -> list[str]:
    """What happens in a step, how often, and what the clock does in it."""
    counted = step.kind not in (Kind.side, Kind.decider)
    clock = "" if step.seconds is None else say("{seconds} s", seconds=step.seconds)
    late = "" if step.timeout is None else say(LATE[step.timeout])
    return [_deed(step.kind, step.actor), str(step.count) if counted else "", clock, late]


def _deed(kind: Kind, name: str) -> str:
    if kind is Kind.ban:
        return say("{name} bans", name=name)
    if kind is Kind.pick:
        return say("{name} picks", name=name)
    if kind is Kind.side:
        return say("{name} chooses a side", name=name)
    return say("Both sides hand in their lineups") if kind is Kind.lineup else say("Left over")


def lines(played: Played) -> Iterator[str]:
    """What was decided, whose turn it is, what is barred, and what it has come to."""
    seen = view(played.state, played.for_slot)
    yield played.state.setup.script.name
    yield from columns([_decision(one, played.names) for one in seen["decisions"]])
    for one in seen["decisions"]:
        if isinstance(one["choice"], list):
            yield f"{played.names[one['slot']]}:"
            yield from columns([[f"  {row['hero']}", row["player"], row["spell"]] for row in one["choice"]])
    yield ""
    yield _turn(played)
    yield from _open(played)
    yield from _result(played)


def _decision(one: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    kind = Kind(one["kind"])
    who = "" if one["slot"] is None else names[one["slot"]]
    deed = say("Handed in") if kind is Kind.lineup else _deed(kind, who)
    name = who if kind is Kind.lineup else ""
    choice = one["choice"] if isinstance(one["choice"], str) else ""
    return [f"  {one['id']}", name, deed, choice, say(CAUSES[Cause(one["cause"])])]


def _turn(played: Played) -> str:
    """Where the draft stands, whose turn it is and for how long."""
    state, slots, step = played.state, turn(played.state), step_on(played.state)
    if state.phase is DraftPhase.ready:
        return say("The draft has not begun.")
    if step is None:
        return say("The draft has ended.")
    if step.kind is Kind.lineup and len(slots) == 1:
        turn_words = say("{name} has yet to hand in a lineup", name=played.names[slots[0]])
    else:
        turn_words = _deed(step.kind, played.names[slots[0]])
    return f"{turn_words} ({_clock(played)})"


def _clock(played: Played) -> str:
    state = played.state
    if state.phase is DraftPhase.paused:
        return say("The draft is paused.")
    if state.deadline_ms is None:
        return say("no time limit")
    if played.at_ms >= state.deadline_ms:
        return say("the time is up")
    return say("{seconds} s left", seconds=-(-(state.deadline_ms - played.at_ms) // 1000))


def _open(played: Played) -> Iterator[str]:
    """What the step that is on may take, and what earlier games bar in it."""
    state, step = played.state, step_on(played.state)
    open_now = options(state)
    if step is None or not open_now:
        return
    yield say("May be chosen: {names}", names=", ".join(open_now))
    gone = barred(state.setup, step.kind, turn(state)[0]) if step.kind in TAKERS else frozenset()
    if gone:
        yield say("Barred by earlier games: {names}", names=", ".join(sorted(gone)))


def _result(played: Played) -> Iterator[str]:
    """What is in the match so far, in playing order."""
    found = chosen(played.state)
    if not found:
        return
    yield ""
    rows = []
    for number, one in enumerate(found, 1):
        who = say("Left over") if one.slot is None else say("{name} picks", name=played.names[one.slot])
        start = "" if one.side_slot is None else played.names[one.side_slot]
        side = start and say("{name} starts as {side}", name=start, side=one.side)
        rows.append([f"  {number}", one.thing, who, side])
    yield from columns(rows)
