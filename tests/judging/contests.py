"""Contests over HTTP in one line each: a judged stage with its entrants, its judges, and their marks."""

from contextlib import AsyncExitStack
from typing import Any

from tests.support.desk import Desk, Json

TWO = [{"name": "idea", "weight": 3}, {"name": "craft", "weight": 1}]
SECRET = "Nightjar"
"""The beginning of every entry's name, which nothing else contains."""


class Contest:
    """A judged stage, and who takes part in it."""

    def __init__(self, desk: Desk, tournament: Json, stage: Json, entries: list[Json]) -> None:
        self.desk = desk
        self.tournament = tournament
        self.stage = stage
        self.entries = entries
        self.path = f"/stages/{stage['id']}"

    async def hand_in(self, entry: Json, title: str = "Work") -> Json:
        """Hand in for an entry, as staff."""
        made: Json = await self.desk.post(f"{self.path}/submissions", work(entry, title))
        return made

    async def all_hand_in(self) -> None:
        """Every entry hands in."""
        for entry in self.entries:
            await self.hand_in(entry, f"Work of {entry['name']}")

    async def assign(self, judges: list[Json], **fields: Any) -> Json:
        """Let these judge."""
        made: Json = await self.desk.post(f"{self.path}/judges", {"judges": judges, **fields})
        return made

    async def numbers(self) -> dict[str, Json]:
        """The submissions by the names of their entries, as the organisers see them."""
        found = (await self.desk.get(f"{self.path}/submissions"))["items"]
        return {one["name"]: one for one in found}


def work(entry: Json, title: str = "Work", link: str = "https://videos.example.org/1") -> Json:
    """What an entry hands in."""
    return {"entry": entry["id"], "title": title, "link": link}


async def contest(
    desk: Desk, entries: int = 3, *, options: Json | None = None, start: bool = True, **fields: Any
) -> Contest:
    """A judged stage that runs, in a tournament of its own."""
    tournament = await desk.tournament()
    chosen = {"criteria": TWO, **(options or {})}
    stage = await desk.stage(tournament, "judged", name="Films", options=chosen, **fields)
    entered = await desk.entries(tournament, entries, SECRET)
    if start:
        await desk.start(stage)
    return Contest(desk, tournament, stage, entered)


class Judge:
    """A person who judges, with a session."""

    def __init__(self, desk: Desk, person: str) -> None:
        self.desk = desk
        self.person = person

    async def queue(self, of: Contest) -> list[Json]:
        """What is due."""
        found: list[Json] = (await self.desk.get(f"{of.path}/judging"))["queue"]
        return found

    async def mark(self, item: Json, *points: Any, **fields: Any) -> Json:
        """Give the points in the order of the criteria."""
        body = {"points": dict(zip(("idea", "craft"), points, strict=True)), **fields}
        given: Json = await self.desk.do("PUT", f"/submissions/{item['submission']}/marks", body)
        return given


async def judges_of(
    stack: AsyncExitStack, of: Contest, count: int, role: str | None = "judge"
) -> list[Judge]:
    """People with the role of a judge in the contest's event."""
    event = {"id": of.tournament["event"]}
    found = []
    for _ in range(count):
        desk = await stack.enter_async_context(of.desk.person(event, role))
        found.append(Judge(desk, (await desk.get("/me"))["person"]["id"]))
    return found


def named(*judges: Judge) -> list[Json]:
    """The judges as they are assigned."""
    return [{"person": judge.person} for judge in judges]
