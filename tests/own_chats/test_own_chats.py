"""A person's own chats: told what was chosen, once, as by mail; paused when they fail; nobody else's."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from esports.db.schema.notifications import deliveries, own_chats
from esports.http.provide import parts_of
from esports.jobs import DeliverChat, TellChatPaused
from esports.webhooks import services
from esports.webhooks.chats import Chats
from esports.webhooks.outgoing import Sender
from esports.webhooks.services import Service
from tests.drafts.conftest import hall
from tests.drafts.hall import Hall
from tests.notifications.test_check_ins import told
from tests.notifications.test_entering import again, enter
from tests.support.app import PASSWORD
from tests.support.desk import NOBODY, Desk, Json
from tests.webhooks.receiver import Receiver, receiving

__all__ = ["hall"]
MINUTE = 60


class Phone:
    """Somebody's chat at a service of the test's own, and what came there."""

    def __init__(self, hall: Hall, person: Desk, receiver: Receiver) -> None:
        self.hall, self.person, self.receiver = hall, person, receiver
        self.url = f"json://{receiver.url.split('/')[2]}/s3cr3t-key"
        self.id = ""

    async def add(self, **fields: Any) -> Json:
        """Add it."""
        made: Json = await self.person.post("/me/chats", {"name": "Phone", "url": self.url, **fields})
        self.id = made["id"]
        return made

    async def seen(self) -> Json:
        """The chat as its owner sees it."""
        found = (await self.person.get("/me/chats"))["items"]
        return next(dict(one) for one in found if one["id"] == self.id)

    async def choose(self, **fields: Any) -> None:
        """Edit one's settings."""
        await self.person.do("PATCH", "/me", fields)

    async def register(self) -> None:
        """Something to be told of: an entry in another tournament."""
        await enter(self.person, await self.hall.desk.tournament(), "Owls")

    def told(self) -> list[Json]:
        """What came there, the oldest first."""
        return [json.loads(body) for _, _, body in self.receiver.requests]

    async def states(self) -> list[str]:
        """How the notices to it fare, the newest first."""
        return [one["state"] for one in (await self.person.get(f"/me/chats/{self.id}/notices"))["items"]]

    async def channels(self) -> list[str]:
        """By which channels notices went or go."""
        async with self.hall.desk.engine.connect() as connection:
            rows = await connection.execute(select(deliveries.c.channel).order_by(deliveries.c.channel))
            return [row.channel.partition(":")[0] for row in rows]


@pytest.fixture
async def phone(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Phone]:
    """Somebody with a phone that they have not added yet, at a service whose host is the test's own."""
    here = Service("custom_json", "NotifyJSON", ("127.0.0.1",))
    monkeypatch.setitem(services.SERVICES, "json", here)
    parts = parts_of(hall.desk.app.state)
    before = parts.settings
    parts.settings = msgspec.structs.replace(before, chat_services="gotify")
    chats = Chats(Sender(unsafe=True, seconds=30), home="https://week.example", seconds=30)
    hall.worker = msgspec.structs.replace(hall.worker, chats=chats)
    async with receiving() as receiver, hall.desk.person() as person:
        yield Phone(hall, person, receiver)
    parts.settings = before


async def test_it_is_told_what_is_mailed_once_and_its_address_is_not_shown(hall: Hall, phone: Phone) -> None:
    made = await phone.add(all_that_is_mailed=True)
    assert made["address"] == "json://…-key"
    assert "s3cr3t" not in json.dumps([made, await phone.seen(), await phone.person.get("/me/data")])
    assert set((await phone.person.get("/me"))["person"]["notices"].values()) == {"both"}
    await phone.register()
    await hall.work()
    (notice,) = (await phone.person.get("/inbox"))["items"]
    await again(
        hall,
        DeliverChat(UUID(notice["id"]), UUID(phone.id)),
        DeliverChat(UUID(notice["id"]), UUID(NOBODY)),
        DeliverChat(UUID(NOBODY), UUID(phone.id)),
    )
    (told,) = phone.told()
    assert told["title"].startswith("Your registration has arrived: ")
    assert "https://week.example/events/" in told["message"]
    assert (await phone.states(), await phone.channels()) == (["sent"], ["chat", "mail"])
    assert ((await phone.seen())["outcome"], (await phone.seen())["status"]) == ("delivered", 200)


async def test_each_kind_goes_where_it_is_wanted(hall: Hall, phone: Phone) -> None:
    await phone.choose(notices={"entry_received": "chat"})
    await phone.register()
    await hall.work()
    assert await phone.channels() == ["mail"], "what no chat takes is mailed"
    await phone.add()
    await phone.register()
    await hall.work()
    assert (len(phone.told()), await phone.channels()) == (1, ["chat", "mail"])
    await phone.choose(notices={"entry_received": "inbox"})
    await phone.register()
    await hall.work()
    assert len(phone.told()) == 1


async def test_the_log_of_deliveries_shows_each_channel_of_each_notice(hall: Hall, phone: Phone) -> None:
    await phone.add(all_that_is_mailed=True)
    for _ in range(2):
        await phone.register()
    await hall.work()
    seen: list[tuple[str, str]] = []
    cursor = ""
    while cursor is not None:
        page = await hall.desk.get(f"/deliveries?limit=3{cursor and f'&cursor={cursor}'}")
        seen += [(one["notice"], one["channel"]) for one in page["items"]]
        cursor = page["next_cursor"]
    assert len(set(seen)) == len(seen) == 4
    assert sorted(channel for _, channel in seen) == ["chat", "chat", "mail", "mail"]


