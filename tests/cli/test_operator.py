"""`esports operator add`, and the operator of the first start."""

import asyncio
import json
from pathlib import Path

import pytest

from esports.accounts import service
from esports.accounts.queries import factors
from esports.cli import database, prepare
from esports.settings import Settings
from tests.cli.conftest import Run
from tests.cli.running import environ, esports


async def signs_in(url: str, email: str, password: str) -> bool:
    """Whether these credentials are an operator's."""
    async with database.unit(Settings(database_url=url)) as unit:
        account = await service.find_account(unit.connection, email)
        proven = await service.prove(account, password)
        return proven.person.is_admin


async def test_a_new_operator_with_a_password_from_a_file(fresh_postgres_url: str, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("correct horse battery\n")
    env = environ(ESPORTS_DATABASE_URL=fresh_postgres_url)
    done = esports("operator", "add", "mei@example.org", "--password-file", str(file), env=env)
    assert done.returncode == 0, done.stderr
    assert "correct horse" not in done.stdout
    assert await signs_in(fresh_postgres_url, "mei@example.org", "correct horse battery")


async def test_a_password_is_made_where_nobody_is_asked_and_printed_once(
    run: Run, fresh_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = environ(ESPORTS_DATABASE_URL=fresh_postgres_url)
    told = json.loads(esports("operator", "add", "mei@example.org", "--json", env=env).stdout)
    assert told["created"]
    assert await signs_in(fresh_postgres_url, "mei@example.org", told["password"])
    monkeypatch.setenv("ESPORTS_DATABASE_URL", fresh_postgres_url)
    _, out, _ = await asyncio.to_thread(run, "operator", "add", "mei@example.org", "--json")
    assert json.loads(out) == {"email": "mei@example.org", "created": False, "password": None}
    assert await signs_in(fresh_postgres_url, "mei@example.org", told["password"])


def test_refusals_are_one_line(
    run: Run, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESPORTS_DATABASE_URL", postgres_url)
    short = tmp_path / "short"
    short.write_text("1234567")
    for arguments, words in (
        (("mei@example.org", "--password-file", str(short)), "8 to 128 characters"),
        (("mei@example.org", "--password-file", str(tmp_path / "none")), "cannot be read"),
        (("not an address",), "This is not a mail address."),
    ):
        status, out, err = run("operator", "add", *arguments)
        assert (status, out) == (1, "")
        assert words in err
        assert err.count("\n") == 1


async def test_a_lost_second_factor_is_taken_off(
    run: Run, fresh_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = environ(ESPORTS_DATABASE_URL=fresh_postgres_url)
    settings = Settings(database_url=fresh_postgres_url)
    async with database.unit(settings) as unit:
        await service.ensure_operator(unit, email="mei@example.org", password="correct horse")
        mei = await service.find_person(unit.connection, "mei@example.org")
        assert mei is not None
        await factors.begin(unit.connection, mei.id, b"x" * 20)
        await unit.commit()
    remove = ("operator", "factor", "mei@example.org", "--remove", "--json")
    assert json.loads(esports(*remove, env=env).stdout) == {"email": "mei@example.org", "removed": True}
    monkeypatch.setenv("ESPORTS_DATABASE_URL", fresh_postgres_url)
    status, out, err = await asyncio.to_thread(run, *remove)
    assert (status, out) == (1, "")
    assert "This account has no second factor." in err


async def test_the_first_start_makes_one_operator_and_the_next_none(fresh_postgres_url: str) -> None:
    settings = Settings(database_url=fresh_postgres_url)
    told = await prepare.first_operator(settings, {"ESPORTS_OPERATOR_EMAIL": "mei@example.org"})
    assert told["made"]
    assert await signs_in(fresh_postgres_url, "mei@example.org", told["password"])
    assert await prepare.first_operator(settings, {}) == {"made": False}


async def test_the_environment_may_name_the_operator_and_nothing_is_shown(fresh_postgres_url: str) -> None:
    environment = {"ESPORTS_OPERATOR_EMAIL": "mei@example.org", "ESPORTS_OPERATOR_PASSWORD": "correct horse"}
    told = await prepare.first_operator(Settings(database_url=fresh_postgres_url), environment)
    assert told == {"made": True, "email": "mei@example.org", "password": None}
    assert await signs_in(fresh_postgres_url, "mei@example.org", "correct horse")
