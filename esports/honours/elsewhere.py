"""What a change of results does to tournaments that places lead to: their season, and the preview."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from esports.honours import planning, queries, refilling
from esports.honours.season import Season, load
from esports.matches.correction_wire import Refilled
from esports.matches.impact_wire import Preview, TournamentImpact
from esports.uow import UnitOfWork

APART = "-"
"""Stands in a token between what changes in the tournament and what changes elsewhere."""
UNSAID = "-"
"""The reason of what is tried, and never stored."""


async def season_of(unit: UnitOfWork, tournament_id: UUID, *, held: bool) -> tuple[Season, UUID] | None:
    """All that hangs together with the tournament by places, and the tournament; None: nothing does.

    With `held` the rows are held, in their order.

    Raises:
        DomainError: `busy`, where the season grew while this waited.
    """
    together = await queries.season(unit.connection, [tournament_id])
    if together == {tournament_id}:
        return None
    if held:
        return await planning.held(unit, together), tournament_id
    return await load(unit.connection, together), tournament_id


def with_seats(shown: Preview, done: Sequence[Refilled], led_to: Sequence[TournamentImpact] = ()) -> Preview:
    """What is shown, with the seats elsewhere; the token stands for them too.

    `led_to` are tournaments that places lead to, which are told where the preview does not tell them.
    """
    seats = {one.tournament: one.seats for one in done}
    known = {one.tournament for one in shown.impact if isinstance(one, TournamentImpact)}
    impact = [*shown.impact, *(one for one in led_to if one.tournament not in known)]
    outer = refilling.token_of(done)
    return Preview(
        impact=[
            msgspec.structs.replace(one, seats=seats[one.tournament])
            if isinstance(one, TournamentImpact) and one.tournament in seats
            else one
            for one in impact
        ],
        impact_token=f"{shown.impact_token}{APART}{outer}" if outer else shown.impact_token,
    )
