"""Runs `esports.cli.prepare` before the roles, and remembers that it ran, which spares a start the look.

The mark in the data folder holds a digest of all migrations, so that another version of the product
looks again; a database that was made anew takes the mark away.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from esports.embedded.process import Pause, command, last_line, open_log, wait_until
from esports.errors import SettingsError

MARK = "prepared"
PREPARE_SECONDS = 3_600
"""A long migration takes its time; Ctrl-C still ends it."""


def prepare(environ: Mapping[str, str], folder: Path, pause: Pause) -> dict[str, Any]:
    """Prepare in a process of its own, since it takes memory for good; what is to be told of the operator.

    Raises:
        SettingsError: a server does not fit.
        Interrupted: a signal asked for the end.
    """
    log = folder / "logs" / "prepare.log"
    descriptor = open_log(log)
    with subprocess.Popen(
        command([sys.executable, "-m", "esports.cli.prepare"]),
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=descriptor,
        start_new_session=True,
    ) as process:
        os.close(descriptor)
        try:
            wait_until(lambda: process.poll() is not None, PREPARE_SECONDS, pause)
        finally:
            process.terminate()
        answer = process.stdout.read() if process.stdout else b""
    try:
        told: dict[str, Any] = json.loads(answer)
    except ValueError:
        reason = last_line(log)
        raise SettingsError("The database could not be prepared: {reason}", reason=reason) from None
    if "error" in told:
        raise SettingsError(told["error"], **told["params"])
    return told


def _digest() -> str:
    package = Path(__file__).resolve().parents[1]
    installed = package / "_migrations"
    folder = installed if installed.is_dir() else package.parent / "migrations"
    digest = hashlib.sha256()
    for path in sorted((folder / "versions").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_marked(folder: Path) -> bool:
    """Whether this version prepared the database that lies here."""
    try:
        return (folder / MARK).read_text(encoding="ascii") == _digest()
    except OSError:
        return False


def mark(folder: Path) -> None:
    """Note that it has."""
    (folder / MARK).write_text(_digest(), encoding="ascii")


def unmark(folder: Path) -> None:
    """Forget it."""
    (folder / MARK).unlink(missing_ok=True)
