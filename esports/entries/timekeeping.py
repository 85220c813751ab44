"""A tournament's check-in opens and closes by the clock, with nobody at the desk."""

from uuid import UUID

from esports.entries import presence
from esports.tournaments import queries as tournament_queries
from esports.tournaments import service as tournaments
from esports.uow import UnitOfWork


async def keep(unit: UnitOfWork, tournament_id: UUID) -> None:
    """Do what the tournament's check-in times ask for by now; nothing, if that was done or they have changed.

    A registration gives way to the check-in in its window alone: one that passed by while no worker ran
    would leave nobody any time to come. A check-in closes at its time however late that is noticed; but where
    nobody came, the organisers decide how to go on.
    """
    tournament = await tournament_queries.by_id(unit.connection, tournament_id, lock=True)
    if tournament is None or tournament.check_in is None:
        return
    opens_at, closes_at = tournament.check_in.opens_at, tournament.check_in.closes_at
    if tournament.state == "registration" and opens_at <= unit.now < closes_at:
        await tournaments.moved(unit, tournament, "check_in")
        return
    over = tournament.state == "check_in" and unit.now >= closes_at
    if over and await presence.anybody(unit, tournament):
        await presence.close(unit, tournament)
        await tournaments.moved(unit, tournament, "seeding")
