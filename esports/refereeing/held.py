"""Coming to a match with its tournament held, and telling its watchers that something about it is new."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import msgspec

from esports.accounts.access import Actor
from esports.brackets import queries as brackets
from esports.brackets import view
from esports.brackets.wire import Match
from esports.errors import conflict, not_found
from esports.i18n import N_
from esports.journal.facts import Fact
from esports.journal.views import diff
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork


@dataclass(frozen=True)
class HeldMatch:
    """A match and its tournament, whose row is held."""

    tournament: Tournament
    match: Match

    @cached_property
    def playing(self) -> list[UUID]:
        """Who is in the match, in slot order."""
        return [slot.entry_id for slot in self.match.slots if slot.entry_id is not None]

    @property
    def about(self) -> dict[str, Any]:
        """What every fact about the match names."""
        row = self.match.row
        return {"match_id": row.id, "stage_id": row.stage_id, "number": row.number}


async def enter(unit: UnitOfWork, actor: Actor, match_id: UUID, *, asked: str = "match") -> HeldMatch:
    """The match with its tournament held, for whoever may see it.

    Raises:
        DomainError: `not_found` of what was asked.
    """
    located = await brackets.locate_match(unit.connection, match_id)
    if located is None:
        raise not_found(asked)
    tournament = await tournaments.locked(unit, actor, located[0], None, asked=asked)
    match = await brackets.by_id(unit.connection, match_id)
    if match is None:
        raise not_found(asked)
    return HeldMatch(tournament, match)


def refuse_over(held: HeldMatch) -> None:
    """Go on only if the match can be played.

    Raises:
        DomainError: `tournament_not_running`, `match_not_ready`.
    """
    if held.tournament.state not in ("running", "paused"):
        raise conflict("tournament_not_running", N_("The tournament is not running."))
    if held.match.row.phase != "ready":
        raise conflict("match_not_ready", N_("This match is not being played now."))


async def stir(unit: UnitOfWork, held: HeldMatch, fact: Fact) -> None:
    """Record the fact, and count the match up, by which whoever watches it knows to look again."""
    before = held.match
    row = msgspec.structs.replace(before.row, revision=before.row.revision + 1)
    after = msgspec.structs.replace(before, row=row)
    await brackets.change(unit.connection, [(before, after)], unit.now)
    place = view.path(row.stage_id, "matches", str(row.id))
    unit.record(held.tournament.id, fact, diff(view.match_view(before), view.match_view(after), place))
