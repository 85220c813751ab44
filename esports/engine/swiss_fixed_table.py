"""The table of a fixed-round Swiss: points, then the tie-breaks of the options."""

from collections.abc import Mapping, Sequence

from esports.engine.model import Entrant, Result, Standing, Structure, Value, seating_of
from esports.engine.resolve import resolve
from esports.engine.swiss_options import FixedRounds, fixed_of
from esports.engine.swiss_record import Records, records_of
from esports.engine.swiss_tie_breaks import criteria, figures
from esports.engine.table import Criterion, rank


def standings(
    structure: Structure, entrants: Sequence[Entrant | None], results: Mapping[str, Result]
) -> tuple[Standing, ...]:
    """Everyone by points and then by the tie-breaks; who dropped out or was disqualified ranks last."""
    options = fixed_of(structure)
    records = records_of(structure, entrants, resolve(structure, seating_of(entrants), results), results)
    points = Criterion(
        "points",
        lambda tied: {entry: records[entry].points(options.points) for entry in tied},
        "Points: {value}, and {other} for {against}.",
    )
    ordered = rank(list(records), criteria(records, [points], options.tie_breaks, structure.draw_seed))
    return tuple(
        Standing(row.entry, place, None, _figures(records, row.entry, options), row.trail)
        for place, row in enumerate(ordered, 1)
    )


def _figures(records: Records, entry: str, options: FixedRounds) -> dict[str, Value]:
    record = records[entry]
    return {
        "points": record.points(options.points),
        "wins": record.wins,
        "draws": record.draws,
        "losses": record.losses,
        **figures(records, entry, options.tie_breaks),
    }
