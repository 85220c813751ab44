"""A match day at its worst moment: both captains of every match at once; and what must hold after it."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import httpx
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.db.schema.brackets import matches, slots
from esports.db.schema.matches import results
from esports.journal import store
from esports.journal.facts import ResultConfirmed
from tests.support.crowd import Headers
from tests.support.desk import API, Json
from tests.support.rush import send

PLANS = {"agree": "confirmed", "differ": "disputed", "referee": "confirmed", "silent": "reported"}
"""What happens to a match, each in turn, and in which state that leaves it."""
WINNER = 0


class Click(NamedTuple):
    """Somebody sends a report."""

    headers: Headers
    match: str
    winner: int


def planned(found: Sequence[Json]) -> dict[str, str]:
    """What is planned for each match."""
    names = list(PLANS)
    return {match["id"]: names[number % len(names)] for number, match in enumerate(found)}


def clicks(
    found: Sequence[Json],
    plans: Mapping[str, str],
    captains: Mapping[str, Headers],
    referee: Headers,
    chance: random.Random,
) -> list[Click]:
    """All reports in any order: of both captains, of a referee in between, and every third one twice."""
    made = []
    for match in found:
        first, second = (captains[slot["entry"]] for slot in match["slots"])
        plan = plans[match["id"]]
        made.append(Click(first, match["id"], WINNER))
        if plan != "silent":
            made.append(Click(second, match["id"], 1 - WINNER if plan == "differ" else WINNER))
        if plan == "referee":
            made.append(Click(referee, match["id"], WINNER))
    made += chance.sample(made, len(made) // 3)
    chance.shuffle(made)
    return made


async def storm(clients: Sequence[httpx.AsyncClient], made: Sequence[Click], *, at_once: int) -> None:
    """Send them, so many at the same moment, to these servers in turn; none may be refused.

    Raises:
        AssertionError: one of them was.
    """
    gate = asyncio.Semaphore(at_once)

    async def one(number: int, click: Click) -> httpx.Response:
        async with gate:
            path = f"{API}/matches/{click.match}/reports"
            return await send(clients[number % len(clients)], path, {"winner": click.winner}, click.headers)

    replies = await asyncio.gather(*(one(*click) for click in enumerate(made)), return_exceptions=True)
    lost = [reply for reply in replies if isinstance(reply, BaseException)]
    assert not lost, f"{len(lost)} of {len(replies)} reports were lost: {lost[0]}"


async def check(engine: AsyncEngine, tournament: str, plans: Mapping[str, str]) -> None:
    """Every match is where its plan leads, was confirmed once or not at all, and moved its winner on once.

    Raises:
        AssertionError: one is stuck, was confirmed twice, or somebody is missing or twice in the next round.
    """
    wanted = {UUID(match): PLANS[plan] for match, plan in plans.items()}
    decided = {match for match, state in wanted.items() if state == "confirmed"}
    of_these = matches.c.tournament_id == UUID(tournament)
    async with engine.connect() as connection:
        rows = (await connection.execute(select(matches.c.id, matches.c.state).where(of_these))).all()
        won = select(results.c.match_id, results.c.winner, results.c.entries)
        found = (await connection.execute(won.where(results.c.state == "active"))).all()
        seats = select(slots.c.entry_id).join(matches, matches.c.id == slots.c.match_id).where(of_these)
        here = seats.where(slots.c.match_id.in_(list(wanted)))
        on = seats.where(slots.c.match_id.not_in(list(wanted)), slots.c.entry_id.in_(here))
        moved = Counter((await connection.execute(on)).scalars())
        items = await store.read(connection, UUID(tournament), after=0, limit=1_000_000)
    stands = {row.id: row.state for row in rows if row.id in wanted}
    stuck = {match: stands[match] for match, state in wanted.items() if stands[match] != state}
    assert not stuck, f"{len(stuck)} matches are stuck: {Counter(stuck.values())}"
    told = Counter(item.fact.match_id for item in items if isinstance(item.fact, ResultConfirmed))
    assert told == Counter(decided), "each is confirmed once"
    winners = {row.match_id: row.entries[row.winner] for row in found if row.match_id in wanted}
    assert winners.keys() == decided
    assert moved == Counter(winners.values()), "each winner stands once in the next round, and nobody else"


async def settle_rest(
    client: httpx.AsyncClient, plans: Mapping[str, str], referee: Headers
) -> dict[str, str]:
    """A referee decides what is open, for none is stuck; gives the plans as they are now."""
    for match, plan in plans.items():
        if PLANS[plan] != "confirmed":
            await send(client, f"{API}/matches/{match}/reports", {"winner": WINNER}, referee)
    return dict.fromkeys(plans, "referee")
