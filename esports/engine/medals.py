"""The medal table: gold, then silver, then bronze; equal rows share the rank (rules.md, 10).

Shared places share their medals exactly: two firsts hold half a gold and half a silver each.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from esports.engine.errors import EngineError
from esports.engine.exact import shown
from esports.engine.model import Standing, Value
from esports.engine.place_shares import Finished, check, shares
from esports.engine.shared_places import Figure, Placed, share_places

MEDALS = ("gold", "silver", "bronze")
TEXTS = (
    "Gold medals: {value}, and {other} for {against}.",
    "Silver medals: {value}, and {other} for {against}.",
    "Bronze medals: {value}, and {other} for {against}.",
)

Counts = Mapping[str, Sequence[Fraction]]


def medal_table(tournaments: Sequence[Finished], *, bronzes: int = 1) -> tuple[Standing, ...]:
    """All delegations with a share of a medal, by rank, those of one rank by name.

    `bronzes` is 1, or 2 where both losing semi-finalists (places 3 and 3, or 3 and 4) get one. The
    figures are gold, silver, bronze and total: whole, "0.5", or "1/3". Weights do not count here.
    """
    if bronzes not in (1, 2):
        raise EngineError(
            "bronzes_number",
            "/bronzes",
            "A tournament gives one bronze medal or two, not {bronzes}.",
            {"bronzes": bronzes},
        )
    check(tournaments)
    counts = medal_counts(tournaments, bronzes)
    figures = [
        Figure(medal, {holder: row[column] for holder, row in counts.items()}, TEXTS[column])
        for column, medal in enumerate(MEDALS)
    ]
    return tuple(_standing(row, counts) for row in share_places(counts, figures))


def medal_counts(tournaments: Sequence[Finished], bronzes: int) -> Counts:
    """The gold, silver and bronze of each holder of any, over all tournaments."""
    counts: dict[str, list[Fraction]] = {}
    for tournament in tournaments:
        for holder, held in shares(tournament.finishes, 2 + bronzes).items():
            row = counts.setdefault(holder, [Fraction()] * len(MEDALS))
            for first, last, part in held:
                for place in range(first, last + 1):
                    row[min(place, len(MEDALS)) - 1] += part
    return {holder: row for holder, row in counts.items() if any(row)}


def _standing(row: Placed, counts: Counts) -> Standing:
    held = counts[row.entry]
    figures: dict[str, Value] = {medal: shown(count) for medal, count in zip(MEDALS, held, strict=True)}
    return Standing(row.entry, row.place, None, {**figures, "total": shown(sum(held, Fraction()))}, row.trail)