async def test_quiet_hours_and_a_digest_hold_for_it_and_what_was_turned_off_stays(
    hall: Hall, phone: Phone
) -> None:
    clock = hall.clock()
    quiet = {"begins": f"{clock:%H:%M}", "ends": f"{clock.replace(hour=(clock.hour + 2) % 24):%H:%M}"}
    await phone.choose(time_zone="UTC", quiet_hours=quiet, notices={"entry_received": "chat"})
    await phone.add()
    for _ in range(3):
        await phone.register()
    await hall.work()
    assert (phone.told(), await phone.states()) == ([], ["waiting"] * 3)
    hall.clock.go(121 * MINUTE)
    await hall.work()
    (told,) = phone.told()
    assert told["title"] == "3 notices for you"
    await phone.choose(quiet_hours={"begins": "00:00", "ends": "23:59"})
    await phone.register()
    await hall.work()
    await phone.choose(notices={"entry_received": "inbox"})
    hall.clock.go(1_440 * MINUTE)
    await hall.work()
    assert (len(phone.told()), (await phone.states())[0]) == (1, "unwanted")


async def test_what_fails_is_tried_again_then_paused_and_a_test_resumes_it(hall: Hall, phone: Phone) -> None:
    await phone.add()
    await phone.choose(notices={"entry_received": "chat"})
    phone.receiver.answer = "500 Internal Server Error"
    await phone.register()
    await hall.work()
    seen = await phone.seen()
    assert (seen["outcome"], seen["status"], seen["paused_at"]) == ("server_error", 500, None)
    assert (seen["failing_since"] is not None, await phone.states()) == (True, ["put_off"])
    for _ in range(20):
        hall.clock.go(2 * MINUTE)
        await hall.work()
    assert (await phone.seen())["paused_at"], "after a quarter of an hour"
    assert await phone.states() == ["unwanted"]
    pause = [{"chat": "Phone", "outcome": "server_error"}]
    assert await told(phone.person, "chat_paused") == pause
    calls = len(phone.told())
    await phone.register()
    await again(hall, TellChatPaused(UUID(phone.id)))
    await hall.work()
    assert (len(phone.told()), await phone.channels()) == (calls, ["chat", "mail", "mail"]), "mailed instead"
    assert await told(phone.person, "chat_paused") == pause, "once for each pause"
    phone.receiver.answer = "200 OK"
    await phone.person.post(f"/me/chats/{phone.id}/test")
    await hall.work()
    assert phone.told()[-1]["message"] == "This is a test: your notices can be told here."
    seen = await phone.seen()
    assert (seen["outcome"], seen["paused_at"], seen["failing_since"]) == ("delivered", None, None)
    await again(hall, TellChatPaused(UUID(phone.id)))
    phone.receiver.answer = "410 Gone"
    await phone.person.post(f"/me/chats/{phone.id}/test")
    await hall.work()
    assert (await phone.seen())["paused_at"], "what is gone is not tried again"
    assert await told(phone.person, "chat_paused") == pause, "who sends a test sees how it went"


async def test_it_is_its_owners_alone_and_bounded(hall: Hall, phone: Phone) -> None:
    person, new = phone.person, {"name": "Phone", "url": phone.url}
    for url, code in {
        "gotify://localhost/token": "chat_service",
        "mailto://user:password@example.org": "chat_service",
        f"{phone.url}?redirect=yes": "chat_url",
        "barks://intranet.example/key": "chat_url",
        "tgram://123456789:abcdefg_hijklmnop/1/2": "chat_several",
    }.items():
        await person.refused("POST", "/me/chats", {**new, "url": url}, 422, code, "/url")
    await person.refused("POST", "/me/chats", {**new, "name": " "}, 422, "name_empty", "/name")
    await phone.add()
    for who in (hall.desk, person):
        chat = phone.id if who is hall.desk else NOBODY
        await who.refused("POST", f"/me/chats/{chat}/test", None, 404, "not_found")
        await who.refused("GET", f"/me/chats/{chat}/notices", None, 404, "not_found")
        await who.refused("DELETE", f"/me/chats/{chat}", None, 404, "not_found")
    for _ in range(2):
        await person.post("/me/chats", new)
    await person.refused("POST", "/me/chats", new, 409, "too_many_own_chats")
    assert (await person.call("DELETE", f"/me/chats/{phone.id}")).status_code == 204
    assert phone.id not in [one["id"] for one in (await person.get("/me/chats"))["items"]]
    for _ in range(9):
        await person.call("POST", f"/me/chats/{phone.id}/test")
    await person.refused("POST", f"/me/chats/{phone.id}/test", None, 429, "rate_limited")


async def test_it_is_in_the_export_and_goes_with_the_account(hall: Hall, phone: Phone) -> None:
    await phone.add()
    (told,) = (await phone.person.get("/me/data"))["own_chats"]
    assert (told["name"], told["service"]) == ("Phone", "json")
    await phone.person.call("POST", "/me/erase", {"password": PASSWORD})
    async with hall.desk.engine.connect() as connection:
        assert (await connection.execute(select(own_chats.c.id))).all() == []
