"""What a process has used, as Linux counts it."""

from __future__ import annotations

import os
from pathlib import Path


def memory(pid: int) -> float:
    """Resident memory in MB."""
    pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def busy(pid: int) -> float:
    """Seconds of processor time."""
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
