"""What a process has used, as Linux counts it."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

_WHOLE_PROCESS = 2  # the kind of clock in the last bits of its number: CPUCLOCK_SCHED


def memory(pid: int) -> float:
    """Resident memory in MB."""
    pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def used() -> float:
    """Seconds of processor time of this process, and of those it started that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def busy(pid: int) -> float:
    """Seconds of processor time, exactly: ``stat`` counts in ticks of ten milliseconds."""
    return time.clock_gettime((~pid << 3) | _WHOLE_PROCESS)
