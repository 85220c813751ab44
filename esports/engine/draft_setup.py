"""Is a draft's setup sound? Above all: can nobody run out of choices, whatever the sides do?"""

from collections.abc import Iterator
from dataclasses import replace

from esports.engine.draft_lineup import lineup_faults
from esports.engine.draft_model import Kind, Setup, Timeout
from esports.engine.draft_turn import TAKERS, barred, slot_of
from esports.engine.errors import EngineError, Finding

LONGEST_NAME = 80


def check_setup(setup: Setup) -> None:
    """Refuse an unsound setup; every fault is a finding."""
    found = [*_pool(setup), *(_supply(setup) if setup.first in (0, 1) else _first()), *_previous(setup)]
    if found:
        raise EngineError(
            "draft_setup_unsound",
            "",
            "The draft cannot begin: its setup has faults, {count} in all.",
            {"count": len(found)},
            found,
        )


def _pool(setup: Setup) -> Iterator[Finding]:
    """Names that are no names or there twice, and a size that the script is not made for."""
    seen: set[str] = set()
    for place, name in enumerate(setup.pool):
        if not name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
            words = "A name in the pool is a text of 1 to {longest} printable characters."
            yield Finding(f"/pool/{place}", "pool_name", words, {"longest": LONGEST_NAME})
        if name in seen:
            yield Finding(f"/pool/{place}", "pool_twice", "{name} is in the pool twice.", {"name": name})
        seen.add(name)
    wanted = setup.script.pool_size
    if wanted is not None and len(setup.pool) != wanted:
        words = "The script {script} is made for a pool of {wanted}, not {given}."
        params = {"script": setup.script.name, "wanted": wanted, "given": len(setup.pool)}
        yield Finding("/pool", "pool_size", words, params)


def _supply(setup: Setup) -> Iterator[Finding]:
    """The first step for which too little may be left.

    At the worst, all that is taken before is taken from what the actor of the step might use.
    """
    used = 0
    for place, step in enumerate(setup.script.steps):
        used += step.count if step.kind in TAKERS else 0
        gone = barred(setup, step.kind, slot_of(setup, step.actor)) if step.kind in TAKERS else frozenset()
        allowed = len(set(setup.pool) - gone)
        needed = step.count if step.kind is Kind.lineup else used
        if allowed < needed:
            words = "The pool may run out in step {step}: {needed} are needed, {allowed} are not barred."
            params = {"step": place + 1, "needed": needed, "allowed": allowed}
            yield Finding("/pool", "pool_too_small", words, params)
            return


def _first() -> Iterator[Finding]:
    yield Finding("/first", "first_slot", "The slot with the first choice is 0 or 1.")


def _previous(setup: Setup) -> Iterator[Finding]:
    """The lineups that stand in for late ones must be there and be such as could be handed in."""
    for step in setup.script.steps:
        if step.timeout is not Timeout.previous:
            continue
        if setup.previous is None:
            words = "The script falls back to the lineups of the game before: give both."
            yield Finding("/previous", "previous_missing", words)
            continue
        for slot, lineup in enumerate(setup.previous):
            for fault in lineup_faults(setup, step, slot, lineup):
                pointer = f"/previous/{slot}{fault.pointer.removeprefix('/choice')}"
                yield replace(fault, pointer=pointer)
