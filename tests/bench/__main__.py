"""``make bench``: run every measurement and print one table.

``python -m tests.bench checkin storm --phones 300`` runs some of them, for a larger hall.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.measures import MEASURES


def main() -> None:
    """Run all measurements, or those named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("measures", nargs="*", metavar="measure", help=", ".join(MEASURES))
    parser.add_argument("--phones", type=int, default=200)
    asked = parser.parse_args()
    if unknown := set(asked.measures) - set(MEASURES):
        parser.error(f"there is no {', '.join(unknown)}; known: {', '.join(MEASURES)}")
    table = Table(title="doithoai: interleaved rounds; compare the ratios only")
    for heading in ("measure", "ours", "beside", "ratio", "goal"):
        table.add_column(heading, justify="left" if heading == "measure" else "right")
    console = Console()
    for name in asked.measures or MEASURES:
        with tempfile.TemporaryDirectory() as folder, console.status(name):
            for result in MEASURES[name](Path(folder), asked.phones):
                table.add_row(*result.row())
    console.print(table)


main()
