"""`esports migrate`, and that what it makes is what the code's tables say."""

import json
from concurrent.futures import ThreadPoolExecutor

from esports.cli import database
from esports.db import migrate
from esports.settings import Settings
from tests.cli.running import environ, esports


def test_the_tables_in_the_code_are_those_of_the_migrated_database(fresh_postgres_url: str) -> None:
    migrate.check(fresh_postgres_url)


def test_it_brings_an_empty_database_to_the_newest_schema_and_again_is_no_harm(
    empty_postgres_url: str,
) -> None:
    newest = database.newest(Settings(database_url=empty_postgres_url))
    for _ in range(2):
        done = esports("migrate", "--json", env=environ(ESPORTS_DATABASE_URL=empty_postgres_url))
        assert (done.returncode, json.loads(done.stdout)) == (0, {"revision": newest})


def test_three_at_once_all_succeed(empty_postgres_url: str) -> None:
    env = environ(ESPORTS_DATABASE_URL=empty_postgres_url)
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: esports("migrate", env=env), range(3)))
    assert [one.returncode for one in done] == [0, 0, 0], [one.stderr for one in done]
