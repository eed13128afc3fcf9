"""How a rehearsal is shown and judged: bars while it runs, then the figures and what is missing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

from meeting.contract import StartupProblem
from plugins.rehearse import rules
from plugins.rehearse.hall import hall
from plugins.rehearse.play import Acknowledged, Day, Play
from plugins.rehearse.programme import Programme

PAPER = "bien-ban.pdf"


def hold(day: Day, out: Path) -> list[str]:
    """Play the day, leave its minutes in ``out`` and say what is missing from them.

    Raises StartupProblem when the rehearsal could not be played to its end.
    """
    scratch = out / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    console = Console()
    try:
        with bars(console) as progress, hall(scratch, day.plan) as server:
            play = Play(server, day, steps(progress))
            paper = play.run()
    except RuntimeError as problem:
        raise StartupProblem(f"The rehearsal stopped: {problem}") from problem
    (out / PAPER).write_bytes(paper)
    lost = judge(play.done, day.attendees, paper)
    lost += [f"the step “{title}” never began" for title in play.programme.left_out()]
    console.print(programme(play.programme))
    console.print(table(play, lost))
    console.print(f"Minutes: {out / PAPER}")
    for text in lost:
        console.print(f"[red]Missing:[/red] {text}", highlight=False)
    return lost


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
        progress.update(known[title], completed=count, total=total)

    return step


def judge(done: Acknowledged, attendees: int, paper: bytes) -> list[str]:
    """What the server acknowledged and the minutes lack, and figures that do not agree."""
    acknowledged = [
        rules.people_present(done.present),
        *done.questions.values(),
        *done.answers.values(),
    ]
    found = rules.missing(acknowledged, read(paper))
    if done.turns != done.wishes:
        found.append(f"{done.wishes} wishes to speak, {done.turns} turns")
    if done.present != attendees:
        found.append(f"{attendees} people came, {done.present} were let in")
    return found


def read(paper: bytes) -> str:
    """The text of a PDF, by a reader that has nothing to do with the writer."""
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)


def programme(played: Programme) -> Table:
    """Every step and how often it began."""
    result = Table(title="The programme")
    result.add_column("step")
    result.add_column("begun", justify="right")
    for step in played.steps:
        result.add_row(Text(step.title), str(played.begun[step]))
    return result


def table(play: Play, lost: list[str]) -> Table:
    """What happened."""
    done, tally = play.done, play.tally
    slow = quantiles(tally.seconds, n=20)[-1] if len(tally.seconds) > 1 else 0.0
    rows = {
        "People present": done.present,
        "of them over quota": done.over_quota,
        "Steps begun": play.programme.begun.total(),
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
