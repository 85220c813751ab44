"""Reading a script given as JSON, with every fault of the whole script at once; and writing it.

`{"name", "steps": [{"actor", "kind", "count"?, "seconds"?, "timeout"?}], "sides"?, "pool_size"?}`. A side
acts in bans, picks and choices of a side; both in a lineup and nobody in a decider, where `actor` may be
left out. A step with `seconds` says what its `timeout` does.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from esports.engine.draft_fields import read_number, read_object, read_text, read_word
from esports.engine.draft_model import MOST_CHOICES, Actor, Kind, Script, Step, Timeout
from esports.engine.draft_script_order import order_faults
from esports.engine.errors import EngineError, Finding

MOST_STEPS = 200
MOST_SIDES = 10
LONGEST_TURN = 3600
LARGEST_POOL = 1000
SCRIPT_KEYS = ("name", "steps", "sides", "pool_size")
STEP_KEYS = ("actor", "kind", "count", "seconds", "timeout")
ACTORS = {
    Kind.ban: (Actor.a, Actor.b),
    Kind.pick: (Actor.a, Actor.b),
    Kind.side: (Actor.a, Actor.b),
    Kind.decider: (Actor.nobody,),
    Kind.lineup: (Actor.both,),
}
"""Who may act in each kind of step."""
TIMEOUTS = {
    Kind.ban: (Timeout.skip, Timeout.random),
    Kind.pick: (Timeout.random,),
    Kind.side: (Timeout.random,),
    Kind.decider: (),
    Kind.lineup: (Timeout.previous,),
}
"""What a timeout can do in each kind of step: only a ban can fall away."""


def parse_script(raw: Any, pointer: str = "") -> Script:
    """The script; refuses with `script_unsound` and all findings, their pointers under `pointer`."""
    found: list[Finding] = []
    script = _script(pointer, raw, found)
    if script and not found:
        found += order_faults(script, pointer)
    if found or script is None:
        raise EngineError(
            "script_unsound",
            pointer,
            "The script has faults, {count} in all.",
            {"count": len(found)},
            found,
        )
    return script


def script_to_json(script: Script) -> dict[str, Any]:
    """What `parse_script` reads."""
    return {
        "name": script.name,
        "steps": [_step_to_json(step) for step in script.steps],
        "sides": list(script.sides),
        "pool_size": script.pool_size,
    }


def _step_to_json(step: Step) -> dict[str, Any]:
    timeout = None if step.timeout is None else str(step.timeout)
    return asdict(step) | {"actor": str(step.actor), "kind": str(step.kind), "timeout": timeout}


def _script(pointer: str, raw: Any, found: list[Finding]) -> Script | None:
    fields = read_object(pointer, raw, SCRIPT_KEYS, found)
    if fields is None:
        return None
    name = read_text(f"{pointer}/name", fields.get("name"), found)
    sides = _sides(f"{pointer}/sides", fields.get("sides", ()), found)
    size = read_number(f"{pointer}/pool_size", fields.get("pool_size"), None, LARGEST_POOL, found)
    return Script(name, _steps(f"{pointer}/steps", fields.get("steps"), found), sides, size)


def _steps(pointer: str, raw: Any, found: list[Finding]) -> tuple[Step, ...]:
    if not isinstance(raw, list | tuple) or not 0 < len(raw) <= MOST_STEPS:
        words = "The steps must be a list of 1 to {largest} steps."
        found.append(Finding(pointer, "script_steps", words, {"largest": MOST_STEPS}))
        return ()
    steps = [_step(f"{pointer}/{place}", row, found) for place, row in enumerate(raw)]
    return tuple(step for step in steps if step is not None)


def _step(pointer: str, raw: Any, found: list[Finding]) -> Step | None:
    fields = read_object(pointer, raw, STEP_KEYS, found)
    if fields is None:
        return None
    kind = read_word(f"{pointer}/kind", fields.get("kind"), tuple(Kind), found)
    count = read_number(f"{pointer}/count", fields.get("count", 1), 1, MOST_CHOICES, found)
    seconds = read_number(f"{pointer}/seconds", fields.get("seconds"), None, LONGEST_TURN, found)
    if kind is None or count is None:
        return None
    actor = _actor(f"{pointer}/actor", fields.get("actor"), ACTORS[kind], found)
    timeout = _timeout(pointer, kind, fields, found)
    return None if actor is None else Step(actor, kind, count, seconds, timeout)


def _actor(pointer: str, raw: Any, allowed: tuple[Actor, ...], found: list[Finding]) -> Actor | None:
    """Who acts; it need not be said where only one can."""
    return allowed[0] if raw is None and len(allowed) == 1 else read_word(pointer, raw, allowed, found)


def _timeout(pointer: str, kind: Kind, fields: Mapping[str, Any], found: list[Finding]) -> Timeout | None:
    """A timeout is given exactly if there is a timer, and a decider has none."""
    timed, raw = fields.get("seconds") is not None, fields.get("timeout")
    if timed and TIMEOUTS[kind]:
        return read_word(f"{pointer}/timeout", raw, TIMEOUTS[kind], found)
    if timed:
        words = "A decider takes no time."
        found.append(Finding(f"{pointer}/seconds", "step_seconds", words))
    elif raw is not None:
        words = "Without seconds there is no timeout."
        found.append(Finding(f"{pointer}/timeout", "step_timeout", words))
    return None


def _sides(pointer: str, raw: Any, found: list[Finding]) -> tuple[str, ...]:
    listed = isinstance(raw, list | tuple) and len(raw) != 1 and len(raw) <= MOST_SIDES
    if not listed or any(raw.count(side) > 1 for side in raw):
        words = "The sides must be a list of 2 to {largest} different names, or empty."
        found.append(Finding(pointer, "script_sides", words, {"largest": MOST_SIDES}))
        return ()
    return tuple(read_text(f"{pointer}/{place}", side, found) for place, side in enumerate(raw))
