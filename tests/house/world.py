"""A small world with something of everything in it, and everybody who might knock at a door."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import UUID

import httpx

from esports.accounts import secret
from esports.accounts.access import Role
from esports.calendars import queries as calendars
from esports.db import outbox
from esports.db.parts import run
from esports.events import queries as events
from esports.http.provide import parts_of
from esports.jobs import DeliverMail
from esports.notifications import service as notifications
from esports.uow import UnitOfWork, unit_of_work
from esports.web.assets import address
from esports.webhooks import delivery as webhooks
from tests.support.app import new_transport
from tests.support.desk import NOBODY, Desk
from tests.support.pictures import png
from tests.support.rows import add_person

PRINCIPALS = (
    "anonymous", "stranger", "player", "caster", "referee", "operator", "owner", "admin", "reader",
    "outsider",
)  # fmt: skip
"""`player` has an entry; `reader` is a token of the operator's that may only read; `outsider` is the
operator of another event."""


class World:
    """Ids by name, what each principal sends to be known, and a way in that keeps no cookies."""

    def __init__(self, transport: httpx.ASGITransport) -> None:
        self.transport = transport
        self.ids: dict[str, Any] = {"nobody": NOBODY}
        self.headers: dict[str, dict[str, str]] = {"anonymous": {}}


@asynccontextmanager
async def world(desk: Desk) -> AsyncIterator[World]:
    """Build it through the API; what no route gives is put in by the services."""
    async with AsyncExitStack() as stack, desk.at_ease():
        made = World(new_transport(desk.app))
        event, other = await desk.event(), await desk.event()
        people = {
            name: await stack.enter_async_context(desk.person(event, role))
            for name, role in (
                ("stranger", None),
                ("player", None),
                ("caster", "caster"),
                ("referee", "referee"),
                ("operator", "operator"),
                ("owner", None),
            )
        }
        people["outsider"] = await stack.enter_async_context(desk.person(other, "operator"))
        for name, client in (("admin", desk.client), *((name, one.client) for name, one in people.items())):
            cookies = "; ".join(f"{key}={value}" for key, value in client.cookies.items())
            made.headers[name] = {"cookie": cookies, "x-csrf-token": client.headers["x-csrf-token"]}
        token = await people["operator"].post("/tokens", {"name": "reader", "scopes": ["read"]})
        made.headers["reader"] = {"authorization": f"Bearer {token['token']}"}
        await _own(desk, event["id"], (await people["owner"].get("/me"))["person"]["id"])
        made.ids |= {"event": event["id"], "event_slug": event["slug"], "asset": address("base.css")}
        await _team(made.ids, desk, people["player"], people["operator"], event)
        await _tournaments(made.ids, desk, people["player"], event)
        await _proposal(made.ids, desk, event)
        await _contests(made.ids, desk, people["player"], people["operator"], event)
        hours = [{"day": event["starts_on"], "begins": "10:00", "ends": "22:00"}]
        venue = await desk.post(f"/events/{event['id']}/venues", {"name": "Hall", "hours": hours})
        place = {"name": "Place", "titles": ["T"]}
        made.ids |= {"venue": venue["id"]}
        made.ids["station"] = (await desk.post(f"/venues/{venue['id']}/stations", place))["id"]
        own = await people["player"].post("/tokens", {"name": "mine", "scopes": ["read"]})
        made.ids["token"] = own["id"]
        made.ids["session"] = (await people["player"].get("/sessions"))["items"][0]["id"]
        phone = {"name": "Phone", "url": "feishu://0123abcd-12ab-4567-89ab-0123456789ab"}
        made.ids["own_chat"] = (await people["player"].post("/me/chats", phone))["id"]
        made.ids["notice"] = (await people["player"].get("/inbox"))["items"][0]["id"]
        await _webhook(made.ids, desk, event)
        made.ids["job"] = await _given_up(desk)
        made.ids["calendar"] = await _calendar(desk)
        yield made
        desk.watched.clear()


async def _tournaments(ids: dict[str, Any], desk: Desk, player: Desk, event: Any) -> None:
    draft = await desk.tournament(event, state="draft")
    ids |= {"draft": draft["id"], "draft_slug": draft["slug"]}
    ids["draft_stage"] = (await desk.stage(draft))["id"]
    ids["draft_entry"] = (await desk.entries(draft, 2))[0]["id"]
    opened = await desk.tournament(event)
    ids |= {"open": opened["id"], "open_slug": opened["slug"]}
    ids["stage"] = (await desk.stage(opened))["id"]
    await desk.entries(opened, 2)
    ids["entry"] = (await player.post(f"/tournaments/{opened['id']}/entries", {"name": "Mine"}))["id"]
    invited = await desk.post(f"/tournaments/{opened['id']}/invitations", {"label": "Guests"})
    ids["invitation"] = invited["id"]
    approving = await desk.tournament(event)
    await desk.do("PUT", f"/tournaments/{approving['id']}/entry-rules", {"approval": True})
    waiting = await player.post(f"/tournaments/{approving['id']}/entries", {"name": "Mine"})
    ids |= {"approving": approving["id"], "waiting_entry": waiting["id"]}
    fresh = await desk.tournament(event)
    ids |= {"fresh": fresh["id"], "fresh_slug": fresh["slug"]}
    target = await desk.tournament(event)
    ids["target"] = target["id"]
    feed = {"sources": [{"tournament": opened["id"], "count": 1}]}
    await desk.do("PUT", f"/tournaments/{target['id']}/qualification", feed)
    child = {"name": "Jun", "birth_date": "2015-05-05"}
    young = {"name": "Young", "roster": [child]}
    ids["young"] = (await player.post(f"/tournaments/{target['id']}/entries", young))["id"]
    meeting = await desk.tournament(event)
    ids["meeting"] = (await player.post(f"/tournaments/{meeting['id']}/entries", {"name": "Mine"}))["id"]
    await desk.move(meeting, "check_in")
    ids["meet"] = meeting["id"]
    ids["code"] = (await player.post(f"/entries/{ids['meeting']}/code"))["code"]
    each = await desk.tournament(event, check_in_by="player")
    squad = {"name": "Mine", "roster": [{"name": "Jun"}]}
    ids["squad"] = (await player.post(f"/tournaments/{each['id']}/entries", squad))["id"]
    await desk.move(each, "check_in")
    full = await desk.tournament(event, capacity=2, offer_minutes=60)
    ids["full"], inside = full["id"], await desk.entries(full, 2)
    ids["offered"] = (await player.post(f"/tournaments/{full['id']}/entries", {"name": "Mine"}))["id"]
    await desk.post(f"/entries/{inside[0]['id']}/withdraw")
    await _pictures(ids, desk, player, event)
    running = await desk.tournament(event)
    stage = await desk.stage(running)
    own = await player.post(f"/tournaments/{running['id']}/entries", {"name": "Mine"})
    ids["player_entry"] = own["id"]
    await desk.entries(running, 1)
    ids["match"] = (await desk.start(stage))["matches"][0]["id"]
    ids["started"] = stage["id"]
    async with _unit(desk) as unit:
        await notifications.announce_match_ready(unit, UUID(ids["match"]))
        await unit.commit()
    await _rooms(ids, desk, player, event)
    await _claims(ids, desk, player, event)
    swiss = await desk.tournament(event)
    paired = await desk.stage(swiss, "swiss", options={"wins": 2, "losses": 2, "pairing": "manual"})
    await desk.entries(swiss, 4)
    await desk.start(paired)
    for match in await desk.ready(paired):
        await desk.report(match, {"winner": 0})
        ids["played"] = match["id"]
    ids["paired"] = paired["id"]
    royale = await desk.tournament(event)
    lobbies = await desk.stage(royale, "free_for_all")
    await desk.entries(royale, 3)
    await desk.start(lobbies)
    ids["lobbies"] = lobbies["id"]
    third = (await desk.entered(royale))[2]["id"]
    leaves = {"kind": "withdrawn"}
    token = (await desk.post(f"/entries/{third}/departure/preview", leaves))["impact_token"]
    agreed = {**leaves, "reason": "R", "impact_token": token}
    ids["departure"] = (await desk.post(f"/entries/{third}/departure", agreed))["id"]
    path, claim = f"/matches/{ids['played']}/correction", {"winner": 1}
    token = (await desk.post(f"{path}/preview", claim))["impact_token"]
    made = await desk.post(path, {**claim, "reason": "R", "impact_token": token, "stands": True})
    ids["correction"] = made["id"]


async def _proposal(ids: dict[str, Any], desk: Desk, event: Any) -> None:
    """A correction that the admin proposes, where another one has to make it."""
    tournament = await desk.tournament(event, reporting={"second_person_corrections": True})
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 2)
    await desk.start(stage)
    (match,) = await desk.ready(stage)
    await desk.report(match, {"winner": 0})
    ids |= {"doubtful": tournament["id"], "doubted": match["id"]}
    path, claim = f"/matches/{match['id']}/correction", {"winner": 1}
    token = (await desk.post(f"{path}/preview", claim))["impact_token"]
    agreed = {**claim, "reason": "R", "impact_token": token}
    ids["proposal"] = (await desk.post(f"{path}/propose", agreed))["id"]


async def _contests(ids: dict[str, Any], desk: Desk, player: Desk, judge: Desk, event: Any) -> None:
    """A judged stage that takes submissions, and one that is marked by the operator."""
    ids["judge"] = (await judge.get("/me"))["person"]["id"]
    for name in ("films", "judged"):
        tournament = await desk.tournament(event)
        stage = await desk.stage(tournament, "judged", options={"criteria": [{"name": "idea", "weight": 1}]})
        entry = await player.post(f"/tournaments/{tournament['id']}/entries", {"name": "Mine"})
        await desk.entries(tournament, 1)
        await desk.start(stage)
        path = f"/stages/{stage['id']}"
        work = {"entry": entry["id"], "title": "W", "link": "https://example.org/w"}
        ids[f"{name}_slug"] = tournament["slug"]
        ids[name], ids["film_entry"] = stage["id"], ids.get("film_entry", entry["id"])
        ids["submission"] = (await player.post(f"{path}/submissions", work))["id"]
    await desk.post(f"{path}/judges", {"judges": [{"person": ids["judge"]}]})
    await judge.do("PUT", f"/submissions/{ids['submission']}/marks", {"points": {"idea": 5}})


async def _rooms(ids: dict[str, Any], desk: Desk, player: Desk, event: Any) -> None:
    """Three drafts of a match: one to begin, one paused, and one that waits for the player's next ban.

    Their turns are long: however slow the machine, none of them runs out while everybody knocks.
    """
    tournament = await desk.tournament(event, best_of=3)
    stage = await desk.stage(tournament)
    await player.post(f"/tournaments/{tournament['id']}/entries", {"name": "Mine"})
    await desk.entries(tournament, 1)
    ids["rooms_slug"] = tournament["slug"]
    match = (await desk.start(stage))["matches"][0]
    turn = {"kind": "ban", "count": 2, "seconds": 3600, "timeout": "skip"}
    script = {"name": "patient", "steps": [{**turn, "actor": "a"}, {**turn, "actor": "b"}]}
    body = {"script": script, "pool": ["A", "B", "C", "D", "E", "F", "G"]}
    for game, name in enumerate(("room", "paused_room", "running_room"), 1):
        room = await desk.post(f"/matches/{match['id']}/drafts", {**body, "game": game})
        ids[name] = room["id"]
    for name in ("paused_room", "running_room"):
        await desk.post(f"/drafts/{ids[name]}/begin", {})
    await desk.post(f"/drafts/{ids['paused_room']}/pause", {})
    ban = {"slot": 0, "step": 0, "choice": "A"}
    await player.post(f"/drafts/{ids['running_room']}/actions", ban)


async def _team(ids: dict[str, Any], desk: Desk, player: Desk, operator: Desk, event: Any) -> None:
    """A team that the player leads and that is entered in the event; it invites by address and by link."""
    team = await player.post("/teams", {"name": "Owls", "tag": "OWL"})
    path = f"/teams/{team['id']}"
    drawn = await player.client.put(f"/api/v1{path}/logo", content=png(8, 8))
    ids |= {"team": team["id"], "logo": drawn.json()["logo"], "captain": team["members"][0]["person"]}
    address = (await operator.get("/me"))["person"]["email"]
    ids["invite"] = (await player.post(f"{path}/invites", {"email": address}))["id"]
    link = await player.post(f"{path}/invites", {"uses": 30})
    ids["invite_token"] = link["token"]
    async with desk.person() as member:
        joined = await member.post("/invites/accept", {"token": link["token"]})
        ids["member"] = joined["members"][1]["person"]
    cup = await desk.tournament(event)
    await player.post(f"/tournaments/{cup['id']}/entries", {"name": "Owls", "team": team["id"]})


async def _pictures(ids: dict[str, Any], desk: Desk, player: Desk, event: Any) -> None:
    """A tournament that asks for a picture, and the player's."""
    asking = await desk.tournament(event)
    question = {"key": "proof", "label": "School card", "kind": "file"}
    await desk.do("PUT", f"/tournaments/{asking['id']}/entry-rules", {"questions": [question]})
    sent = await player.client.post(f"/api/v1/tournaments/{asking['id']}/entry-files", content=png(8, 8))
    ids |= {"asking": asking["id"], "file": sent.json()["id"]}
    mine = {"name": "Mine", "answers": {"proof": ids["file"]}}
    await player.post(f"/tournaments/{asking['id']}/entries", mine)


