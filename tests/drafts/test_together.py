"""Several at once: one of them chooses, the others are refused, and nothing is taken twice."""

import asyncio
from typing import Any

import pytest

from esports.drafts import queries as drafts
from esports.tournaments import queries as tournaments
from tests.drafts.hall import MAPS, VETO, Duel, Hall
from tests.support.desk import Json


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the tournament's row is read but not held, and all have read before anybody writes."""
    read, actions, all_have_read = tournaments.by_id, drafts.actions_of, asyncio.Barrier(6)

    async def by_id(connection: Any, tournament_id: Any, *, lock: bool = False) -> Any:
        return await read(connection, tournament_id)

    async def actions_of(connection: Any, draft_id: Any) -> Any:
        found = await actions(connection, draft_id)
        await all_have_read.wait()
        return found

    monkeypatch.setattr(tournaments, "by_id", by_id)
    monkeypatch.setattr(drafts, "actions_of", actions_of)


async def all_at_once(duel: Duel, draft: Json) -> list[tuple[int, str]]:
    """Both captains and the desk choose for the first step, each another map."""
    replies = await asyncio.gather(
        *(duel.send(draft, 0, 0, name) for name in MAPS[:2]),
        *(duel.send(draft, 1, 0, name) for name in MAPS[2:4]),
        *(duel.send(draft, 0, 0, name, by=duel.desk) for name in MAPS[4:6]),
    )
    return [(reply.status_code, reply.json().get("code", "")) for reply in replies]


async def test_one_of_many_chooses(hall: Hall) -> None:
    async with hall.duel() as duel:
        draft = await duel.begun(VETO)
        replies = await all_at_once(duel, draft)
        assert sorted(status for status, _ in replies) == [201] + [409] * 5
        codes = {code for status, code in replies if status == 409}
        assert codes <= {"draft_other_step", "draft_not_your_turn"}
        assert len(await hall.desk.check(commits=1)) == 1
        assert len((await duel.see(draft))["decisions"]) == 1


async def test_without_the_lock_they_collide(hall: Hall, request: pytest.FixtureRequest) -> None:
    """What keeps the second choice out is then the number of the action alone, and nobody is told why."""
    async with hall.duel() as duel:
        draft = await duel.begun(VETO)
        request.getfixturevalue("unlocked")
        assert 500 in [status for status, _ in await all_at_once(duel, draft)]


async def test_both_sides_choose_in_turn_at_once(hall: Hall) -> None:
    """The second side's choice waits for the first one's, or comes before it and is refused."""
    async with hall.duel() as duel:
        draft = await duel.begun(VETO)
        first, second = await asyncio.gather(duel.send(draft, 0, 0, "Nuke"), duel.send(draft, 1, 1, "Train"))
        assert first.status_code == 201
        assert second.status_code == 201 or second.json()["code"] == "draft_other_step"
        await hall.desk.check(commits=2)


async def test_the_worker_and_a_captain_at_the_deadline_expire_it_once(hall: Hall) -> None:
    async with hall.duel() as duel:
        draft = await duel.begun(VETO)
        hall.clock.go(30)
        late, *_ = await asyncio.gather(
            duel.send(draft, 0, 0, "Nuke"), *(hall.expire_at_once(draft) for _ in range(3))
        )
        await hall.desk.check(commits=1)
        assert (late.status_code, late.json()["code"]) == (409, "draft_too_late")
        assert len((await duel.see(draft))["decisions"]) == 1
        items = hall.desk.watched[duel.tournament["id"]].items
        assert sum(type(item.fact).__name__ == "DraftDecided" for item in items) == 1
