"""Long after an event the people behind the nicknames are forgotten, and the results stay."""

from datetime import timedelta

from sqlalchemy import text

from esports.clock import utc_now
from esports.db import housekeeping
from tests.consents.families import CHILD, GROWN, GUARDIAN, entered, granted
from tests.privacy.scan import found
from tests.support.desk import Desk
from tests.support.post import Post

MARKERS = (CHILD["name"], CHILD["birth_date"], GROWN["name"], GUARDIAN, "MarkerAnswer", "MarkerSeen")


async def sweep(desk: Desk, after: timedelta) -> int:
    """What housekeeping takes, so long after today, which is an event's last day."""
    total = 0
    while True:
        async with desk.engine.begin() as connection:
            gone = await housekeeping.sweep(connection, now=utc_now() + after)
        total += gone
        if not gone:
            return total


async def test_people_go_and_results_stay(desk: Desk, post: Post) -> None:
    today = utc_now().date().isoformat()
    event = await desk.event(starts_on=today, ends_on=today)
    tournament = await desk.tournament(event, require_guardian_consent=True)
    async with desk.person() as player:
        entry = await entered(player, tournament, roster=(CHILD, GROWN))
        await granted(player, post, entry)
        await desk.post(f"/entries/{entry['id']}/people", {"reason": "check-in"})
    async with desk.engine.begin() as connection:
        await connection.execute(text("UPDATE entries SET answers = '[\"MarkerAnswer\"]'"))
        await connection.execute(text("DELETE FROM replies"))
        seen = "UPDATE roster_members SET verified_method = 'MarkerSeen', verified_at = now()"
        await connection.execute(text(seen))
    assert {marker for marker, _ in await found(desk.engine, MARKERS)} == set(MARKERS)
    await sweep(desk, housekeeping.KEEP_PEOPLE - timedelta(days=1))
    assert {marker for marker, _ in await found(desk.engine, MARKERS)} == set(MARKERS)
    await sweep(desk, housekeeping.KEEP_PEOPLE + timedelta(days=2))
    assert await found(desk.engine, MARKERS) == set()
    async with desk.engine.connect() as connection:
        query = text("SELECT name FROM roster_members ORDER BY position")
        assert (await connection.execute(query)).scalars().all() == ["meilin", "ana"]
    assert await looks(desk) == 1
    await sweep(desk, housekeeping.KEEP_ACCESSES + timedelta(days=2))
    assert await looks(desk) == 0


async def looks(desk: Desk) -> int:
    """How many accesses are on record."""
    async with desk.engine.connect() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM people_accesses"))).scalar_one())
