"""As whom PostgreSQL may run, since it refuses root.

A user who is not root runs it as himself. Root runs it in a user namespace, where nothing is copied and
all files stay root's. Where the kernel or a container forbids that, root drops to the `postgres` or the
`nobody` that exists already (no user is ever made), and what that user cannot reach is put under
/var/lib, never by opening somebody's folders.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from esports.embedded.find import PROBE_SECONDS, Program
from esports.embedded.process import command
from esports.errors import SettingsError

REACHABLE = Path("/var/lib/esports-week")


@dataclass(frozen=True)
class Standing:
    """How to launch PostgreSQL: the mode for `launch`, the program that it reaches, and its folder.

    `owner` is the user and group that must own what it reads and writes, or None: leave it as it is.
    """

    mode: str
    program: Path
    folder: Path
    owner: tuple[int, int] | None = None

    def give(self, path: Path) -> None:
        """Make a file or folder the server's own."""
        if self.owner:
            os.chown(path, *self.owner)


def choose(program: Program, folder: Path) -> Standing:
    """The first way that works for this program and data folder.

    Raises:
        SettingsError: none does.
    """
    if os.geteuid() != 0:
        return Standing("same", program.path, folder)
    if sys.platform == "linux" and _works("namespace", program.path, folder):
        return Standing("namespace", program.path, folder)
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        standing = _dropped(program.path, folder, user.pw_uid, user.pw_gid)
        if standing:
            return standing
    raise SettingsError(
        "PostgreSQL cannot run as root, and no other way works here: run as an ordinary user."
    )


def _works(mode: str, program: Path, folder: Path) -> bool:
    """Try it: the program runs and the folder can be written."""
    probes: tuple[tuple[str | Path, ...], ...] = ((program, "--version"), ("/usr/bin/test", "-w", folder))
    return all(
        subprocess.run(command(probe, mode=mode), capture_output=True, timeout=PROBE_SECONDS).returncode == 0
        for probe in probes
    )


def _dropped(program: Path, folder: Path, user: int, group: int) -> Standing | None:
    mode, owner = f"{user}:{group}", (user, group)
    if not _works(mode, program, Path("/tmp")):  # noqa: S108 - any folder that everybody may write
        program = _copied(program)
    apart = REACHABLE / f"data-{_stable(str(folder))}"
    apart.mkdir(mode=0o755, parents=True, exist_ok=True)
    os.chown(apart, *owner)
    return Standing(mode, program, apart, owner) if _works(mode, program, apart) else None


def _copied(program: Path) -> Path:
    """A copy of the installation that everybody reaches, with the libraries at the same distance."""
    installed = program.parents[1]
    status = program.stat()
    home = REACHABLE / _stable(f"{installed} {status.st_size} {status.st_mtime_ns}")
    copy = home / installed.name
    if not copy.exists():
        shutil.copytree(installed, home / "new", symlinks=True, dirs_exist_ok=True)
        libraries = installed.parents[1] / f"{installed.parent.name}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, REACHABLE / libraries.name, dirs_exist_ok=True)
        (home / "new").rename(copy)
    return copy / program.relative_to(installed)


def _stable(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
