"""Runs a program and prints what it took: `timed.py WORD…` gives wall seconds, processor seconds, megabytes, on one line.

A process of its own, because the peak memory that the system tells of a child begins with what its parent held when it was
started, and the comparison holds whole results.
"""

import os
import subprocess
import sys
import time

if __name__ == "__main__":
    start = time.monotonic()
    child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    print(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
    sys.exit(os.waitstatus_to_exitcode(status) != 0)