async def _claims(ids: dict[str, Any], desk: Desk, player: Desk, event: Any) -> None:
    """A match that another captain has reported, and the player has not."""
    tournament = await desk.tournament(event)
    stage = await desk.stage(tournament)
    await player.post(f"/tournaments/{tournament['id']}/entries", {"name": "Mine"})
    async with desk.person() as other:
        await other.post(f"/tournaments/{tournament['id']}/entries", {"name": "Other"})
        match = (await desk.start(stage))["matches"][0]
        ids |= {"claimed": match["id"], "claimed_slug": tournament["slug"]}
        ids["report"] = (await other.post(f"/matches/{match['id']}/reports", {"winner": 0}))["id"]
        picture = f"/api/v1/reports/{ids['report']}/pictures"
        ids["evidence"] = (await other.client.post(picture, content=png(8, 8))).json()["id"]
        await other.post(f"/matches/{match['id']}/help", {})
        ids["link"] = (await desk.post(f"/matches/{match['id']}/links", {}))["id"]
        (item,) = (await desk.get(f"/events/{event['id']}/queue"))["items"]
        ids["case"] = item["case"]["id"]


async def _own(desk: Desk, event: str, person: str) -> None:
    async with _unit(desk) as unit:
        await events.add_staff(
            unit.connection, id=unit.new_id(), event_id=UUID(event), person_id=UUID(person), role=Role.owner
        )
        await unit.commit()


