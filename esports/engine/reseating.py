"""A stage that has started, when others than those who sit in it should have gone on to it.

`exchange` gives the seats of those who should not be there to those who should, in their order, and leaves
everybody else on the same seed; `reseat` seats all of them anew, as a draw would. What was played by others
than those who are in a match then is void; all else stands.
"""

from collections.abc import Sequence
from enum import StrEnum

from esports.engine.errors import EngineError


class Reseating(StrEnum):
    """What is done with a stage that has started: it is left as it is, or its seats change."""

    keep = "keep"
    exchange = "exchange"
    reseat = "reseat"


def seating(seated: Sequence[str], qualified: Sequence[str], how: Reseating) -> tuple[str, ...]:
    """Who sits where those `seated` sit, in seed order, when these have `qualified`, the best one first.

    Refuses with `following_field_differs` where they are not as many.
    """
    if how is Reseating.keep:
        return tuple(seated)
    if len(seated) != len(qualified):
        raise EngineError(
            "following_field_differs",
            "",
            "{now} entries would go on, and {seats} seats are taken: keep the following stage as it is.",
            {"now": len(qualified), "seats": len(seated)},
        )
    if how is Reseating.reseat:
        return tuple(qualified)
    coming = iter([entry for entry in qualified if entry not in seated])
    return tuple(entry if entry in qualified else next(coming) for entry in seated)
