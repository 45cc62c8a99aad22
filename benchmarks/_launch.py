"""Starts a program and writes what it took: a small process, so that its own memory hides nobody's peak.

    python -S -E _launch.py FIGURES PROGRAM ARGUMENT...

The kernel counts a child's peak memory from that of the process that started it; this one has 12 MB.
Whoever stops a benchmark stops its program too: each of the chain ends when the one before it does.
"""

import ctypes
import os
import signal
import sys
import time

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent() -> None:
    """Ask the kernel for SIGTERM when the parent ends; a program started in this place inherits it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


end_with_parent()
started = time.perf_counter()
child = os.fork()
if child == 0:
    end_with_parent()
    os.execvp(sys.argv[2], sys.argv[2:])
_, status, used = os.wait4(child, 0)
seconds = time.perf_counter() - started
with open(sys.argv[1], "w") as out:
    out.write(f"{seconds} {used.ru_utime + used.ru_stime} {used.ru_maxrss * 1024 / 1e6}")
sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
