"""`esports test`: the tests, against real servers."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from esports.cli.words import say
from esports.errors import SettingsError

QUICK = "not browser and not fault and not compiled"
TOGETHER = ["-n", "auto", "--maxprocesses", "4", "--dist", "worksteal"]
"""How the whole quick suite runs: a process a core."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `test`; all further arguments are pytest's."""
    parser = subparsers.add_parser(
        "test",
        help=say("run the tests"),
        description=say(
            "Run the tests against a real PostgreSQL and Valkey, embedded unless ESPORTS_DATABASE_URL and "
            "ESPORTS_REDIS_URL are set. All further arguments go to pytest: `esports test -m browser` and "
            "`esports test -m fault` run what is left out otherwise, since it takes a browser or longer."
        ),
    )
    parser.set_defaults(run=run, passes_on=True)


def run(arguments: argparse.Namespace) -> int:
    """Run pytest on the repository; its own status, 0 or 1."""
    root = Path(__file__).resolve().parents[2]
    if not (root / "tests").is_dir():
        raise SettingsError("The tests are not part of an installed package: run them in the repository.")
    chosen = arguments.rest or TOGETHER
    command = [sys.executable, "-m", "pytest", "-m", QUICK, *chosen]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return 1 if subprocess.run(command, cwd=root, env=env).returncode else 0
