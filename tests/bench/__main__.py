"""``make bench``: run every measurement and print one table."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.measures import MEASURES


def main() -> None:
    """Run all measurements, or those named on the command line."""
    wanted = set(sys.argv[1:]) or set(MEASURES)
    table = Table(title="doithoai: ratios within this run (median of interleaved rounds)")
    for heading in ("measure", "ours", "beside", "ratio", "goal"):
        table.add_column(heading, justify="left" if heading == "measure" else "right")
    console = Console()
    for name, measure in MEASURES.items():
        if name not in wanted:
            continue
        with tempfile.TemporaryDirectory() as folder, console.status(name):
            for result in measure(Path(folder)):
                table.add_row(*result.row())
    console.print(table)


main()
