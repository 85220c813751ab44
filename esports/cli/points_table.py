"""A points table as text for people and as JSON for programs."""

from collections.abc import Iterator
from typing import Any

from esports.cli.bracket_json import standing
from esports.cli.bracket_text import table_lines
from esports.cli.words import say
from esports.engine.circuit import PointsTable
from esports.engine.exact import shown


def lines(table: PointsTable) -> Iterator[str]:
    """The ranked rows, then who is not ranked and why."""
    if not table.earned:
        yield say("Nobody has a place yet.")
    if table.standings:
        yield from table_lines(table.standings)
    for row in table.unranked:
        yield f"{row.entry} ({row.figures['points']}): {say(row.text, **row.params)}"


def document(table: PointsTable) -> dict[str, Any]:
    """Both with what each row earned in which tournament, and whether it counts."""
    return {
        "standings": [standing(row) for row in table.standings],
        "unranked": [
            {"entry": row.entry, "figures": dict(row.figures), "reason": row.text.format_map(row.params)}
            for row in table.unranked
        ],
        "earned": {
            entry: [
                {"tournament": one.tournament, "points": shown(one.points), "counted": one.counted}
                for one in rows
            ]
            for entry, rows in table.earned.items()
        },
    }
