"""A judged contest as a stage: it seats entries, and has no matches; its table comes when it is published."""

from collections.abc import Mapping, Sequence

from esports.engine.judged import Judged
from esports.engine.model import Entrant, Format, Result, Standing, Structure


def build(entrants: Sequence[Entrant | None], options: Judged, draw_seed: str | None) -> Structure:
    """As many seats as there are entrants."""
    return Structure(Format.judged, options, len(entrants), (), draw_seed)


def standings(
    structure: Structure, entrants: Sequence[Entrant | None], results: Mapping[str, Result]
) -> tuple[Standing, ...]:
    """Nothing: results of matches decide no place here. `judged_table.publish` makes the table."""
    return ()
