"""Swiss as played at Counter-Strike Majors: so many wins advance, so many losses leave.

After the rulebook that Valve publishes (ValveSoftware/counter-strike_rules_and_regs): round 1 pairs seed
i with i + n/2; later only equal records meet; a match that decides about an entry is longer.
"""

from collections.abc import Callable, Mapping, Sequence

from esports.engine.model import (
    VACANT,
    Bracket,
    Entrant,
    Format,
    MatchSpec,
    MatchState,
    Result,
    Seat,
    Structure,
)
from esports.engine.swiss_options import Swiss, check_size
from esports.engine.swiss_pairing import Group, Pairing, pair_round
from esports.engine.swiss_record import Records, records_of
from esports.engine.swiss_table import in_order, options_of, status

ROUND_ONE = "Round 1: the upper half of the seeds meets the lower half in order."


def build(entrants: Sequence[Entrant | None], options: Swiss, draw_seed: str | None) -> Structure:
    """The first round; `pair_next` gives the others, each when the one before is over."""
    check_size(len(entrants), options)
    half = len(entrants) // 2
    length = options.decider_best_of if 1 in (options.wins, options.losses) else options.best_of
    matches = tuple(
        _match(seed, 1, seed, (Seat(seed), Seat(seed + half)), length, ROUND_ONE)
        for seed in range(1, half + 1)
    )
    return Structure(Format.swiss, options, len(entrants), matches)


def pair_next(
    structure: Structure,
    entrants: Sequence[Entrant | None],
    states: Mapping[str, MatchState],
    results: Mapping[str, Result],
    draw_seed: str | None,
) -> tuple[MatchSpec, ...]:
    """The next round among those who have neither advanced nor left; () when nobody remains."""
    return following_round(structure, entrants, states, results, None)


def following_round(
    structure: Structure,
    entrants: Sequence[Entrant | None],
    states: Mapping[str, MatchState],
    results: Mapping[str, Result],
    hat: Callable[[Group], Group] | None,
) -> tuple[MatchSpec, ...]:
    """The next round by equal records; a `hat` puts each group in the order in which it is drawn."""
    options = options_of(structure)
    records = records_of(structure, entrants, states, results)
    playing = {entry: record for entry, record in records.items() if status(record, options) == "playing"}
    if not playing:
        return ()
    round_ = structure.matches[-1].round + 1
    groups: dict[int, list[str]] = {}
    for entry in in_order(structure, records, list(playing)):
        groups.setdefault(records[entry].balance, []).append(entry)
    pairings = pair_round(
        [tuple(group) for group in groups.values()],
        _meetings(states),
        {entry for entry, record in playing.items() if record.rested},
        six_rows=hat is None and round_ >= 4,
        hat=hat or tuple,
    )
    return _paired(structure, records, options, round_, pairings)


def opening_round(
    structure: Structure, entrants: Sequence[Entrant | None], options: Swiss, pairings: Sequence[Pairing]
) -> tuple[MatchSpec, ...]:
    """The matches of round 1 for these pairings."""
    return _paired(structure, records_of(structure, entrants, {}, {}), options, 1, pairings)


def _meetings(states: Mapping[str, MatchState]) -> set[frozenset[str]]:
    """Who was paired with whom, played or not."""
    return {
        frozenset(map(str, state.occupants)) for state in states.values() if VACANT not in state.occupants
    }


def _paired(
    structure: Structure, records: Records, options: Swiss, round_: int, pairings: Sequence[Pairing]
) -> tuple[MatchSpec, ...]:
    specs = []
    for place, pairing in enumerate(pairings, 1):
        sides = [records[entry] for entry in (pairing.first, pairing.second) if entry is not None]
        decides = any(side.wins + 1 == options.wins or side.losses + 1 == options.losses for side in sides)
        second = structure.size + 1 if len(sides) == 1 else sides[1].seed
        length = options.decider_best_of if decides else options.best_of
        slots = (Seat(sides[0].seed), Seat(second))
        specs.append(_match(len(structure.matches) + place, round_, place, slots, length, pairing.reason))
    return tuple(specs)


def _match(
    number: int, round_: int, place: int, slots: tuple[Seat, Seat], length: int, why: str
) -> MatchSpec:
    return MatchSpec(
        id=f"S{round_}-{place}",
        number=number,
        round=round_,
        bracket=Bracket.swiss,
        slots=slots,
        best_of=length,
        reason=why,
    )
