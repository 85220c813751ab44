"""What another model would change: two models, each with a plan, side by side."""

from esports.planning.cost import cost
from esports.planning.model import Model, Plan, Value
from esports.planning.risk import clashes, expected


class Ending(Value, frozen=True):
    """When a tournament ends in the one plan and in the other; None where a plan does not have it whole."""

    tournament: str
    before: int | None
    after: int | None


class Difference(Value, frozen=True):
    """What changes from one plan to another.

    Prices are None where a plan lacks a match. `moved` are the matches of both whose start or station is
    another, `gone` and `added` those of one alone; each in the order of its model. `double_bookings` are
    those to be expected, before and after.
    """

    price_before: int | None
    price_after: int | None
    endings: tuple[Ending, ...]
    moved: tuple[str, ...]
    gone: tuple[str, ...]
    added: tuple[str, ...]
    double_bookings: tuple[float, float]


def difference(before: tuple[Model, Plan], after: tuple[Model, Plan]) -> Difference:
    """The difference between two plans that hold; endings of all tournaments, those of the first in front."""
    starts = [
        {booking.match: (booking.start, booking.station) for booking in plan.bookings}
        for _, plan in (before, after)
    ]
    ends = [_ends(*before), _ends(*after)]
    tournaments = dict.fromkeys(one.id for model, _ in (before, after) for one in model.tournaments)
    booked = [
        [match.id for match in model.matches if match.id in own]
        for (model, _), own in zip((before, after), starts, strict=True)
    ]
    return Difference(
        _price(*before),
        _price(*after),
        tuple(Ending(name, ends[0].get(name), ends[1].get(name)) for name in tournaments),
        tuple(name for name in booked[1] if name in starts[0] and starts[0][name] != starts[1][name]),
        tuple(name for name in booked[0] if name not in starts[1]),
        tuple(name for name in booked[1] if name not in starts[0]),
        (expected(clashes(*before)), expected(clashes(*after))),
    )


def _price(model: Model, plan: Plan) -> int | None:
    return cost(model, plan) if len(plan.bookings) == len(model.matches) else None


def _ends(model: Model, plan: Plan) -> dict[str, int]:
    """The end of each tournament that the plan has whole."""
    starts = {booking.match: booking.start for booking in plan.bookings}
    lacking = {match.tournament for match in model.matches if match.id not in starts}
    ends: dict[str, int] = {}
    for match in model.matches:
        if match.tournament not in lacking:
            end = starts[match.id] + match.duration.planned
            ends[match.tournament] = max(ends.get(match.tournament, end), end)
    return ends
