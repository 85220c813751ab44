"""Commands that need no server, run in this process."""

import json
from collections.abc import Callable

import pytest

from esports.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path, capsys, monkeypatch) -> Run:
    """Run a command in English: its status and what it says. Values that are no text become JSON files."""
    monkeypatch.setenv("ESPORTS_LOCALE", "en")

    def command(*arguments) -> tuple[int, str, str]:
        status = main([one if isinstance(one, str) else written(one) for one in arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    def written(value) -> str:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.json"
        path.write_text(json.dumps(value))
        return str(path)

    return command
