"""Become the user that a server may run as, tie its life to the parent's, and exec it.

Run by its path with `python -I -S`, so it uses the standard library alone and starts in milliseconds:

    launch.py PARENT_PID DEATH_SIGNAL MODE PROGRAM [ARGUMENT...]

MODE is `same` (stay who we are), `namespace` (a user namespace where root appears as nobody: files stay
root's, and PostgreSQL agrees to run) or `UID:GID` (give up root for good).
"""

import ctypes
import os
import sys

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
NOBODY = 65534


def enter_namespace() -> None:
    """Enter a user namespace in which our root is nobody."""
    user, group = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{NOBODY} {user} 1"),
        ("gid_map", f"{NOBODY} {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def become(user: int, group: int) -> None:
    """Give up root."""
    os.setgroups([group])
    os.setgid(group)
    os.setuid(user)


def die_with(parent: int, signal_number: int) -> None:
    """Ask the kernel for a signal when the parent dies; Linux only. The change of user clears it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number)
        if os.getppid() != parent:
            sys.exit("the parent is gone")


def main(arguments: list[str]) -> None:
    """Do all of it; does not return."""
    parent, signal_number, mode, *command = arguments
    if mode == "namespace":
        enter_namespace()
    elif mode != "same":
        user, _, group = mode.partition(":")
        become(int(user), int(group))
    die_with(int(parent), int(signal_number))
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(sys.argv[1:])
