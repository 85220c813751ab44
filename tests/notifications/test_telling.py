"""Telling a crowd: each inbox is as if it were told alone, and its patch is what changes in its view."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from esports.db.schema.journal import outbox
from esports.journal import chain, store
from esports.journal.views import diff, merge, normal
from esports.notifications import service, telling
from esports.notifications.telling import Told, tell
from esports.uow import FEW
from tests.notifications.conftest import Units
from tests.notifications.test_delivery import PLACE
from tests.support.rows import add_person

CROWD = FEW + 2
ROUNDS = [
    [(number, 1) for number in range(CROWD)],
    [(0, 1), (1, 2), (1, 2), (1, 3)],
    [(2, 1), (3, 1)],
    [(number, key) for number in range(CROWD) for key in (4, 5, 1)],
    [(number, key) for number in range(2) for key in range(10, 15)],
    [],
]
"""Who is told by which key: each once, some of it again, a few, many of them more than a view holds."""


async def test_every_patch_is_what_changes_in_the_view(units: Units, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "VIEW", 4)
    async with units() as unit:
        crowd = [await add_person(unit.connection, f"P{number}") for number in range(CROWD)]
        await unit.commit()
    keys: dict[UUID, set[int]] = {person: set() for person in crowd}
    for each in ROUNDS:
        async with units() as unit:
            before = {person: await service.inbox_view(unit.connection, person) for person in crowd}
            heads = await store.heads(unit.connection, crowd)
            notice = [
                (crowd[at], key, msgspec.structs.replace(PLACE, name=f"Owls {key}")) for at, key in each
            ]
            await tell(unit, [Told(person, payload, str(key)) for person, key, payload in notice])
            await unit.commit()
            for person, key, _ in notice:
                keys[person].add(key)
            for person in crowd:
                after = await service.inbox_view(unit.connection, person)
                items = await store.read(unit.connection, person, after=heads[person].seq, limit=100)
                patch = [change for item in items for change in item.patch]
                assert normal(merge(before[person], patch)) == normal(after)
                assert len(patch) == len(diff(before[person], after)), "nothing else is sent"
                assert (
                    after["unread"]
                    == len(keys[person])
                    == (await store.heads(unit.connection, [person]))[person].seq
                )
                assert await chain.faults(unit.connection, person) == []


@pytest.mark.parametrize(("most", "later"), [(CROWD, telling.AFTER_INBOXES), (CROWD + 1, timedelta(0))])
async def test_a_crowd_s_mails_wait_for_the_inboxes_of_the_others(
    units: Units, monkeypatch: pytest.MonkeyPatch, most: int, later: timedelta
) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", most)
    async with units() as unit:
        crowd = [await add_person(unit.connection, f"P{number}") for number in range(CROWD)]
        await tell(unit, [Told(person, PLACE, "place") for person in crowd])
        await unit.commit()
        rows = (await unit.connection.execute(select(outbox.c.due_at, outbox.c.patient))).all()
    assert {tuple(row) for row in rows} == {(unit.now + later, True)}


async def test_a_journal_that_is_not_there_is_no_silent_loss(units: Units) -> None:
    async with units() as unit:
        ana = await add_person(unit.connection)
        drafts: dict[UUID, list[store.Draft]] = {ana: [], UUID(int=7): []}
        with pytest.raises(LookupError):
            await store.append_each(unit.connection, drafts, at=unit.now, actor_id=None, correlation_id=None)
