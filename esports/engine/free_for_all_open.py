"""Which lobbies of a free-for-all are still to be played, and by whom.

A lobby follows from the table in two ways: once somebody has taken the stage at match point no further game
is needed, and who has left has no slot in a lobby that has not begun.
"""

from collections.abc import Iterator, Mapping

from esports.engine.free_for_all_options import options_of
from esports.engine.free_for_all_record import Entrants, records_of
from esports.engine.model import VACANT, MatchState, Result, Structure
from esports.engine.resolve import unplayed


def still_open(
    structure: Structure, entrants: Entrants, states: Mapping[str, MatchState], results: Mapping[str, Result]
) -> Iterator[MatchState]:
    """The lobbies without a result, as they stand; `states` are those that the slots alone give."""
    taken = options_of(structure).match_point > 0 and any(
        record.took for record in records_of(structure, entrants, states, results).values()
    )
    gone = {entrant.id for entrant in entrants if entrant is not None and entrant.dropped}
    for spec in structure.matches:
        if spec.id not in results:
            occupants = tuple(VACANT if one in gone else one for one in states[spec.id].occupants)
            yield unplayed(spec, occupants, unneeded=taken)
