"""Play a real event into the product through its public API, knowing only seeds and results.

Every pairing that the product makes is held against what was really played; a difference stops the demo.
What is there already is taken up where it stands, so a demo that was stopped goes on.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import msgspec

from esports.demo.api import Api
from esports.demo.script import Script, StageScript

Say = Callable[[str], None]
WAYS = 8
"""Results of one round that are sent at the same time at full speed."""


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """What the demo did: how many results it reported in how many seconds, and who won."""

    reports: int
    seconds: float
    champion: str | None


class Surprise(Exception):
    """The product paired two entries that did not meet in reality, or crowned another champion."""


class Demo:
    """One run of a script, by an operator and, if given, the captain of the champion's team.

    `per_second` limits the results a second; None is full speed.
    """

    def __init__(
        self, api: Api, script: Script, per_second: float | None, say: Say, captain: Api | None = None
    ) -> None:
        self._api = api
        self._captain = captain
        self._script = script
        self._pause = 1 / per_second if per_second else 0.0
        self._say = say
        self._reports = 0

    async def play(self) -> Played:
        """Set the event up as far as it is not, and play it to its end."""
        tournament = await self._set_up()
        begun = time.monotonic()
        stages = (await self._api.get(f"/tournaments/{tournament}/stages"))["items"]
        for stage, script in zip(stages, self._script.stages, strict=True):
            await self._play_stage(stage, script)
        seconds = time.monotonic() - begun
        champion = (await self._api.get(f"/tournaments/{tournament}"))["champion"]
        if champion is None or champion["name"] != self._script.champion:
            raise Surprise(f"The champion is {champion}, not {self._script.champion}.")
        self._say(f"Champion: {champion['name']}")
        return Played(reports=self._reports, seconds=seconds, champion=champion["name"])

    async def _set_up(self) -> str:
        event = await self._find("/events", self._script.event, "/events")
        path = f"/events/{event}/tournaments"
        tournament = await self._find(path, self._script.tournament, path)
        if (await self._api.get(f"/tournaments/{tournament}"))["state"] == "draft":
            await self._api.post(f"/tournaments/{tournament}/transitions", {"to": "registration"})
        await self._enter(tournament)
        await self._seed(tournament)
        known = (await self._api.get(f"/tournaments/{tournament}/stages"))["items"]
        for script in self._script.stages[len(known) :]:
            await self._api.post(f"/tournaments/{tournament}/stages", script.stage)
        return tournament

    async def _enter(self, tournament: str) -> None:
        """One team is entered by its captain, who gets its notices; the others are imported by staff."""
        path = f"/tournaments/{tournament}/entries"
        known = {entry["name"] for entry in (await self._api.get(path))["items"]}
        if self._captain is not None and self._script.champion not in known:
            await self._captain.post(path, {"name": self._script.champion})
            known.add(self._script.champion)
            self._say(f"{self._script.champion} entered by its captain")
        rows = [{"name": name} for name in self._script.seeds if name not in known]
        if rows:
            await self._api.post(f"{path}/import", {"entries": rows})
            self._say(f"{len(rows)} entries imported")

    async def _find(self, listing: str, wanted: dict[str, Any], create: str) -> str:
        found = (await self._api.get(listing))["items"]
        for one in found:
            if one["slug"] == wanted["slug"]:
                return str(one["id"])
        return str((await self._api.post(create, wanted))["id"])

    async def _seed(self, tournament: str) -> None:
        entries = (await self._api.get(f"/tournaments/{tournament}/entries"))["items"]
        if any(entry["state"] in ("playing", "placed") for entry in entries):
            return
        ids = {entry["name"]: entry["id"] for entry in entries}
        order = [ids[name] for name in self._script.seeds]
        await self._api.put(f"/tournaments/{tournament}/seeds", {"entries": order})

    async def _play_stage(self, stage: dict[str, Any], script: StageScript) -> None:
        path = f"/stages/{stage['id']}"
        if stage["state"] == "pending":
            await self._api.post(f"{path}/start", {})
            self._say(f"{stage['name']} begins")
        winners = script.winners()
        while True:
            view = await self._api.get(f"{path}/view")
            names = {entry["id"]: entry["name"] for entry in view["entries"]}
            ready = [match for match in view["matches"] if match["phase"] == "ready"]
            if not ready:
                break
            await self._play_round(sorted(ready, key=lambda match: match["number"]), names, winners)
        if view["stage"]["state"] != "finished":
            raise Surprise(f"{stage['name']} has no match to play and is not finished.")

    async def _play_round(
        self, ready: list[dict[str, Any]], names: dict[str, str], winners: dict[frozenset[str], str]
    ) -> None:
        width = 1 if self._pause else WAYS
        for start in range(0, len(ready), width):
            batch = ready[start : start + width]
            await asyncio.gather(*(self._report(match, names, winners) for match in batch))
            await asyncio.sleep(self._pause)

    async def _report(
        self, match: dict[str, Any], names: dict[str, str], winners: dict[frozenset[str], str]
    ) -> None:
        sides = [names[slot["entry"]] for slot in match["slots"]]
        winner = winners.get(frozenset(sides))
        if winner is None:
            raise Surprise(f"{sides[0]} and {sides[1]} did not meet in this stage.")
        await self._api.post(f"/matches/{match['id']}/reports", {"winner": sides.index(winner)})
        self._reports += 1
        self._say(f"{match['key']}: {winner} beat {sides[1 - sides.index(winner)]}")
