"""The control of what holds a tournament's row: it is read, and not held."""

import pytest

from esports.tournaments import queries


def unlock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all that write to one tournament run past each other."""
    monkeypatch.setattr(queries, "LOCKED", queries.BY_ID)
    monkeypatch.setattr(queries, "HELD_WITH_STAGE", queries.WITH_STAGE)
