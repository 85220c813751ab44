"""Servers of the test's own, on throw-away folders."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from esports.embedded import find
from esports.embedded.folder import Folder
from esports.embedded.postgres import Postgres
from esports.embedded.valkey import Valkey


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    """A data folder that this test owns."""
    with Folder(tmp_path / "data") as owned:
        yield owned


@pytest.fixture
def postgres(folder: Folder) -> Iterator[Postgres]:
    """A PostgreSQL that is not started yet, durable as in production."""
    server = Postgres(find.postgres(os.environ), folder)
    yield server
    server.ask_to_stop()
    server.wait()


@pytest.fixture
def valkey(folder: Folder) -> Iterator[Valkey]:
    """A Valkey that is not started yet."""
    server = Valkey(find.redis(os.environ), folder)
    yield server
    server.ask_to_stop()
    server.wait()
