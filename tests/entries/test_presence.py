"""Check-in: by word, by code at the venue; and who plays when it closes."""

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.db.schema.entries import entries
from esports.entries.codes import digest
from esports.journal.facts import CheckInClosed
from tests.support.desk import OPEN, Desk, Json


async def meeting(desk: Desk, count: int, *, capacity: int = 4, **fields: object) -> tuple[Json, list[Json]]:
    """A tournament in its check-in."""
    tournament = await desk.tournament(capacity=capacity, check_in=OPEN, **fields)
    made = await desk.entries(tournament, count)
    return await desk.move(tournament, "check_in"), made


async def present(desk: Desk, made: list[Json], *numbers: int) -> None:
    for number in numbers:
        await desk.post(f"/entries/{made[number]['id']}/check-in")


async def states(desk: Desk, tournament: Json) -> list[str]:
    return [one["state"] for one in await desk.entered(tournament)]


@pytest.mark.parametrize("way", ["seeding", "running", "start"])
async def test_who_came_plays_and_who_waits_and_came_fills_the_places(desk: Desk, way: str) -> None:
    """First those who are in, then the waitlist in its order, whoever of it was faster at the door."""
    tournament, made = await meeting(desk, 8)
    stage = await desk.stage(tournament)
    await desk.do("PUT", f"/tournaments/{tournament['id']}/seeds", {"method": "registration"})
    await present(desk, made, 7, 6, 5, 2, 3)
    assert (await desk.entered(tournament))[5]["checked_in_at"] is not None
    if way == "start":
        drawn = await desk.post(f"/stages/{stage['id']}/draw", {})
        started = await desk.start(stage)
        assert {one["id"] for one in drawn["entries"]} == {one["id"] for one in started["entries"]}
        assert [one["name"] for one in sorted(started["entries"], key=lambda one: int(one["seed"]))] == [
            "Team 3",
            "Team 4",
            "Team 6",
            "Team 7",
        ]
    else:
        await desk.move(tournament, way)
    in_it = "playing" if way == "start" else "checked_in"
    assert await states(desk, tournament) == [
        *["no_show"] * 2,
        *[in_it] * 2,
        "waitlisted",
        *[in_it] * 2,
        "waitlisted",
    ]
    (told,) = [
        one.fact for one in desk.watched[tournament["id"]].items if isinstance(one.fact, CheckInClosed)
    ]
    assert (told.present, told.missing, told.let_in) == (
        2,
        [UUID(one["id"]) for one in made[:2]],
        [UUID(one["id"]) for one in made[5:7]],
    )
    assert [one["seed"] for one in (await desk.entered(tournament))[:2]] == [None, None]
    desk.replay()


async def test_who_comes_too_late_gets_what_is_left(desk: Desk) -> None:
    tournament, made = await meeting(desk, 6)
    await present(desk, made, 2, 3)
    await desk.move(tournament, "seeding")
    assert await states(desk, tournament) == [*["no_show"] * 2, *["checked_in"] * 2, *["waitlisted"] * 2]
    await present(desk, made, 4, 0)
    assert await states(desk, tournament) == [
        "checked_in",
        "no_show",
        *["checked_in"] * 3,
        "waitlisted",
    ]
    await desk.refused("POST", f"/entries/{made[1]['id']}/check-in", None, 409, "no_room")
    await present(desk, made, 5)
    assert (await states(desk, tournament))[5] == "waitlisted"
    await desk.post(f"/entries/{made[2]['id']}/withdraw")
    assert (await states(desk, tournament))[5] == "checked_in"
    desk.replay()


async def test_an_offer_that_nobody_took_ends_with_the_check_in(desk: Desk) -> None:
    tournament = await desk.tournament(capacity=2, check_in=OPEN, offer_minutes=60)
    made = await desk.entries(tournament, 2)
    async with desk.person() as captain:
        await captain.post(f"/tournaments/{tournament['id']}/entries", {"name": "Asked"})
        await desk.post(f"/entries/{made[0]['id']}/withdraw")
        await desk.move(tournament, "check_in")
        await present(desk, made, 1)
        await desk.move(tournament, "seeding")
    assert await states(desk, tournament) == ["withdrawn", "checked_in", "waitlisted"]


async def test_a_slip_is_taken_back(desk: Desk) -> None:
    tournament, made = await meeting(desk, 5)
    await present(desk, made, 0, 4)
    for number, state in ((0, "confirmed"), (4, "waitlisted"), (1, "confirmed")):
        for _ in range(2):
            undone = await desk.post(f"/entries/{made[number]['id']}/undo-check-in")
            assert (undone["state"], undone["checked_in_at"]) == (state, None)
    async with desk.person() as captain:
        path = f"/entries/{made[0]['id']}/undo-check-in"
        await captain.refused("POST", path, None, 403, "forbidden")
    await present(desk, made, 0)
    await desk.move(tournament, "cancelled")
    await desk.refused("POST", path, None, 409, "check_in_closed")
    desk.replay()


async def test_staff_scan_the_code_on_the_captains_phone(desk: Desk, engine: AsyncEngine) -> None:
    tournament = await desk.tournament(capacity=4, check_in=OPEN)
    path = f"/tournaments/{tournament['id']}/check-ins"
    async with desk.person() as captain:
        mine = await captain.post(f"/tournaments/{tournament['id']}/entries", {"name": "Owls"})
        first = await captain.post(f"/entries/{mine['id']}/code")
        shown = await captain.post(f"/entries/{mine['id']}/code")
        assert shown["url"].endswith(f"/{tournament['slug']}/check-in#{shown['code']}")
        await captain.refused("POST", path, {"code": shown["code"]}, 403, "forbidden")
        await desk.refused("POST", path, {"code": shown["code"]}, 409, "check_in_closed")
        await desk.move(tournament, "check_in")
        await desk.refused("POST", path, {"code": first["code"]}, 422, "unknown_code", "/code")
        elsewhere = await desk.tournament(check_in=OPEN)
        there = f"/tournaments/{elsewhere['id']}/check-ins"
        await desk.refused("POST", there, {"code": shown["code"]}, 422, "unknown_code", "/code")
        typed = shown["code"].lower().replace("-", " ")
        arrived = await desk.post(path, {"code": typed})
        assert (arrived["entry"]["name"], arrived["entry"]["state"], arrived["again"]) == (
            "Owls",
            "checked_in",
            False,
        )
        assert (await desk.post(path, {"code": typed}))["again"] is True
        await captain.post(f"/entries/{mine['id']}/withdraw")
        await desk.refused("POST", path, {"code": typed}, 409, "transition_not_allowed")
        await captain.refused("POST", f"/entries/{mine['id']}/code", None, 409, "transition_not_allowed")
    async with engine.connect() as connection:
        kept = (await connection.execute(select(entries.c.code_hash))).scalars().all()
    assert digest(shown["code"]) in kept
    assert shown["code"].replace("-", "") not in kept


def test_a_code_is_known_however_it_is_typed() -> None:
    assert digest("7QK2M-X0V1B") == digest(" 7qk2m xovib") == digest("7qk2mx0vlb")
    assert digest("7QK2M-X0V1B") != digest("7QK2M-X0V1C")
