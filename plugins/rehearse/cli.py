"""``doithoai rehearse``: play a plan's meeting and compare what happened with the minutes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from meeting.contract import StartupProblem
from meeting.plan import shipped_plan
from plugins.rehearse import rules
from plugins.rehearse.hall import hall
from plugins.rehearse.play import Play

DEFAULT_PLAN = "to-tung-2023"


@click.command()
@click.option("--plan", type=click.Path(exists=True, path_type=Path), help="Plan (TOML).")
@click.option("--attendees", default=60, show_default=True, type=click.IntRange(1, 2000))
@click.option("--speed", default=60.0, show_default=True, help="How much quicker than life.")
@click.option("--seed", default=1, show_default=True, help="The same number invents the same day.")
@click.option(
    "--out", default=Path("rehearsal"), type=click.Path(path_type=Path), show_default=True
)
@click.option("--power-cut", is_flag=True, help="Kill the server in the middle of the rush.")
def rehearse(
    plan: Path | None, attendees: int, speed: float, seed: int, out: Path, power_cut: bool
) -> None:
    """Play a whole meeting against a scratch server, as real clients would."""
    scratch = out / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    console = Console()
    file = plan or shipped_plan(DEFAULT_PLAN)
    try:
        with bars(console) as progress, hall(scratch, file) as server:
            play = Play(server, attendees, speed, seed, steps(progress))
            paper = play.run(power_cut=power_cut)
    except RuntimeError as problem:
        raise StartupProblem(f"The rehearsal stopped: {problem}") from problem
    target = out / "bien-ban.pdf"
    target.write_bytes(paper)
    lost = [*rules.missing(expected(play), read(paper)), *disagreements(play)]
    console.print(table(play, lost))
    console.print(f"Minutes: {target}")
    for text in lost:
        console.print(f"[red]Missing:[/red] {text}", highlight=False)
    if lost:
        raise SystemExit(1)


def bars(console: Console) -> Progress:
    """The progress bars."""
    columns = TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn()
    return Progress(*columns, console=console)


def steps(progress: Progress) -> Callable[[str, int, int], None]:
    """A bar for each act, made when it begins."""
    known: dict[str, TaskID] = {}

    def step(title: str, count: int, total: int) -> None:
        if title not in known:
            known[title] = progress.add_task(title, total=total)
        progress.update(known[title], completed=count)

    return step


def expected(play: Play) -> list[str]:
    """What must stand in the minutes, word for word."""
    done = play.done
    return [*done.questions.values(), *done.answers.values()]


def disagreements(play: Play) -> list[str]:
    """Figures that do not agree with each other."""
    done = play.done
    found = []
    if done.turns != done.wishes:
        found.append(f"{done.wishes} wishes to speak, {done.turns} turns")
    if done.present != play.attendees:
        found.append(f"{play.attendees} people came, {done.present} are checked in")
    return found


def read(paper: bytes) -> str:
    """The text of a PDF, by a reader that has nothing to do with the writer."""
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)


def table(play: Play, lost: list[str]) -> Table:
    """What happened."""
    done, tally = play.done, play.tally
    slow = quantiles(tally.seconds, n=20)[-1] if len(tally.seconds) > 1 else 0.0
    rows = {
        "People present": done.present,
        "of them over quota": done.over_quota,
        "Turns spoken": done.turns,
        "Questions": len(done.questions),
        "Answers": len(done.answers),
        "Changes sent": len(tally.seconds),
        "sent again after a broken line": tally.again,
        "refused": ", ".join(f"{code} {n}" for code, n in sorted(tally.refused.items())) or 0,
        "answered in, median": f"{median(tally.seconds) * 1000:.0f} ms",
        "answered in, slowest twentieth": f"{slow * 1000:.0f} ms",
        "States pushed to screens": play.screens.pushes,
        "Acknowledged but not in the minutes": len(lost),
    }
    result = Table(title="The rehearsal", show_header=False)
    for label, value in rows.items():
        result.add_row(label, str(value))
    return result
