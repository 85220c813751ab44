"""Free-for-all and battle royale: lobbies of many entries, points for places and kills (rules.md, 6).

A lobby is one match with a slot for each entry; its games are told by placements. Lobbies of a round differ
in size by one at most. Rounds that follow from the table, and games at match point, are made one at a time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from esports.engine.errors import EngineError
from esports.engine.free_for_all_adjustments import check_adjustments
from esports.engine.free_for_all_groups import rotated
from esports.engine.free_for_all_options import FreeForAll, options_of
from esports.engine.free_for_all_record import Entrants, Records, records_of
from esports.engine.free_for_all_spread import Lobbies, spread
from esports.engine.free_for_all_table import in_order
from esports.engine.model import Bracket, Format, MatchSpec, MatchState, Result, Seat, Structure
from esports.engine.options import LONGEST_SERIES
from esports.engine.round_robin import group_label
from esports.engine.seeding import snake
from esports.engine.separation import group_seats

DEALT = "Dealt by seed to and fro, so that the lobbies are equally strong."
ROTATION = "The groups rotate: every pair of them meets equally often."
AGAIN = "The same lobby plays again."
SPREAD = "Mixed anew, so that entries meet others than before; the lobbies stay equally strong."
RANKED = "By the table: the best are together in the first lobby."
BALANCED = "Dealt from the table to and fro, so that the lobbies are equally strong."
ALL = "All entries are in one lobby."
MATCH_POINT = "Nobody has won a game from match point yet, so that another is played."

Round = tuple[Lobbies, str]


def build(entrants: Entrants, options: FreeForAll, draw_seed: str | None) -> Structure:
    """The rounds that are known from the start."""
    check_adjustments(options.adjustments, entrants)
    empty = Structure(Format.free_for_all, options, len(entrants), (), draw_seed)
    if options.match_point and len(entrants) > options.lobby_size:
        raise EngineError(
            "match_point_lobby",
            "/options/match_point",
            "Match point is played in one lobby: {n} entries do not fit into one of {size}.",
            {"n": len(entrants), "size": options.lobby_size},
        )
    if options.grouped:
        known = [(lobbies, ROTATION) for lobbies in rotated(entrants, options)]
    else:
        known = _known(entrants, options)
    return empty.extend(_specs(options, known))


def pair_next(
    structure: Structure,
    entrants: Entrants,
    states: Mapping[str, MatchState],
    results: Mapping[str, Result],
    draw_seed: str | None,
) -> tuple[MatchSpec, ...]:
    """The next round of those who are still in; () after the last, or where no two are left."""
    options = options_of(structure)
    played = structure.matches[-1].round
    known = options.mixing in ("fixed", "spread") and not options.match_point
    if known or played >= rounds_of(options):
        return ()
    records = records_of(structure, entrants, states, results)
    left = [entry for entry, record in records.items() if not record.gone]
    if len(left) < 2 or any(record.took for record in records.values()):
        return ()
    lobbies, reason = _following(structure, records, left)
    return tuple(_specs(options, [(lobbies, reason)], played, len(structure.matches)))


def rounds_of(options: FreeForAll) -> int:
    """How many rounds there are at most, where no groups rotate."""
    return options.rounds or (LONGEST_SERIES if options.match_point else 1)


def _following(structure: Structure, records: Records, left: Sequence[str]) -> Round:
    options = options_of(structure)
    if options.match_point:
        return (tuple(records[entry].seed for entry in left),), MATCH_POINT
    order = [records[entry].seed for entry in in_order(structure, records, left)]
    count = -(-len(order) // options.lobby_size)
    if options.mixing == "balanced":
        dealt = snake(len(order), count)
        return tuple(tuple(order[rank - 1] for rank in lobby) for lobby in dealt), BALANCED
    ends = [len(order) * place // count for place in range(count + 1)]
    return tuple(tuple(order[start:end]) for start, end in pairwise(ends)), RANKED


def _known(entrants: Entrants, options: FreeForAll) -> list[Round]:
    """The first round, and where they do not depend on results all others."""
    count = -(-len(entrants) // options.lobby_size)
    lobbies = group_seats(entrants, count, options.separate)
    first = (lobbies, DEALT if count > 1 else ALL)
    if options.match_point or options.mixing in ("ranked", "balanced"):
        return [first]
    if options.mixing == "spread" and count > 1:
        return [first, *((mixed, SPREAD) for mixed in spread(lobbies, rounds_of(options))[1:])]
    return [first, *[(lobbies, AGAIN)] * (rounds_of(options) - 1)]


def _specs(
    options: FreeForAll, rounds: Iterable[Round], played: int = 0, number: int = 0
) -> Iterator[MatchSpec]:
    """The lobbies of these rounds, after so many rounds and matches."""
    known = list(rounds)
    only = len(known) == 1 == rounds_of(options) and not options.match_point
    for round_, (lobbies, reason) in enumerate(known, played + 1):
        for place, seeds in enumerate(lobbies):
            number += 1
            yield MatchSpec(
                id=f"R{round_}-{place + 1}",
                number=number,
                round=round_,
                bracket=Bracket.lobby,
                slots=tuple(Seat(seed) for seed in seeds),
                best_of=options.games or 1,
                group=group_label(place) if options.table == "lobby" else None,
                reason=reason,
                fixed=options.games > 0 or not only,
            )
