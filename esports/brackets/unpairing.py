"""Taking back the pairing of a Swiss round in which nothing has been done yet.

So that somebody who comes back, or a corrected result, counts in it: pairing it again is the way back.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from esports.accounts.access import Actor, Permission
from esports.brackets import mapping, queries, view
from esports.brackets.queries import seated, unpaired
from esports.brackets.ranking import rank
from esports.brackets.service import held, stage_view
from esports.brackets.wire import Match, Unpair
from esports.engine.model import Format
from esports.errors import conflict
from esports.i18n import N_
from esports.jobs import TellMatchChanged
from esports.journal.facts import Change, RoundUnpaired
from esports.tournaments.wire import Stage, Tournament
from esports.uow import UnitOfWork

DRAWN = 1
"""The round that the draw of the stage has made."""


async def unpair_round(unit: UnitOfWork, *, actor: Actor, stage_id: UUID, new: Unpair) -> dict[str, Any]:
    """Take back the pairing of the stage's newest round, and tell those who would have played.

    Raises:
        DomainError: `not_found`, `forbidden`, `stage_not_running`, `tournament_not_running`,
            `round_of_the_draw`, `round_not_newest`, `round_under_way`.
    """
    tournament, stage = await held(unit, actor, stage_id, Permission.manage_tournament)
    if stage.state != "running":
        raise conflict("stage_not_running", N_("This stage is not running."))
    if tournament.state != "running":
        raise conflict("tournament_not_running", N_("The tournament is not running."))
    if stage.format != Format.swiss or new.round == DRAWN:
        raise conflict(
            "round_of_the_draw", N_("Only rounds of a Swiss behind the first are paired as it goes.")
        )
    found = await queries.of_stage(unit.connection, stage_id)
    taken = [match for match in found if match.row.round == new.round]
    if not taken or new.round != max(match.row.round for match in found):
        raise conflict("round_not_newest", N_("This is not the newest round any more; please look again."))
    ids = [match.row.id for match in taken]
    if await unpaired.any_deed(unit.connection, ids):
        raise conflict(
            "round_under_way",
            N_("Something was reported, drafted, paused or called for in this round: its pairing stands."),
        )
    await unpaired.remove_matches(unit.connection, ids)
    await _record(
        unit, tournament, stage, [match for match in found if match not in taken], taken, new.reason
    )
    unpairing = unit.new_id()
    await unpaired.add_unpairing(
        unit.connection,
        id=unpairing,
        stage_id=stage_id,
        round=new.round,
        matches=[_kept(match) for match in taken],
        reason=new.reason,
        made_by=unit.actor_id,
        made_at=unit.now,
    )
    unit.enqueue(TellMatchChanged("unpairing", unpairing), dedupe_key=f"unpairing-told:{unpairing}")
    return await stage_view(unit.connection, stage_id)


async def _record(
    unit: UnitOfWork,
    tournament: Tournament,
    stage: Stage,
    left: Sequence[Match],
    taken: Sequence[Match],
    reason: str,
) -> None:
    """The round and its matches are gone from the view, and a bye in it does not count any more."""
    seats = await seated.seats_of(unit.connection, stage.id)
    structure = mapping.structure_of(stage, tournament, left, len(seats))
    table = await rank(unit, tournament, stage, structure, {}, ())
    rounds = [Change(view.path(stage.id, "rounds", one["id"]), None) for one in view.rounds_view(taken)]
    matches = [Change(view.path(stage.id, "matches", str(match.row.id)), None) for match in taken]
    fact = RoundUnpaired(stage_id=stage.id, round=taken[0].row.round, matches=len(taken), reason=reason)
    unit.record(tournament.id, fact, [*rounds, *matches, *table])


def _kept(match: Match) -> dict[str, Any]:
    entries = [str(slot.entry_id) for slot in match.slots if slot.entry_id is not None]
    return {"id": str(match.row.id), "number": match.row.number, "entries": entries}
