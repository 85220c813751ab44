"""The stored states of tournaments, entries and matches, and the only moves between them.

One row for each allowed (state, verb). A tournament's verb is the state that it goes to.
"""

from enum import StrEnum

from esports.engine.errors import EngineError


class Machine(StrEnum):
    """What moves."""

    tournament = "tournament"
    entry = "entry"
    match = "match"


def _rows(text: str) -> dict[tuple[str, str], str]:
    """Read lines `state verb>target verb>target ...`; a verb alone is its own target."""
    table = {}
    for line in text.strip().splitlines():
        state, *moves = line.split()
        for move in moves:
            verb, _, target = move.partition(">")
            table[state, verb] = target or verb
    return table


TABLES: dict[Machine, dict[tuple[str, str], str]] = {
    Machine.tournament: _rows("""
        draft registration check_in seeding running cancelled
        registration check_in seeding running cancelled
        check_in seeding running cancelled
        seeding running cancelled
        running paused finished cancelled
        paused running cancelled
        finished running archived cancelled
        archived
        cancelled
    """),
    Machine.entry: _rows("""
        pending confirm>confirmed waitlist>waitlisted refuse>refused withdraw>withdrawn
        waitlisted offer>offered confirm>confirmed refuse>refused withdraw>withdrawn
        offered accept>confirmed lapse>waitlisted refuse>refused withdraw>withdrawn
        confirmed check_in>checked_in miss>no_show start>playing withdraw>withdrawn disqualify>disqualified
        checked_in undo_check_in>confirmed start>playing withdraw>withdrawn disqualify>disqualified
        no_show check_in>checked_in confirm>confirmed withdraw>withdrawn disqualify>disqualified
        playing place>placed withdraw>withdrawn disqualify>disqualified
        placed reopen>playing disqualify>disqualified
        refused
        withdrawn reinstate>playing
        disqualified reinstate>playing
    """),
    Machine.match: _rows("""
        idle call>called start>live report>reported void>voided
        called call>called uncall>idle start>live report>reported void>voided
        live uncall>idle report>reported void>voided
        reported report>reported confirm>confirmed dispute>disputed void>voided
        disputed report>reported confirm>confirmed void>voided
        confirmed correct>confirmed void>voided
        voided replay>idle
    """),
}

STATES: dict[Machine, tuple[str, ...]] = {
    Machine.tournament: (
        "draft", "registration", "check_in", "seeding", "running", "paused", "finished", "archived",
        "cancelled",
    ),
    Machine.entry: (
        "pending", "waitlisted", "offered", "confirmed", "checked_in", "no_show", "playing", "placed",
        "refused", "withdrawn", "disqualified",
    ),
    Machine.match: ("idle", "called", "live", "reported", "disputed", "confirmed", "voided"),
}  # fmt: skip
"""Every state of each machine, the first being where it begins (an entry may also begin waitlisted)."""


def allowed(machine: Machine | str, state: str) -> tuple[str, ...]:
    """The verbs that this state knows, in the table's order; empty for a final state."""
    return tuple(verb for at, verb in TABLES[Machine(machine)] if at == state)


def move(machine: Machine | str, state: str, verb: str) -> str:
    """The state that the verb leads to; refuses with `transition_not_allowed`."""
    target = TABLES[Machine(machine)].get((state, verb))
    if target is None:
        raise EngineError(
            "transition_not_allowed",
            "",
            "A {machine} that is {state} cannot {verb}; it can: {allowed}.",
            {
                "machine": str(Machine(machine)),
                "state": state,
                "verb": verb,
                "allowed": ", ".join(allowed(machine, state)) or "-",
            },
        )
    return target
