"""Ties a child to its parent's life, and steps down to another account, before becoming a program.

A launcher killed with -9 runs no clean-up. On Linux the kernel then sends the child a signal
(``prctl(PR_SET_PDEATHSIG)``), which survives the ``exec`` below. Elsewhere the launcher's own
clean-up is all there is. Changing the account clears the setting, hence the order below; and the
account may be unable to reach this interpreter, hence not by ``subprocess``'s own means.
"""

import ctypes
import os
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def tethered(
    command: list[str], *, signal_number: int, account: tuple[int, int] | None = None
) -> list[str]:
    """Return ``command`` such that it gets ``signal_number`` when the process calling this dies.

    The kernel watches the thread that starts the child, not the process: start from a thread that
    lives as long as the child should. ``account`` is the uid and gid to run as.
    """
    own_path = str(Path(__file__).resolve())
    uid, gid = account or (-1, -1)
    facts = (signal_number, os.getpid(), uid, gid)
    return [sys.executable, "-I", "-S", own_path, *map(str, facts), *command]


def main(arguments: list[str]) -> None:
    signal_number, parent, uid, gid = map(int, arguments[:4])
    command = arguments[4:]
    libc = ctypes.CDLL(None)
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        libc.prctl(_PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit("the launcher ended before this process could start")
    os.execv(command[0], command)  # noqa: S606  # becoming the program is the purpose


if __name__ == "__main__":
    main(sys.argv[1:])
