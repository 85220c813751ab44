"""Which lobbies of a free-for-all are still to be played, and by whom.

The slots alone do not say it: once somebody has taken the stage at match point no further game is needed;
who has left has no slot in a lobby that has not begun; and a lobby that was played without an entry stays so.
"""

from collections.abc import Iterator, Mapping

from esports.engine.free_for_all_options import options_of
from esports.engine.free_for_all_record import Entrants, records_of
from esports.engine.model import VACANT, Entrant, MatchState, Result, Structure
from esports.engine.resolve import match_state

States = Mapping[str, MatchState]
Results = Mapping[str, Result]


def lobby_states(
    structure: Structure, entrants: Entrants, states: States, results: Results
) -> dict[str, MatchState]:
    """Every lobby as it stands; `states` are those that the slots alone give."""
    found = {state.id: state for state in _with_who_is_there(structure, entrants, states, results)}
    if options_of(structure).match_point:
        records = records_of(structure, entrants, found, results)
        if any(record.took for record in records.values()):
            for spec in structure.matches:
                if spec.id not in results:
                    found[spec.id] = match_state(spec, found[spec.id].occupants, None, unneeded=True)
    return found


def _with_who_is_there(
    structure: Structure, entrants: Entrants, states: States, results: Results
) -> Iterator[MatchState]:
    everyone = [entrant for entrant in entrants if isinstance(entrant, Entrant)]
    here = {entrant.id for entrant in everyone if not entrant.dropped}
    for spec in structure.matches:
        state, result = states[spec.id], results.get(spec.id)
        there = here if result is None else result.entries
        occupants = tuple(one if one in there else VACANT for one in state.occupants)
        yield state if occupants == state.occupants else match_state(spec, occupants, result, unneeded=False)
