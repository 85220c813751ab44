"""Adjustments: points that somebody in charge gives or takes, with a reason and, if they say it, a date.

`{"entry": "A", "points": -2, "reason": "Late for the lobby.", "date": "2026-05-02"}`; the points count from
the first game on, so that whoever comes to match point comes to it with them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from esports.engine.errors import EngineError
from esports.engine.exact import DECIMALS, LARGEST_NUMBER, number, shown
from esports.engine.model import Entrant, TrailStep, Value
from esports.engine.options import Fields

MOST_ADJUSTMENTS = 1000
LONGEST_REASON = 500
POINTER = "/options/adjustments"

ADJUSTMENT = "adjustment"
"""The criterion of a trail step that is an adjustment."""
PLAIN = "An adjustment of {value} points ({reason})."
DATED = "An adjustment of {value} points on {date} ({reason})."

_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
_DATE = re.compile(f"{_DAY}({_TIME})?")


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A bonus, or a penalty where `points` (whole or a decimal text) are negative; `date` as RFC 3339."""

    entry: str
    points: int | str
    reason: str
    date: str | None = None


def read_adjustments(raw: Any) -> tuple[Adjustment, ...]:
    """From the raw list."""
    if not isinstance(raw, list | tuple) or len(raw) > MOST_ADJUSTMENTS:
        raise EngineError(
            "adjustments_list",
            POINTER,
            "The adjustments must be a list of {most} at most.",
            {"most": MOST_ADJUSTMENTS},
        )
    return tuple(_adjustment(one, f"{POINTER}/{number}") for number, one in enumerate(raw))


def check_adjustments(adjustments: Iterable[Adjustment], entrants: Sequence[Entrant | None]) -> None:
    """Refuse an adjustment of somebody who is not among the entrants."""
    known = {entrant.id for entrant in entrants if entrant is not None}
    for place, one in enumerate(adjustments):
        if one.entry not in known:
            raise EngineError(
                "adjustment_entry_unknown",
                f"{POINTER}/{place}/entry",
                "There is no entry {entry} to adjust.",
                {"entry": one.entry},
            )


def step_of(adjustment: Adjustment) -> TrailStep:
    """The adjustment as a step of the trail; it compares with nobody."""
    dated = {} if adjustment.date is None else {"date": adjustment.date}
    params: dict[str, Value] = {
        "entry": adjustment.entry,
        "value": adjustment.points,
        "reason": adjustment.reason,
        **dated,
    }
    text = DATED if dated else PLAIN
    return TrailStep(ADJUSTMENT, adjustment.points, None, None, text, params)


def _adjustment(raw: Any, pointer: str) -> Adjustment:
    fields = Fields(raw, pointer)
    found = Adjustment(
        entry=_text(fields.plain("entry"), f"{pointer}/entry"),
        points=shown(_signed(fields.plain("points"), f"{pointer}/points")),
        reason=_text(fields.plain("reason"), f"{pointer}/reason"),
        date=_date(fields.plain("date") if fields.has("date") else None, f"{pointer}/date"),
    )
    fields.done()
    return found


def _text(raw: Any, pointer: str) -> str:
    if not isinstance(raw, str) or not raw.strip() or len(raw) > LONGEST_REASON:
        raise EngineError(
            "adjustment_text",
            pointer,
            "An adjustment names its entry and its reason, each in at most {longest} letters.",
            {"longest": LONGEST_REASON},
        )
    return raw


def _signed(raw: Any, pointer: str) -> Fraction:
    text = str(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else raw
    minus = isinstance(text, str) and text.startswith("-")
    amount = number(text[1:] if minus else text)
    if amount is None:
        raise EngineError(
            "adjustment_points",
            pointer,
            "An adjustment is a number between -{largest} and {largest}, with at most {decimals} decimals.",
            {"largest": LARGEST_NUMBER, "decimals": DECIMALS},
        )
    return -amount if minus else amount


def _date(raw: Any, pointer: str) -> str | None:
    if raw is not None and not (isinstance(raw, str) and _DATE.fullmatch(raw)):
        raise EngineError(
            "adjustment_date", pointer, "The date must be like 2026-05-02 or 2026-05-02T18:30:00Z."
        )
    return raw