async def _webhook(ids: dict[str, Any], desk: Desk, event: Any) -> None:
    """A webhook, and a message for it."""
    made = await desk.post(f"/events/{event['id']}/webhooks", {"url": "https://hooks.example.org/week"})
    ids["webhook"] = made["id"]
    group = {"name": "Players", "url": "feishu://0123abcd-12ab-4567-89ab-0123456789ab", "locale": "en"}
    ids["chat"] = (await desk.post(f"/events/{event['id']}/chats", group))["id"]
    await desk.tournament(event)
    async with _unit(desk) as unit:
        await webhooks.collect(unit)
        await unit.commit()
    (message, *_) = (await desk.get(f"/webhooks/{made['id']}/messages"))["items"]
    ids["webhook_message"] = message["id"]


async def _given_up(desk: Desk) -> str:
    """A job that went wrong for good."""
    async with _unit(desk) as unit:
        job = unit.new_id()
        waiting = outbox.Waiting(
            id=job, payload=DeliverMail(job), due_at=unit.now, dedupe_key=None, correlation_id=None
        )
        await run(unit.connection, [outbox.adding([waiting])])
        await outbox.fail(unit.connection, job, now=unit.now, error="554 never")
        await unit.commit()
        return str(job)


async def _calendar(desk: Desk) -> str:
    """The secret of somebody's calendar, whom nobody else of this world is."""
    fresh = secret.new()
    async with _unit(desk) as unit:
        person = await add_person(unit.connection)
        await calendars.keep(unit.connection, person, secret.digest(fresh), now=unit.now)
        await unit.commit()
    return fresh


@asynccontextmanager
async def _unit(desk: Desk) -> AsyncIterator[UnitOfWork]:
    parts = parts_of(desk.app.state)
    async with unit_of_work(parts.engine, parts.waker) as unit:
        yield unit
