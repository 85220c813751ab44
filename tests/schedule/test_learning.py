"""How long matches take: by the settings at first, then by what was played and when that was told."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from esports.db.schema.brackets import matches
from esports.schedule.learning import SHARE, by_settings, learned, length
from esports.schedule.rows import OpenMatch, PlayedMatch
from esports.schedule.settings_wire import Length, Settings
from tests.matches.test_corrections import corrected
from tests.schedule.week import DAYS, cup, hall, publish
from tests.support.desk import Desk

SETTINGS = Settings(warm_up=10, lengths=[Length(title="A", best_of=3, minutes=60)])
ENDED = datetime(2039, 11, 21, 12, tzinfo=UTC)
MOMENTS = (matches.c.called_at, matches.c.began_at, matches.c.ended_at)


def played(minutes: float, *, ready: bool = True, best_of: int = 3) -> PlayedMatch:
    begins = ENDED - timedelta(minutes=minutes)
    called = begins - timedelta(minutes=10)
    began = begins if ready else None
    return PlayedMatch(title="A", best_of=best_of, called_at=called, began_at=began, ended_at=ENDED)


def test_what_was_played_counts_more_the_more_there_is_of_it() -> None:
    kind = ("A", 3)
    few = learned(SETTINGS, [played(40)] * 2, [], ENDED)[kind]
    many = learned(SETTINGS, [played(40)] * 50, [], ENDED)[kind]
    assert by_settings(60).median > few.median > many.median > 40
    assert many.median < 42
    assert few.sigma > many.sigma
    assert by_settings(60).doubt > few.doubt > many.doubt > 0
    # As many as before end within what is set aside, which is in steps of five minutes.
    assert by_settings(60).planned > many.planned == 45
    assert 0.6 < SHARE < 0.7


def test_without_a_word_the_call_and_the_warm_up_tell_when_it_began() -> None:
    told = learned(SETTINGS, [played(40)], [], ENDED)
    assert learned(SETTINGS, [played(40, ready=False)], [], ENDED) == told
    # Who is ready before the call waits for the station still.
    early = msgspec.structs.replace(played(40), began_at=ENDED - timedelta(minutes=90))
    assert learned(SETTINGS, [early], [], ENDED) == told


def test_what_was_told_late_or_all_at_once_teaches_nothing() -> None:
    unknown = PlayedMatch(title="A", best_of=3, called_at=None, began_at=None, ended_at=ENDED)
    told = [played(11), played(181), played(0.1), unknown]
    assert learned(SETTINGS, told, [], ENDED) == {}
    right = [*told, played(13), played(40, best_of=1)]
    assert set(learned(SETTINGS, right, [], ENDED)) == {("A", 3), ("A", 1)}


def waiting(minutes: float, state: str = "called", **fields: Any) -> OpenMatch:
    ids = dict.fromkeys(("id", "tournament_id"), UUID(int=1))
    known = {"number": 1, "tournament": "T", "entries": [], "sources": [], "title": "A", "best_of": 3}
    called = None if state == "idle" else ENDED - timedelta(minutes=minutes + 10)
    return OpenMatch(**{**ids, **known, "state": state, "called_at": called, **fields})


def test_a_match_that_is_on_tells_that_it_takes_longer_than_it_did_so_far() -> None:
    kind = ("A", 3)
    alone = learned(SETTINGS, [played(40)], [], ENDED)[kind].median
    just, long = (learned(SETTINGS, [played(40)], [waiting(on)], ENDED)[kind].median for on in (1, 70))
    assert alone == pytest.approx(just, rel=0.05)
    assert long > 1.05 * just
    # Nothing is known of one that warms up or that has a result, nor of one that nobody told the end of.
    nothing = [waiting(-5), waiting(0), waiting(70, "reported"), waiting(70, "disputed"), waiting(181)]
    assert learned(SETTINGS, [played(40)], nothing, ENDED)[kind].median == alone
    assert learned(SETTINGS, [], nothing, ENDED) == {}
    assert learned(SETTINGS, [], [waiting(70)], ENDED)[kind].median > by_settings(60).median


def test_of_what_was_not_played_is_believed_what_the_others_have_in_common() -> None:
    new = waiting(0, "idle", title="B")
    found = learned(SETTINGS, [played(70)] * 20, [new], ENDED)
    other = by_settings(length(SETTINGS, "B", 3))
    assert other.median < found["B", 3].median < 70 / 52 * other.median
    assert found["A", 3].doubt < found["B", 3].doubt < other.doubt


async def test_the_moments_of_a_match_come_and_go_with_its_state(desk: Desk) -> None:
    event = await desk.event(**DAYS)
    await hall(desk, event)
    stage = await cup(desk, event)
    await publish(desk, event)
    match, _ = await desk.ready(stage)

    async def known() -> list[bool]:
        async with desk.engine.connect() as connection:
            query = select(*MOMENTS).where(matches.c.id == UUID(match["id"]))
            return [moment is not None for moment in (await connection.execute(query)).one()]

    assert await known() == [False, False, False]
    await desk.post(f"/matches/{match['id']}/call")
    assert await known() == [True, False, False]
    await desk.post(f"/matches/{match['id']}/uncall")
    assert await known() == [False, False, False]
    await desk.post(f"/matches/{match['id']}/call")
    await desk.report(match, {"winner": 0})
    assert await known() == [True, False, True]
    await corrected(desk, match, {"winner": 1})
    assert await known() == [True, False, True]
