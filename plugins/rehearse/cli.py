"""``doithoai rehearse``: play a plan's meeting and compare what happened with the minutes.

What plays it is imported when the command runs: the server loads this plugin too, at each start.
"""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--plan", type=click.Path(exists=True, path_type=Path), help="Plan (TOML).")
@click.option("--attendees", default=60, show_default=True, type=click.IntRange(1, 2000))
@click.option(
    "--speed",
    default=60.0,
    show_default=True,
    type=click.FloatRange(1),
    help="How much quicker than life people speak.",
)
@click.option("--seed", default=1, show_default=True, help="The same number invents the same day.")
@click.option(
    "--out", default=Path("rehearsal"), type=click.Path(path_type=Path), show_default=True
)
@click.option("--power-cut", is_flag=True, help="Kill the server in the middle of the rush.")
def rehearse(
    plan: Path | None, attendees: int, speed: float, seed: int, out: Path, power_cut: bool
) -> None:
    """Play a whole meeting against a scratch server, as real clients would."""
    from meeting.plan import shipped_plan
    from plugins.rehearse.play import Day
    from plugins.rehearse.report import hold

    day = Day(plan or shipped_plan("to-tung-2023"), attendees, speed, seed, power_cut)
    if hold(day, out):
        raise SystemExit(1)
