"""The script of the demo: a real event as seeds and results, with its source named in the file."""

from pathlib import Path
from typing import Any

import msgspec

FILE = Path(__file__).with_name("austin_2025.json")


class StageScript(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stage as the API takes it, and the results of its rounds as `[winner, loser]`."""

    stage: dict[str, Any]
    rounds: list[list[tuple[str, str]]]

    def winners(self) -> dict[frozenset[str], str]:
        """Who won each pairing that was really played."""
        return {frozenset(played): played[0] for games in self.rounds for played in games}


class Script(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole event: seeds and results, nothing of who met whom when beyond what was played."""

    source: str
    event: dict[str, Any]
    tournament: dict[str, Any]
    seeds: list[str]
    stages: list[StageScript]
    champion: str


def load() -> Script:
    """The demo's script."""
    return msgspec.json.decode(FILE.read_bytes(), type=Script)
