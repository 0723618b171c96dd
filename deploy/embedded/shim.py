"""Become the given program, and die with the launcher, however the launcher ends."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(launcher: int, command: list[str]) -> None:
    """Run as a file by a bare interpreter: it is started for every child, so it imports little.

    The kernel keeps the wish over exec; a handler in the launcher would not outlive its SIGKILL.
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != launcher:  # it died before the wish was heard
        sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
