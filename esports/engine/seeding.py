"""Who sits where: bracket order, snake groups, seed orders, and the intake of each stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from esports.engine.errors import EngineError
from esports.engine.model import Entrant
from esports.engine.shuffle import shuffle


def bracket_size(entrants: int) -> int:
    """The smallest power of two that holds them."""
    return 1 << (entrants - 1).bit_length()


def bracket_order(size: int) -> tuple[int, ...]:
    """The seeds of a bracket from top to bottom; `size` is a power of two.

    `order(2) = 1 2`; doubling replaces each seed p by `p, 2k+1-p`, so that the best meet last and
    seed s meets `size + 1 - s` in the first round.
    """
    order = [1]
    while len(order) < size:
        top = 2 * len(order) + 1
        order = [seed for best in order for seed in (best, top - best)]
    return tuple(order)


def snake(entrants: int, groups: int) -> tuple[tuple[int, ...], ...]:
    """The seeds of each group, dealt to and fro: 8 in 2 is `1 4 5 8 | 2 3 6 7`."""
    dealt: list[list[int]] = [[] for _ in range(groups)]
    for place in range(entrants):
        row, column = divmod(place, groups)
        dealt[column if row % 2 == 0 else groups - 1 - column].append(place + 1)
    return tuple(tuple(group) for group in dealt)


def by_rating(entrants: Sequence[Entrant]) -> list[Entrant]:
    """Highest rating first; equal ratings keep their order, those without one come last."""
    return sorted(entrants, key=lambda entrant: (entrant.rating is None, -(entrant.rating or 0.0)))


def by_result(entrants: Sequence[Entrant], places: Mapping[str, int]) -> list[Entrant]:
    """Best place first; equal places keep their order, those without one come last."""
    return sorted(entrants, key=lambda entrant: (entrant.id not in places, places.get(entrant.id, 0)))


def random_draw(entrants: Sequence[Entrant], draw_seed: str) -> list[Entrant]:
    """The order that the draw seed gives, whatever order the entrants came in."""
    return shuffle(sorted(entrants, key=lambda entrant: entrant.id), draw_seed)


@dataclass(frozen=True, slots=True)
class StagePlan:
    """What an organiser says of a stage: how many play in it, how many of them go on to the next."""

    size: int | None = None
    qualifies: int | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """Who plays in a stage: these tournament seeds directly, then so many of the stage before.

    In the stage the direct entries are seeds 1..d in this order; qualifiers follow in final order.
    """

    direct: tuple[int, ...]
    qualifiers: int

    @property
    def size(self) -> int:
        """How many play in the stage."""
        return len(self.direct) + self.qualifiers


def intake(stages: Sequence[StagePlan], entries: int) -> tuple[Intake, ...]:
    """Who enters where, for stages in playing order and tournament seeds 1..entries.

    The best seeds enter latest: the last stage of size S after one that qualifies Q takes the top S-Q
    directly, the stage before it the next ones, and the first stage all the rest. A later stage without
    a size takes exactly the qualifiers; a stage that says nothing of qualifiers fills the next one.
    """
    if not stages:
        raise EngineError("no_stages", "/stages", "The tournament has no stage.")
    taken = 0
    found: list[Intake] = []
    for place in range(len(stages) - 1, 0, -1):
        qualifiers = _qualifiers(stages, place)
        size = stages[place].size or qualifiers
        if qualifiers > size:
            raise EngineError(
                "stage_overfull",
                f"/stages/{place - 1}/qualifies",
                "{qualifiers} entries would go on to a stage of {size}.",
                {"qualifiers": qualifiers, "size": size},
            )
        direct = tuple(range(taken + 1, taken + size - qualifiers + 1))
        taken += len(direct)
        found.append(Intake(direct, qualifiers))
    found.append(_first(stages[0], taken, entries))
    found.reverse()
    _check_qualifiers(found)
    return tuple(found)


def _qualifiers(stages: Sequence[StagePlan], place: int) -> int:
    qualifiers = stages[place - 1].qualifies or stages[place].size
    if qualifiers is None:
        raise EngineError(
            "qualifies_missing",
            f"/stages/{place - 1}/qualifies",
            "Say how many entries go on from stage {stage}, or give the next stage a size.",
            {"stage": place},
        )
    return qualifiers


def _first(plan: StagePlan, taken: int, entries: int) -> Intake:
    rest = entries - taken
    if rest < 2:
        raise EngineError(
            "too_few_entries",
            "/entries",
            "{taken} of {entries} entries go straight to later stages: fewer than 2 remain for the first.",
            {"taken": min(taken, entries), "entries": entries},
        )
    if plan.size is not None and rest > plan.size:
        raise EngineError(
            "stage_overfull",
            "/stages/0/size",
            "{rest} entries would play in a first stage of {size}.",
            {"rest": rest, "size": plan.size},
        )
    return Intake(tuple(range(taken + 1, entries + 1)), 0)


def _check_qualifiers(found: Sequence[Intake]) -> None:
    for place, (stage, following) in enumerate(pairwise(found)):
        if following.qualifiers > stage.size:
            raise EngineError(
                "qualifies_too_many",
                f"/stages/{place}/qualifies",
                "{qualifiers} entries would go on from a stage of {size}.",
                {"qualifiers": following.qualifiers, "size": stage.size},
            )
