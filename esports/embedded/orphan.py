"""What a killed PostgreSQL leaves behind: a server without a parent, or a pid file without a server.

The caller owns the data folder's lock, so whatever still runs there belongs to nobody.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from esports.embedded.process import Pause, wait_until

GRACE_SECONDS = 10


def remove(data: Path, pause: Pause = time.sleep) -> None:
    """Stop an orphaned server of this data folder, and take away a pid file that names no such server."""
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return
    if serves(pid, data):
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            os.kill(pid, number)
            if wait_until(lambda: not serves(pid, data), GRACE_SECONDS, pause):
                break
    pid_file.unlink(missing_ok=True)


def serves(pid: int, data: Path) -> bool:
    """Whether that process is a living PostgreSQL of this folder: another may have got its number."""
    if sys.platform == "linux":
        try:
            return os.path.samefile(f"/proc/{pid}/cwd", data)  # a server works in its data folder
        except OSError:
            return False  # gone, or a zombie
    listed = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True)
    return str(data) in listed.stdout
