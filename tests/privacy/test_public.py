"""Nothing that everybody can read tells who is behind a nickname: every public route, and every live frame.

Who knocks are nobody, a stranger, and staff who have no business with people. Planted are the real names,
the birth dates, answers and mail addresses of entries with a minor in them, in each state of a tournament.
"""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from esports.brackets import service as brackets
from tests.house.test_roles import TABLE, knock
from tests.house.world import PRINCIPALS, World, world
from tests.privacy.scan import found
from tests.support.desk import Desk

MINOR = {"name": "MarkerMinor 小真", "in_game_id": "shown-minor", "birth_date": "2013-08-09"}
GROWN = {"name": "MarkerGrown 大真", "in_game_id": "shown-grown", "birth_date": "1988-08-09"}
ANSWER = "MarkerAnswer"
PARENT = "marker-parent@example.org"
MARKERS = (
    MINOR["name"],
    GROWN["name"],
    MINOR["birth_date"],
    GROWN["birth_date"],
    ANSWER,
    PARENT,
)
ONLOOKERS = ("anonymous", "caster")
ELSE = ("/api/v1/me", "/api/v1/sessions", "/account", "/inbox", "/api/docs", "/static", "/health", "/metrics")
"""Where somebody reads about themselves, and what no row is in."""


async def plant(desk: Desk, made: World) -> None:
    """Put real people behind every entry that the world's routes are about."""
    for table in ("entries", "submissions"):
        async with desk.engine.connect() as connection:
            assert (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() > 0
    async with desk.engine.begin() as connection:
        await connection.execute(
            text("UPDATE entries SET answers = jsonb_build_object('size', CAST(:answer AS text))"),
            {"answer": ANSWER},
        )
        await connection.execute(text("DELETE FROM roster_members"))
        for position, member in enumerate((MINOR, GROWN)):
            await connection.execute(
                text(
                    "INSERT INTO roster_members (id, entry_id, position, name, in_game_id, birth_date) "
                    "SELECT gen_random_uuid(), id, :position, :name, :nick, CAST(:born AS date) FROM entries"
                ),
                {
                    "position": position,
                    "name": member["name"],
                    "nick": member["in_game_id"],
                    "born": date.fromisoformat(member["birth_date"]),
                },
            )
    await knock(made, "player", "PATCH /api/v1/entries/{entry}", "young", {"roster": [MINOR, GROWN]})
    ask = {"player": 0, "guardian_email": PARENT}
    await knock(made, "player", "POST /api/v1/entries/{entry}/consents", "young", ask)


async def test_nothing_public_tells_who_is_behind_a_nickname(desk: Desk) -> None:
    async with world(desk) as made:
        await plant(desk, made)
        planted = await found(desk.engine, MARKERS)
        assert {marker for marker, _ in planted} == set(MARKERS), "the search finds what is there"
        async with desk.engine.connect() as connection:
            mails = (await connection.execute(text("SELECT email FROM people"))).scalars().all()
        leaks, read = [], 0
        for route, names, body, expected in TABLE:
            if not route.startswith("GET") or route.split()[1].startswith(ELSE):
                continue
            asked = dict(zip(PRINCIPALS, expected.split(), strict=True))
            for onlooker in ONLOOKERS:
                if asked[onlooker] == "-":
                    continue
                reply = await knock(made, onlooker, route, names, body)
                read += reply.is_success
                leaks += [f"{route} {onlooker}: {one}" for one in told(reply.text, *mails)]
        assert leaks == []
        assert read > 50
        seen = await knock(made, "player", "GET /api/v1/entries/{entry}", "young", None)
        assert MINOR["name"] in seen.text, "the control: the entry itself is told"
        await no_live_view_tells(desk)


async def no_live_view_tells(desk: Desk) -> None:
    """Live frames and feeds are made of journals and views, for staff too."""
    async with desk.engine.connect() as connection:
        lines = await connection.execute(text("SELECT fact::text || patch::text FROM journal_items"))
        assert told("".join(lines.scalars())) == []
        ids = (await connection.execute(text("SELECT id FROM tournaments"))).scalars().all()
        assert len(ids) > 5
        for tournament_id in ids:
            view: Any = await brackets.tournament_view(connection, tournament_id, staff=True)
            assert told(json.dumps(view, ensure_ascii=False, default=str)) == []


@pytest.mark.parametrize("marker", MARKERS)
def test_the_search_finds_each_marker(marker: str) -> None:
    assert marker in told(f"<p>{marker}</p>")


def told(page: str, *more: str) -> list[str]:
    """The markers that stand in a text."""
    return [marker for marker in (*MARKERS, *more) if marker in page]
