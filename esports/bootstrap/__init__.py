"""Before anything is installed: make `.venv`, fill it from the hashed lock, go on inside it.

Uses the standard library alone. An environment that holds the packages already (a container, one's own)
is used as it is. What was installed is remembered by the lock's hash, so that a second start installs
nothing and a changed lock is followed.
"""

import importlib.metadata
import os
import re
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from esports.bootstrap.install import HOME, PYTHON, ROOT, RUN_LOCK, TEST_LOCK, install, installed


def enter_environment(arguments: Sequence[str]) -> None:
    """Return where the needed packages are at hand; else install them and start again inside `.venv`."""
    for_tests = arguments[:1] == ["test"]
    inside = Path(sys.prefix).resolve() == HOME.resolve()
    if not (ROOT / RUN_LOCK).exists() or (not inside and _at_hand(for_tests)):
        return
    lock = TEST_LOCK if for_tests else RUN_LOCK
    if not installed(lock):
        install(lock)
    if not inside:
        os.execv(PYTHON, [str(PYTHON), "-m", "esports", *arguments])  # noqa: S606 - no shell is wanted


def _at_hand(for_tests: bool) -> bool:
    """Whether this interpreter has every package that pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = list(project["project"]["dependencies"])
    if for_tests:
        wanted += project["dependency-groups"]["test"]
    try:
        for requirement in wanted:
            importlib.metadata.version(re.split(r"[^\w.-]", requirement, maxsplit=1)[0])
    except importlib.metadata.PackageNotFoundError:
        return False
    return True
