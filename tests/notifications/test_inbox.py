"""Notices in an inbox: who gets one, once, and that the patches tell the same as the view."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from esports.accounts.access import ANONYMOUS, Actor, TokenScope
from esports.db.schema.accounts import people
from esports.db.schema.brackets import slots
from esports.db.schema.entries import entries
from esports.db.schema.journal import outbox
from esports.errors import DomainError
from esports.journal import store
from esports.journal.facts import NoticeSent, NoticesRead
from esports.journal.views import merge, normal
from esports.notifications import service, telling
from esports.notifications.wire import KINDS, PlaceFree
from tests.notifications.conftest import Units
from tests.support.rows import add_match, add_person


async def two_people(units: Units) -> tuple[UUID, UUID]:
    async with units() as unit:
        people = await add_person(unit.connection, "Ana"), await add_person(unit.connection, "Bo")
        await unit.commit()
    return people


async def match_of(units: Units, *people: UUID | None, **state: str) -> UUID:
    async with units() as unit:
        match = await add_match(unit.connection, people, **state)
        await unit.commit()
    return match


async def announce(units: Units, match: UUID) -> None:
    async with units() as unit:
        await service.announce_match_ready(unit, match)
        await unit.commit()


async def view(units: Units, person: UUID) -> dict[str, Any]:
    async with units() as unit:
        return await service.inbox_view(unit.connection, person)


async def told(units: Units, person: UUID) -> Any:
    """What somebody holds who began with an empty inbox and merged every patch."""
    held: Any = {"notices": [], "unread": 0}
    async with units() as unit:
        for item in await store.read(unit.connection, person, after=0, limit=1_000):
            held = merge(held, item.patch)
    return normal(held)


async def mails_asked_for(units: Units) -> list[str]:
    async with units() as unit:
        rows = await unit.connection.execute(select(outbox.c.payload))
        return [row.payload["notice_id"] for row in rows if row.payload["job"] == "DeliverMail"]


async def test_both_sides_are_told_once_and_get_a_mail_each(units: Units) -> None:
    ana, bo = await two_people(units)
    match = await match_of(units, ana, bo)
    for _ in range(2):
        await announce(units, match)
    asked = await mails_asked_for(units)
    for person in (ana, bo):
        inbox = await view(units, person)
        (notice,) = inbox["notices"]
        assert inbox["unread"] == 1
        assert notice["kind"] == "match_ready"
        assert notice["payload"]["match_id"] == str(match)
        assert notice["payload"]["names"] == ["Vitality", "MOUZ"]
        assert notice["read_at"] is None
        assert notice["id"] in asked
        assert await told(units, person) == normal(inbox)
        async with units() as unit:
            (item,) = await store.read(unit.connection, person, after=0, limit=10)
        assert item.fact == NoticeSent(notice_id=UUID(notice["id"]), notice="match_ready")
    assert len(asked) == 2


async def test_a_side_that_nobody_registered_is_passed_over(units: Units) -> None:
    ana, _ = await two_people(units)
    await announce(units, await match_of(units, None, ana))
    assert (await view(units, ana))["unread"] == 1
    assert len(await mails_asked_for(units)) == 1


@pytest.mark.parametrize(
    "state", [{"phase": "settled"}, {"phase": "waiting"}, {"state": "cancelled"}, {"state": "finished"}]
)
async def test_a_match_that_cannot_be_played_now_says_nothing(units: Units, state: dict[str, str]) -> None:
    ana, bo = await two_people(units)
    await announce(units, await match_of(units, ana, bo, **state))
    assert await view(units, ana) == {"notices": [], "unread": 0}


async def test_a_match_with_an_open_side_or_none_at_all_says_nothing(units: Units) -> None:
    ana, bo = await two_people(units)
    match = await match_of(units, ana, bo)
    async with units() as unit:
        await unit.connection.execute(update(slots).where(slots.c.slot == 1).values(entry_id=None))
        await unit.commit()
    await announce(units, match)
    await announce(units, uuid4())
    assert await view(units, ana) == {"notices": [], "unread": 0}


async def test_a_new_opponent_is_news(units: Units) -> None:
    ana, bo = await two_people(units)
    match = await match_of(units, ana, bo)
    await announce(units, match)
    async with units() as unit:
        bos = select(entries.c.id).where(entries.c.person_id == bo).scalar_subquery()
        tournament = select(entries.c.tournament_id).limit(1).scalar_subquery()
        other = uuid4()
        await unit.connection.execute(
            entries.insert().values(
                id=other, tournament_id=tournament, name="Spirit", state="playing", registered_order=3
            )
        )
        await unit.connection.execute(update(slots).where(slots.c.entry_id == bos).values(entry_id=other))
        await unit.commit()
    await announce(units, match)
    newest, _ = (await view(units, ana))["notices"]
    assert newest["payload"]["names"] == ["Vitality", "Spirit"]
    assert (await view(units, bo))["unread"] == 1


async def test_many_at_once_lose_no_count_and_no_notice(units: Units) -> None:
    ana, bo = await two_people(units)
    matches = [await match_of(units, *pair) for pair in [(ana, bo), (bo, ana)] * 4]
    await asyncio.gather(*(announce(units, match) for match in [*matches, *matches]))
    for person in (ana, bo):
        inbox = await view(units, person)
        assert inbox["unread"] == len(inbox["notices"]) == 8
        assert await told(units, person) == normal(inbox)


async def test_the_view_holds_the_newest_alone_and_its_patches_know(
    units: Units, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "VIEW", 2)
    ana, _ = await two_people(units)
    for _ in range(3):
        await announce(units, await match_of(units, ana, None))
    inbox = await view(units, ana)
    assert (len(inbox["notices"]), inbox["unread"]) == (2, 3)
    assert await told(units, ana) == normal(inbox)


async def test_reading_is_patched_and_its_first_time_stays(units: Units) -> None:
    ana, bo = await two_people(units)
    actor = Actor(person_id=ana)
    for _ in range(3):
        await announce(units, await match_of(units, ana, bo))
    first = UUID((await view(units, ana))["notices"][0]["id"])
    times = set()
    for _ in range(2):
        async with units() as unit:
            times.add((await service.mark_read(unit, actor=actor, notice_id=first)).read_at)
            await unit.commit()
    assert len(times) == 1
    assert (await view(units, ana))["unread"] == 2
    assert await told(units, ana) == normal(await view(units, ana))
    for marked in (2, 0):
        async with units() as unit:
            assert (await service.mark_all_read(unit, actor=actor)).marked == marked
            await unit.commit()
    inbox = await view(units, ana)
    assert inbox["unread"] == 0
    assert await told(units, ana) == normal(inbox)
    assert (await view(units, bo))["unread"] == 3
    async with units() as unit:
        items = await store.read(unit.connection, ana, after=3, limit=10)
    assert [item.fact for item in items] == [NoticesRead(count=1), NoticesRead(count=2)]


async def test_pages_follow_each_other_without_a_gap(units: Units) -> None:
    ana, _ = await two_people(units)
    for _ in range(5):
        await announce(units, await match_of(units, ana, None))
    whole = [notice["id"] for notice in (await view(units, ana))["notices"]]
    found: list[str] = []
    cursor: str | None = None
    sizes = []
    async with units() as unit:
        while not sizes or cursor:
            page = await service.inbox(
                unit.connection,
                actor=Actor(person_id=ana),
                before=UUID(cursor) if cursor else None,
                limit=2,
            )
            assert page.unread == 5
            found += [str(notice.id) for notice in page.items]
            sizes.append(len(page.items))
            cursor = page.next_cursor
    assert found == whole
    assert sizes == [2, 2, 1]


async def test_an_inbox_is_its_persons_own(units: Units) -> None:
    ana, bo = await two_people(units)
    await announce(units, await match_of(units, ana, None))
    notice = UUID((await view(units, ana))["notices"][0]["id"])
    reader = Actor(person_id=ana, scopes=frozenset({TokenScope.read}))
    async with units() as unit:
        refused = [
            ("not_found", service.mark_read(unit, actor=Actor(person_id=bo), notice_id=notice)),
            ("not_found", service.mark_read(unit, actor=Actor(person_id=ana), notice_id=uuid4())),
            ("sign_in_required", service.mark_read(unit, actor=ANONYMOUS, notice_id=notice)),
            ("sign_in_required", service.mark_all_read(unit, actor=ANONYMOUS)),
            ("sign_in_required", service.inbox(unit.connection, actor=ANONYMOUS, before=None, limit=1)),
            ("scope_missing", service.mark_read(unit, actor=reader, notice_id=notice)),
            ("scope_missing", service.mark_all_read(unit, actor=reader)),
        ]
        for code, call in refused:
            with pytest.raises(DomainError) as caught:
                await call
            assert caught.value.code == code
        assert (await service.inbox(unit.connection, actor=reader, before=None, limit=1)).unread == 1


@pytest.mark.parametrize("chosen", KINDS)
async def test_what_is_chosen_for_one_kind_holds_for_it_alone(units: Units, chosen: str) -> None:
    ana, _ = await two_people(units)
    payload = PlaceFree(
        entry_id=uuid4(), tournament_id=uuid4(), event="E", event_slug="e", time_zone="UTC", tournament="T",
        tournament_slug="t", name="N", until=None,
    )  # fmt: skip
    async with units() as unit:
        await unit.connection.execute(update(people).values(notices={chosen: "inbox"}))
        await service.notify(unit, ana, payload, dedupe_key="one")
        await unit.commit()
    assert len(await mails_asked_for(units)) == (0 if chosen == "place_free" else 1)
