"""A backup brings an erased person back, and the list of erasures takes them out again: with a real dump."""

import asyncio
import json
import os
import subprocess
from pathlib import Path
from uuid import uuid4

import pytest
from litestar import Litestar

from esports.db.engine import create_engine
from esports.embedded import find
from esports.settings import Settings
from tests.cli.conftest import Run, run
from tests.cli.running import environ, esports
from tests.privacy.scan import found
from tests.privacy.test_own import ERASE, MARKERS, NICK, a_life, over, person_of
from tests.support.app import new_client
from tests.support.desk import Desk
from tests.support.post import Post, post

__all__ = ["post", "run"]


def postgres(program: str, *arguments: str) -> str:
    """What a program beside the server prints."""
    folder = find.postgres(os.environ).path.parent
    done = subprocess.run([folder / program, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


async def test_whom_a_restored_backup_brings_back_is_erased_again(
    app: Litestar,
    desk: Desk,
    post: Post,
    postgres_url: str,
    empty_postgres_url: str,
    tmp_path: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with new_client(app) as client, desk.person() as mate:
        person = await person_of(desk, client)
        life = await a_life(desk, person, post)
        led = await person.post("/teams", {"name": "Led", "tag": "LED"})
        link = await person.post(f"/teams/{led['id']}/invites", {"uses": 1})
        await mate.post("/invites/accept", {"token": link["token"]})
        heir = (await mate.get("/me"))["person"]["id"]
        backup = tmp_path / "backup"
        postgres("pg_dump", "--no-owner", "--file", str(backup), postgres_url)
        await over(desk, life)
        await person.post(f"/teams/{led['id']}/captain", {"person": heir})
        assert (await person.call("POST", "/me/erase", ERASE)).status_code == 204
    now = environ(ESPORTS_DATABASE_URL=postgres_url)
    listed = tmp_path / "erasures"
    listed.write_text(esports("erasures", env=now).stdout + f"{uuid4()}\n")
    postgres("psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", str(backup), empty_postgres_url)
    restored = create_engine(Settings(database_url=empty_postgres_url), application="test")
    try:
        assert {marker for marker, _ in await found(restored, [*MARKERS, NICK])} == {*MARKERS, NICK}
        monkeypatch.setenv("ESPORTS_DATABASE_URL", empty_postgres_url)
        for count in (1, 0):
            _, out, err = await asyncio.to_thread(run, "erasures", "--again", str(listed), "--json")
            assert json.loads(out) == {"listed": 2, "erased_again": count}, err
        assert await found(restored, MARKERS) == set()
        assert await found(restored, [NICK]) == {(NICK, "journal_items")}
        assert (heir, "teams") in await found(restored, [heir]), "somebody leads the team on"
        status, out, _ = await asyncio.to_thread(run, "verify")
        assert status == 0, out
    finally:
        await restored.dispose()
    listed.write_text("somebody\n")
    status, _, err = await asyncio.to_thread(run, "erasures", "--again", str(listed))
    assert (status, err.count("line 1: this is no id.")) == (1, 1)
