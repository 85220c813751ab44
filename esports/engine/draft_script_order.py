"""Does a script's order make sense? What no single step can show."""

from collections.abc import Iterator

from esports.engine.draft_model import Kind, Script
from esports.engine.errors import Finding


def order_faults(script: Script, pointer: str) -> Iterator[Finding]:
    """All that is wrong between the steps; `pointer` is that of the script."""
    yield from _sides(script, pointer)
    yield from _lineups(script, pointer)


def _sides(script: Script, pointer: str) -> Iterator[Finding]:
    """A side is chosen once, on the one thing that was picked, or left, just before."""
    for place, step in enumerate(script.steps):
        if step.kind is not Kind.side:
            continue
        before = script.steps[place - 1] if place else None
        if before is None or before.kind not in (Kind.pick, Kind.decider) or before.count != 1:
            words = "A side is chosen right after one pick or decider, which it is for."
            yield Finding(f"{pointer}/steps/{place}", "side_without_pick", words)
        if step.count != 1:
            yield Finding(f"{pointer}/steps/{place}/count", "side_count", "A side is chosen once.")
        if not script.sides:
            words = "There are no sides to choose from: give them as sides."
            yield Finding(f"{pointer}/sides", "sides_missing", words)


def _lineups(script: Script, pointer: str) -> Iterator[Finding]:
    """A sealed lineup knows neither bans nor picks, so it is a draft of its own."""
    for place, step in enumerate(script.steps):
        if step.kind is Kind.lineup and len(script.steps) > 1:
            words = "A sealed lineup is a draft of its own: it takes no other steps."
            yield Finding(f"{pointer}/steps/{place}", "lineup_not_alone", words)
