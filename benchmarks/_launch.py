"""Starts a program and writes what it took: a small process, so that its own memory hides nobody's peak.

    python -S -E _launch.py FIGURES PROGRAM ARGUMENT...

The kernel counts a child's peak memory from that of the process that started it; this one has 10 MB.
"""

import os
import sys
import time

started = time.perf_counter()
child = os.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
_, status, used = os.wait4(child, 0)
seconds = time.perf_counter() - started
with open(sys.argv[1], "w") as out:
    out.write(f"{seconds} {used.ru_utime + used.ru_stime} {used.ru_maxrss * 1024 / 1e6}")
sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
