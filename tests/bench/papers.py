"""The minutes of a very long meeting; beside them ReportLab drawing the same lines, and python-docx
adding the same paragraphs, both without any form.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import docx
from flask import Flask
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from meeting import clock
from meeting.contract import Tx
from meeting.db import db
from meeting.models import Meeting
from meeting.papers.model import Document, Heading, Item, Paragraph
from meeting.papers.pdf import fonts
from meeting.papers.pdf.document import render_pdf
from meeting.papers.render import render
from meeting.papers.word.document import render_docx
from meeting.writing import run
from plugins.minutes.writing.record import document
from plugins.opinions.api import (
    Asker,
    Outcome,
    Wish,
    approve,
    due_offers,
    record,
    record_answer,
    set_outcome,
)
from plugins.rehearse.rules import invent_answer, invent_question
from tests.bench.process import used
from tests.bench.result import Result, least
from tests.bench.site import BY, sample_app

OPINIONS = 300
KILOBYTE = 1000


def raise_opinions(tx: Tx, *, count: int, owed: bool = False) -> None:
    """Opinions with answer and outcome, some of them long; `owed` a letter each."""
    wish = Wish(outcome="ANSWERED_ON_SPOT")
    if owed:
        due = due_offers(tx.meeting, tx.now)[Outcome.PENDING][0].day
        department = tx.meeting.plan.departments[0].code
        wish = Wish(outcome="PENDING", due_date=due, department=department)
    for number in range(1, count + 1):
        random = Random(number)
        words = " ".join(invent_question(number, random) for _ in range(random.randint(1, 3)))
        asker = Asker(name=f"Bà Đinh Thị Hỏi {number}")
        opinion = record(tx, text=words, channel="VIA_SECRETARY", asker=asker).id
        answer = " ".join(invent_answer(number, random) for _ in range(random.randint(1, 3)))
        approve(tx, opinion_id=opinion)
        record_answer(tx, opinion_id=opinion, text=answer, answered_by="Chủ trì", seen=0)
        set_outcome(tx, opinion_id=opinion, wish=wish)


def minutes(folder: Path, _clients: int) -> Iterator[Result]:
    """Milliseconds a page: set in this process, as the secretary waits for it, and drawn bare."""
    paper = written(sample_app(folder))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(render_pdf(paper))).pages]
    registerFont(TTFont("Bare", str(fonts._path(fonts.FACES[False, False]))))
    count = len(pages)
    ours, asked, bare = least(
        lambda: timed(lambda: render_pdf(paper), count),
        lambda: timed(lambda: render(paper), count),
        lambda: timed(lambda: drawn(pages), count),
    )
    word, plain = least(
        lambda: timed(lambda: render_docx(paper), count),
        lambda: timed(lambda: typed(paper), count),
    )
    title = f"minutes with {OPINIONS} opinions, {count} pages"
    yield Result(f"{title}, a page; beside: bare ReportLab", ours, bare, "ms", "<= 6 ms")
    yield Result("the same, asked for by the secretary", asked, bare, "ms", "")
    yield Result("the same as a Word file; beside: bare python-docx", word, plain, "ms", "")
    for name, made, beside in (
        ("size of the PDF", render_pdf(paper), drawn(pages)),
        ("size of the Word file", render_docx(paper), typed(paper)),
    ):
        yield Result(name, len(made) / KILOBYTE, len(beside) / KILOBYTE, "KB", "")


def written(app: Flask) -> Document:
    """The document of the sample meeting after a long day."""
    core = app.extensions["meeting"]
    with app.app_context():
        run(raise_opinions, by=BY, meeting_id=1, count=OPINIONS)
        meeting = db.session.get(Meeting, 1)
        assert meeting is not None
        made = document(db.session(), core.registry.contributions, meeting, clock.now())
        db.session.remove()
    core.close()
    return made


def drawn(pages: list[str]) -> bytes:
    """The same lines, each where it falls."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    for page in pages:
        canvas.setFont("Bare", 14)
        for number, line in enumerate(page.splitlines()):
            canvas.drawString(85, 780 - 18 * number, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def typed(paper: Document) -> bytes:
    """The same paragraphs, each as python-docx adds it."""
    target = io.BytesIO()
    word = docx.Document()
    for block in paper.blocks:
        if isinstance(block, Paragraph | Item):
            word.add_paragraph("".join(run.text for run in block.words))
        elif isinstance(block, Heading):
            word.add_heading(block.line, block.level)
    word.save(target)
    return target.getvalue()


def timed(work: Callable[[], object], pages: int) -> float:
    """Milliseconds of processor time a page."""
    begun = used()
    work()
    return (used() - begun) * 1000 / pages
