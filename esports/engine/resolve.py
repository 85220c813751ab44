"""Who is in which slot, and where each match stands: structure + results = bracket.

`resolve` computes the whole; `advance` only what one changed result can reach. A law of the tests says
that the two always agree.
"""

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

from esports.engine.model import (
    FINISHED,
    UNKNOWN,
    VACANT,
    Bracket,
    LoserOf,
    MatchSpec,
    MatchState,
    Occupant,
    OutcomeKind,
    Phase,
    Result,
    Seat,
    Source,
    Structure,
)

States = Mapping[str, MatchState]


def resolve(
    structure: Structure, seating: Sequence[str | None], results: Mapping[str, Result]
) -> dict[str, MatchState]:
    """The state of every match. `seating` holds the entry of each seed, None for a vacant seat."""
    states: dict[str, MatchState] = {}
    for spec in structure.matches:
        occupants = tuple(_occupant(source, seating, states) for source in spec.slots)
        unneeded = spec.needs is not None and _unneeded(spec.needs, states[spec.needs[0]])
        states[spec.id] = match_state(spec, occupants, results.get(spec.id), unneeded)
    return states


def advance(
    structure: Structure, states: States, results: Mapping[str, Result], changed: str
) -> dict[str, MatchState]:
    """The matches that differ after the result of the match `changed` was set, replaced or removed.

    `structure` may be a part: the match and all that depends on it. Seats, and slots whose source is
    not in the part, keep the occupant that `states` gives them. `results` needs those of the part.
    """
    after: dict[str, MatchState] = {}
    queue = [structure.order[changed]]
    queued = set(queue)
    while queue:
        spec = structure.matches[heappop(queue)]
        before = states[spec.id]
        state = _again(structure, spec, before, results.get(spec.id), states, after)
        if state == before:
            continue
        after[spec.id] = state
        for dependent, _ in structure.dependents(spec.id):
            place = structure.order[dependent]
            if place not in queued:
                queued.add(place)
                heappush(queue, place)
    return after


def diff(before: States, after: States) -> dict[str, MatchState]:
    """The states of `after` that are new or differ."""
    return {match: state for match, state in after.items() if before.get(match) != state}


def _again(
    structure: Structure,
    spec: MatchSpec,
    before: MatchState,
    result: Result | None,
    states: States,
    after: States,
) -> MatchState:
    occupants = list(before.occupants)
    for slot, source in enumerate(spec.slots):
        if not isinstance(source, Seat) and source.match in structure.by_id:
            occupants[slot] = _from_match(source, after.get(source.match) or states[source.match])
    unneeded = before.phase is Phase.skipped and spec.needs is not None
    if spec.needs is not None and spec.needs[0] in structure.by_id:
        unneeded = _unneeded(spec.needs, after.get(spec.needs[0]) or states[spec.needs[0]])
    return match_state(spec, tuple(occupants), result, unneeded)


def _occupant(source: Source, seating: Sequence[str | None], states: States) -> Occupant:
    if isinstance(source, Seat):
        return (seating[source.seed - 1] if source.seed <= len(seating) else None) or VACANT
    return _from_match(source, states[source.match])


def _from_match(source: Source, state: MatchState) -> Occupant:
    """Who comes out of a match: nobody yet, nobody ever, or an entry."""
    if state.phase not in FINISHED:
        return UNKNOWN
    if isinstance(source, LoserOf):
        out = state.outcome is OutcomeKind.disqualification
        return VACANT if out or state.loser is None else state.loser
    return VACANT if state.winner is None else state.winner


def _unneeded(needs: tuple[str, int], state: MatchState) -> bool:
    """The match it waits for is over, and the slot that would make it necessary did not win."""
    _, slot = needs
    return state.phase in FINISHED and (state.winner is None or state.winner != state.occupants[slot])


def match_state(
    spec: MatchSpec, occupants: tuple[Occupant, ...], result: Result | None, unneeded: bool
) -> MatchState:
    """Where a match with these occupants stands; `unneeded` where it is not to be played."""
    present = tuple(occupant for occupant in occupants if isinstance(occupant, str))
    if result is not None:
        if unneeded or UNKNOWN in occupants or result.entries != present:
            return MatchState(spec.id, Phase.stale, occupants)
        if _over(spec, result):
            return _settled(spec, occupants, result)
    if unneeded:
        return MatchState(spec.id, Phase.skipped, occupants)
    if UNKNOWN in occupants:
        return MatchState(spec.id, Phase.waiting, occupants)
    if not present:
        return MatchState(spec.id, Phase.skipped, occupants)
    if len(present) == 1:
        return MatchState(spec.id, Phase.bye, occupants, winner=present[0])
    return MatchState(spec.id, Phase.ready, occupants)


def _over(spec: MatchSpec, result: Result) -> bool:
    """Only a lobby is reported game by game; any other result is the whole match."""
    return spec.bracket is not Bracket.lobby or len(result.placements) >= spec.best_of


def _settled(spec: MatchSpec, occupants: tuple[Occupant, ...], result: Result) -> MatchState:
    winner = loser = None
    if result.winner is not None:
        winner = result.entries[result.winner]
        loser = result.entries[1 - result.winner]
    return MatchState(spec.id, Phase.settled, occupants, winner, loser, result.scores, result.kind)
