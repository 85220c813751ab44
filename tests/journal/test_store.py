"""The journal in PostgreSQL: dense, in commit order, without gaps, whoever writes at once."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from esports.journal import store
from esports.journal.facts import Change, EntryChanged, Item, Visibility

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def draft(name: str, *, visibility: Visibility = Visibility.public) -> store.Draft:
    patch = [Change("entries/a/name", name), Change("entries/a/seed", None)]
    return store.Draft(EntryChanged(entry_id=UUID(int=1), name=name), patch, visibility)


async def append(connection: AsyncConnection, journal_id: UUID, drafts: Sequence[store.Draft]) -> int:
    return await store.append(
        connection, journal_id, drafts, at=NOW, actor_id=UUID(int=7), correlation_id="c-1"
    )


async def opened(engine: AsyncEngine) -> UUID:
    journal_id = uuid4()
    async with engine.begin() as connection:
        await store.create(connection, journal_id, "tournament")
    return journal_id


async def everything(engine: AsyncEngine, journal_id: UUID) -> list[Item]:
    async with engine.connect() as connection:
        return await store.read(connection, journal_id, after=0, limit=10_000)


async def test_a_new_journal_stands_at_nothing_in_an_epoch_of_its_own(engine: AsyncEngine) -> None:
    one, other = await opened(engine), await opened(engine)
    async with engine.connect() as connection:
        heads = await store.heads(connection, [one, other, uuid4()])
        assert await store.head(connection, one) == heads[one]
        assert await store.head(connection, uuid4()) is None
    assert set(heads) == {one, other}
    assert heads[one].seq == 0
    assert heads[one].epoch != heads[other].epoch


async def test_one_commit_is_one_commit_seq_and_comes_back_as_it_was(engine: AsyncEngine) -> None:
    journal_id = await opened(engine)
    async with engine.begin() as connection:
        assert await append(connection, journal_id, [draft("A")]) == 1
        secret = draft("C", visibility=Visibility.staff)
        assert await append(connection, journal_id, [draft("B"), secret]) == 3
    items = await everything(engine, journal_id)
    assert [(item.seq, item.commit_seq, item.visibility) for item in items] == [
        (1, 1, Visibility.public),
        (2, 3, Visibility.public),
        (3, 3, Visibility.staff),
    ]
    assert items[0] == Item(
        seq=1,
        commit_seq=1,
        visibility=Visibility.public,
        fact=EntryChanged(entry_id=UUID(int=1), name="A"),
        patch=[Change("entries/a/name", "A"), Change("entries/a/seed", None)],
        at=NOW,
        actor_id=UUID(int=7),
        correlation_id="c-1",
    )


async def test_reading_goes_on_from_any_place_and_stops_where_told(engine: AsyncEngine) -> None:
    journal_id = await opened(engine)
    async with engine.begin() as connection:
        for number in range(6):
            await append(connection, journal_id, [draft(str(number))])
    async with engine.connect() as connection:
        after = await store.read(connection, journal_id, after=2, limit=2)
        upto = await store.read(connection, journal_id, after=2, limit=100, upto=5)
        behind = await store.read(connection, journal_id, after=6, limit=100)
    assert [item.seq for item in after] == [3, 4]
    assert [item.seq for item in upto] == [3, 4, 5]
    assert behind == []


async def test_a_rollback_leaves_no_gap(engine: AsyncEngine) -> None:
    journal_id = await opened(engine)
    async with engine.connect() as connection:
        await append(connection, journal_id, [draft("never")] * 3)
        await connection.rollback()
    async with engine.begin() as connection:
        assert await append(connection, journal_id, [draft("kept")]) == 1
    assert len(await everything(engine, journal_id)) == 1


async def test_a_journal_that_was_never_opened_takes_nothing(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        with pytest.raises(NoResultFound):
            await append(connection, uuid4(), [draft("A")])


async def test_many_writers_at_once_make_one_dense_order_of_whole_commits(engine: AsyncEngine) -> None:
    journal_id = await opened(engine)

    async def write(number: int) -> None:
        async with engine.connect() as connection:
            await append(connection, journal_id, [draft(str(number))] * (1 + number % 3))
            if number % 5 == 4:
                await connection.rollback()
            else:
                await connection.commit()

    await asyncio.gather(*(write(number) for number in range(40)))
    items = await everything(engine, journal_id)
    assert [item.seq for item in items] == list(range(1, len(items) + 1))
    for item in items:
        commit = [one for one in items if one.commit_seq == item.commit_seq]
        assert commit[-1].seq == item.commit_seq
        assert len({one.fact for one in commit}) == 1
        assert len(commit) == 1 + int(commit[0].fact.name) % 3  # type: ignore[union-attr]
