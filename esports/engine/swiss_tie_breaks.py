"""The named tie-breaks of a Swiss: what each compares, and how it says so.

Where a figure depends on who is tied (the matches among those tied), it is taken anew whenever a
criterion has split the tie.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256

from esports.engine.group_table import gone_last
from esports.engine.swiss_record import DRAWN, LOST, Record, Records
from esports.engine.table import Criterion

Number = int | float


def buchholz(records: Records, entry: str) -> Number:
    """The wins of all opponents, a draw counting half."""
    return _halves(sum(_opponents(records, entry)))


def median_buchholz(records: Records, entry: str) -> Number:
    """The same without the best and the worst opponent, of three or more."""
    strengths = sorted(_opponents(records, entry))
    return _halves(sum(strengths[1:-1] if len(strengths) > 2 else strengths))


def buchholz_balance(records: Records, entry: str) -> Number:
    """The wins minus the losses of all opponents."""
    return sum(records[opponent].balance for opponent, _ in records[entry].played)


def sonneborn_berger(records: Records, entry: str) -> Number:
    """The wins of the opponents that were beaten, and half those of the opponents drawn with."""
    quarters = sum(made * records[opponent].half_points for opponent, made in records[entry].played)
    return quarters // 4 if quarters % 4 == 0 else quarters / 4


def opponents_win_rate(records: Records, entry: str) -> Number:
    """The mean share of matches that the opponents won, in per cent to two decimals."""
    rates = [_win_rate(records[opponent]) for opponent, _ in records[entry].played]
    return round(sum(rates, Fraction()) / len(rates) * 10_000) / 100 if rates else 0


def game_difference(records: Records, entry: str) -> Number:
    """Games won minus games lost."""
    return records[entry].games_won - records[entry].games_lost


def seed(records: Records, entry: str) -> Number:
    """The initial seed."""
    return records[entry].seed


def head_to_head(records: Records, tied: Sequence[str]) -> Mapping[str, Number]:
    """Wins minus losses in the matches among those tied."""
    among = set(tied)
    return {
        entry: sum(made - DRAWN for opponent, made in records[entry].meetings if opponent in among)
        for entry in tied
    }


def losses_against_tied(records: Records, tied: Sequence[str]) -> Mapping[str, Number]:
    """Matches lost among those tied."""
    among = set(tied)
    return {
        entry: sum(made == LOST for opponent, made in records[entry].meetings if opponent in among)
        for entry in tied
    }


Figure = Callable[[Records, str], Number]
Relative = Callable[[Records, Sequence[str]], Mapping[str, Number]]

FIGURES: dict[str, tuple[Figure, str]] = {
    "buchholz": (buchholz, "Buchholz, the opponents' wins: {value}, and {other} for {against}."),
    "buchholz_balance": (
        buchholz_balance,
        "Buchholz, the opponents' wins minus losses: {value}, and {other} for {against}.",
    ),
    "median_buchholz": (
        median_buchholz,
        "Median Buchholz, the opponents' wins without the best and the worst of them: {value}, and {other}"
        " for {against}.",
    ),
    "sonneborn_berger": (
        sonneborn_berger,
        "Sonneborn-Berger, the wins of the opponents beaten: {value}, and {other} for {against}.",
    ),
    "opponents_win_rate": (
        opponents_win_rate,
        "The opponents' win rate in per cent: {value}, and {other} for {against}.",
    ),
    "game_difference": (game_difference, "Games won minus lost: {value}, and {other} for {against}."),
    "seed": (seed, "Initial seed: {value}, and {other} for {against}."),
}
"""Figures that an entry has whoever it is tied with."""

RELATIVE: dict[str, tuple[Relative, str]] = {
    "head_to_head": (
        head_to_head,
        "Wins minus losses in the matches among those tied: {value}, and {other} for {against}.",
    ),
    "losses_against_tied": (
        losses_against_tied,
        "Matches lost among those tied: {value}, and {other} for {against}.",
    ),
}
"""Figures among those that are tied."""

LOWEST_FIRST = ("seed", "losses_against_tied", "lot")

TIE_BREAKS = (*FIGURES, *RELATIVE, "lot")
"""Every name that the option `tie_breaks` may hold."""

DEFAULT = ("buchholz", "sonneborn_berger", "head_to_head", "game_difference", "seed")


def lot(draw_seed: str | None, entry: str) -> int:
    """The number that an entry draws: the first 48 bits of SHA-256 of `draw_seed:lot:entry`."""
    return int.from_bytes(sha256(f"{draw_seed or ''}:lot:{entry}".encode()).digest()[:6], "big")


def criteria(
    records: Records, first: Sequence[Criterion], tie_breaks: Sequence[str], draw_seed: str | None
) -> list[Criterion]:
    """What orders the table: who is out comes last, then `first`, then the tie-breaks, at last the seed."""
    named = [_criterion(records, name, draw_seed) for name in (*tie_breaks, "seed")]
    return [*gone_last(records), *first, *named]


def _criterion(records: Records, name: str, draw_seed: str | None) -> Criterion:
    if name in RELATIVE:
        among, text = RELATIVE[name]
        return Criterion(name, lambda tied: among(records, tied), text, name in LOWEST_FIRST, relative=True)
    if name == "lot":
        text = "Lot drawn, the lowest first: {value}, and {other} for {against}."
        return Criterion(name, lambda tied: {entry: lot(draw_seed, entry) for entry in tied}, text, True)
    figure, text = FIGURES[name]
    return Criterion(
        name, lambda tied: {entry: figure(records, entry) for entry in tied}, text, name in LOWEST_FIRST
    )


def figures(records: Records, entry: str, tie_breaks: Sequence[str]) -> dict[str, Number | str]:
    """The figures of the tie-breaks that stand in the table, in their order, and the seed."""
    named = {name: FIGURES[name][0](records, entry) for name in tie_breaks if name in FIGURES}
    return {**named, "seed": records[entry].seed}


def _opponents(records: Records, entry: str) -> list[int]:
    return [records[opponent].half_points for opponent, _ in records[entry].played]


def _win_rate(record: Record) -> Fraction:
    return Fraction(record.half_points, 2 * record.matches)


def _halves(half_points: int) -> Number:
    return half_points // 2 if half_points % 2 == 0 else half_points / 2
