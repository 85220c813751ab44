"""Workers stand back where processor time is short: somebody waits for the API, nobody for a worker."""

import os
from contextlib import suppress
from pathlib import Path

AUTOGROUP = Path("/proc/self/autogroup")


def stand_back(niceness: int) -> None:
    """Lower this process's priority to that of `niceness`, see nice(2); one that is lower stays.

    Linux weighs sessions against each other before processes, where it groups them (sched(7)): what leads a
    session of its own, as the worker of `esports up` does, lowers that of its session as well. What the
    system refuses is let be, and so is a niceness of 0.
    """
    if not niceness:
        return
    with suppress(OSError):
        if os.getpriority(os.PRIO_PROCESS, 0) < niceness:
            os.setpriority(os.PRIO_PROCESS, 0, niceness)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):
            AUTOGROUP.write_text(str(niceness))
