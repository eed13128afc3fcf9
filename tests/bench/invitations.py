"""A thousand invitations, beside ReportLab drawing the same lines with neither layout nor QR."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pypdfium2 import PdfDocument
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from meeting.contract import Tx
from meeting.db import db
from meeting.models import Meeting
from meeting.papers import bundle
from meeting.papers.pdf import fonts
from meeting.papers.pdf.bundle import render_bundle
from meeting.papers.render import render_bundle as asked_for
from meeting.writing import run
from plugins.roster.api import add_person
from plugins.roster.papers import choices, facts
from tests.bench.process import used
from tests.bench.result import Result, least
from tests.bench.site import BY, sample_app

COUNT = 1000
MEGABYTE = 1_000_000


def fill_up(tx: Tx) -> None:
    """As many as are missing to a thousand."""
    for number in range(COUNT - 78):
        add_person(tx, name=f"Đinh Thị Mời {number}", honorific="Bà", village_id=1 + number % 10)


def invitations(folder: Path, _clients: int) -> Iterator[Result]:
    """Seconds and megabytes; the longest step in the server's own process beside it."""
    app = sample_app(folder)
    steps: list[float] = []
    with app.app_context():
        run(fill_up, by=BY, meeting_id=1)
        for _ in range(3):
            steps = measured(per_page=1)
        wish = choices.Wish(kind="invitations")
        paper = choices.bundle_of(gathered(), wish)
        db.session.remove()
    app.extensions["meeting"].close()
    pdf = render_bundle(paper)
    pages = [page.get_textpage().get_text_range() for page in PdfDocument(pdf)]
    registerFont(TTFont("Bare", str(fonts._path(fonts.FACES[False, False]))))
    ours, asked, bare = least(
        lambda: timed(lambda: render_bundle(paper)),
        lambda: timed(lambda: asked_for(paper)),
        lambda: timed(lambda: drawn(pages)),
    )
    title = f"{len(pages)} invitations with QR"
    yield Result(f"{title}; beside: the same lines, no QR", ours, bare, "s", "<= 3.5")
    yield Result("the same, in the process of their own", asked, bare, "s", "")
    sizes = len(pdf) / MEGABYTE, len(drawn(pages)) / MEGABYTE
    yield Result("size of the file; beside: no QR", *sizes, "MB", "")
    yield Result("longest step in the server's process", max(steps) * 1000, 0.0, "ms", "few")


def gathered() -> facts.Facts:
    meeting = db.session.get(Meeting, 1)
    assert meeting is not None
    return facts.gather(db.session(), meeting)


def measured(per_page: int) -> list[float]:
    """Seconds of computing in each step; between two of them the server answers others."""
    steps: list[float] = []
    last = time.thread_time()

    def lap(_seconds: object = 0) -> None:
        nonlocal last
        now = time.thread_time()
        steps.append(now - last)
        last = now

    kept, time.sleep = time.sleep, lap
    try:
        found = gathered()
        lap()
    finally:
        time.sleep = kept
    lap()
    steps.pop()
    paper = choices.bundle_of(found, choices.Wish(kind="invitations", per_page=per_page))
    lap()
    bundle.to_json(paper)
    lap()
    db.session.remove()
    return steps


def drawn(pages: list[str]) -> bytes:
    """The same lines, each where it falls."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    for page in pages:
        canvas.setFont("Bare", 13)
        for number, line in enumerate(page.splitlines()):
            canvas.drawString(85, 780 - 18 * number, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    begun = used()
    work()
    return used() - begun
