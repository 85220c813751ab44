"""The table of a Swiss with thresholds: wins minus losses, then difficulty and seed or the tie-breaks."""

from collections.abc import Mapping, Sequence

from esports.engine.model import Entrant, Result, Standing, Structure, Value, seating_of
from esports.engine.resolve import resolve
from esports.engine.swiss_options import DrawnSwiss, Swiss
from esports.engine.swiss_record import Record, Records, records_of
from esports.engine.swiss_tie_breaks import criteria, figures
from esports.engine.table import Criterion, Ranked, rank


def standings(
    structure: Structure, entrants: Sequence[Entrant | None], results: Mapping[str, Result]
) -> tuple[Standing, ...]:
    """Everyone by wins minus losses; then by difficulty and initial seed, or as the options say."""
    records = records_of(structure, entrants, resolve(structure, seating_of(entrants), results), results)
    ranked = rank(list(records), _criteria(structure, records))
    return tuple(_standing(structure, place, row, records) for place, row in enumerate(ranked, 1))


def _standing(structure: Structure, place: int, row: Ranked, records: Records) -> Standing:
    options, record = options_of(structure), records[row.entry]
    named: Mapping[str, Value] = {"difficulty": difficulty(records, row.entry), "seed": record.seed}
    if isinstance(options, DrawnSwiss):
        named = figures(records, row.entry, options.tie_breaks)
    told = {"wins": record.wins, "losses": record.losses, **named, "status": status(record, options)}
    return Standing(row.entry, place, None, told, row.trail)


def in_order(structure: Structure, records: Records, entries: Sequence[str]) -> list[str]:
    """These entries as the table orders them."""
    return [row.entry for row in rank(entries, _criteria(structure, records))]


def status(record: Record, options: Swiss) -> str:
    """`playing`, `advanced` or `eliminated`."""
    if record.gone or record.losses >= options.losses:
        return "eliminated"
    return "advanced" if record.wins >= options.wins else "playing"


def difficulty(records: Records, entry: str) -> int:
    """The sum over the opponents of their wins minus losses as they stand now.

    An opponent who walked over, forfeited or did not show was not played and does not count.
    """
    return sum(records[opponent].balance for opponent, _ in records[entry].played)


def options_of(structure: Structure) -> Swiss:
    """The options, as those of a Swiss."""
    assert isinstance(structure.options, Swiss)
    return structure.options


def _criteria(structure: Structure, records: Records) -> list[Criterion]:
    balance = Criterion(
        "wins_minus_losses",
        lambda tied: {entry: records[entry].balance for entry in tied},
        "Wins minus losses: {value}, and {other} for {against}.",
    )
    options = structure.options
    if isinstance(options, DrawnSwiss):
        return criteria(records, [balance], options.tie_breaks, structure.draw_seed)
    strength = Criterion(
        "difficulty",
        lambda tied: {entry: difficulty(records, entry) for entry in tied},
        "Difficulty, the opponents' wins minus losses: {value}, and {other} for {against}.",
    )
    return criteria(records, [balance, strength], ("seed",), structure.draw_seed)
