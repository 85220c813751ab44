"""Who fills the seeds of the tournaments of a plan, from what is finished so far (rules.md, 10).

All is computed from nothing each time. The finishers of a tournament are asked in final order, each of
them once; the seats that it gives away are offered in the order of their places. Who has withdrawn from
the seat's tournament, or plays in it already, drops out of that order, and everyone after moves up: so
nobody is ever promoted past another, and the best place left has the best seat (*ours*, where the rule
says "the next place").
"""

from collections.abc import Sequence
from itertools import chain

from esports.engine.errors import EngineError, Finding
from esports.engine.model import Entrant
from esports.engine.progression_inputs import Direct, Finishers, Withdrawn, check
from esports.engine.progression_plan import Plan, levels
from esports.engine.progression_seats import Desk, Filled, FilledSeed, Filling


def fill(plan: Plan, finishers: Finishers, direct: Direct, withdrawn: Withdrawn) -> Filled:
    """The seeds in order of every tournament that the plan fills, whatever is known of them so far.

    Of two tournaments of one level the one that the plan names first is asked first.

    Of a finished tournament `finishers` holds all who may qualify, in final order, `direct` the entrants by
    seed, `withdrawn` the ids of those who do not play in a tournament. A qualifier's `former_group` is
    then its group in the tournament it comes from (`north A`), or that tournament, so that a draw can keep
    apart those who have met. Refused if the inputs are unsound, and while a shared place stands between
    entries that would go different ways.
    """
    check(plan, finishers, direct, withdrawn)
    desk = Desk(plan, withdrawn)
    for each in plan.tournaments:
        desk.enter(each, direct.get(each.id, {}))
    for source in chain.from_iterable(levels(plan)):
        desk.offer(source, finishers.get(source))
    undecided = [finding for source, rows in finishers.items() for finding in desk.undecided(source, rows)]
    if undecided:
        raise EngineError(
            "places_undecided",
            "/finishers",
            "Shared places decide who goes on where, {count} in all: say who is ahead.",
            {"count": len(undecided)},
            undecided,
        )
    return desk.filled()


def entrants_of(seeds: Sequence[FilledSeed]) -> tuple[Entrant | None, ...]:
    """The entrants in seed order, None for a vacant seed; refused while seeds are open, naming each."""
    still_open = [
        Finding(f"/seeds/{each.seed}", "seed_open", each.text, each.params)
        for each in seeds
        if each.filling is Filling.open
    ]
    if still_open:
        raise EngineError(
            "seeds_open",
            "/seeds",
            "The field is not known yet: {count} seeds are open.",
            {"count": len(still_open)},
            still_open,
        )
    return tuple(each.entrant for each in seeds)
