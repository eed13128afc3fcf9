"""Three hundred opinions with the names and the texts people really have: not a letter is lost."""

from __future__ import annotations

from datetime import date
from itertools import cycle

import pytest
from flask import Flask

from meeting import clock
from meeting.contract import Tx
from meeting.db import db
from meeting.models import Meeting
from meeting.papers.letters import printable
from meeting.papers.model import Annex, Document, Meta
from meeting.papers.pdf.document import render_pdf
from meeting.points import Telling
from meeting.writing import run
from plugins.minutes.writing import record
from plugins.opinions.api import Asker, Wish, all_opinions, approve, record_answer, set_outcome
from plugins.opinions.api import record as write_down
from plugins.opinions.minutes import persons, replies, sections
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Outcome
from tests.e2e.dirty import DIRTY, LONG
from tests.golden.paper_reader import by_pdfium, squeezed
from tests.telling import telling

from . import paper_days
from .paper_words import words

COUNT = 300
FORMS = ("narrative", "table", "one_village")
NAMES = (
    "Nguyễn Văn Thước", "Phạm Thị Nhài", "Bùi Thị Lụa", "Huỳnh Văn Út", "Võ Thị Bé Ba",
    "Lê Văn Tư Em", "Nguyễn Thị Út Mười", "Đinh Bưm", "Đinh Thị Hlŏp", "Đinh Klĕn",
    "Đinh Thị Ŏnh", "Đinh Pŭih", "Đinh Nhŭng", "Đinh Thị Ƀlĭ", "Đinh Hơ̆n", "Đinh Grơ̆ng",
    "Đinh Sŭk", "Đinh Thị H'Lĭnh", "Hyek", "Djung", "Hươi", "Nông Thị Slao", "Hoàng Văn Thoòng",
    "Vi Thị Pảo", "Lương Văn Slung", "Mã Văn Phủ", "Lăng Thị Nhình", "Chu Văn Voòng",
    "Hộ kinh doanh Cô Sáu", "Công ty TNHH MTV Phú Thịnh", "<b>Đinh</b> &amp; {who} %s",
)  # fmt: skip
OUTCOMES = (
    Wish(outcome="ANSWERED_ON_SPOT"),
    Wish(outcome="PENDING", department="TU_PHAP", due_date=date(2023, 11, 3)),
    Wish(outcome="BEYOND_AUTHORITY", competent_body="Sở {body} <i>Y tế</i>"),
    Wish(outcome="OFF_TOPIC_WRITTEN", due_date=date(2023, 11, 3)),
    Wish(outcome="NOTED"),
    Wish(outcome="MERGED", merged_into=1),
)
CHANNELS = ("DIRECT", "VIA_SECRETARY", "PRE_COLLECTED")


def crowd(tx: Tx) -> None:
    """Everybody raises something, and everything is answered and settled."""
    texts = [one.typed for one in DIRTY if one.typed.strip()]
    named, outcomes, channels = cycle(NAMES), cycle(OUTCOMES), cycle(CHANNELS)
    topics = cycle(one.code for one in tx.meeting.plan.categories if not one.sensitive)
    for number in range(1, COUNT + 1):
        text = LONG if number == 7 else f"Việc {number}: {texts[number % len(texts)]}"
        asker = Asker(name=f"{next(named)} {number}", village_id=1 + number % 10)
        opinion = write_down(
            tx, text=text[:4000], asker=asker, channel=next(channels), category=next(topics)
        ).id
        approve(tx, opinion_id=opinion)
        answer = f"Đáp {number}: {texts[-number % len(texts)]}"
        record_answer(tx, opinion_id=opinion, text=answer, answered_by="Trần Xuân Nam", seen=0)
        set_outcome(tx, opinion_id=opinion, wish=next(outcomes))


@pytest.fixture
def opinions(context: Flask) -> list[OpinionView]:
    """All of them, as they are stored."""
    run(crowd, by=paper_days.BY, meeting_id=1)
    return all_opinions(db.session(), 1)


def minutes() -> Document:
    """The minutes as they stand now."""
    contributed = paper_days.contributions()
    return record.document(db.session(), contributed, db.session().get_one(Meeting, 1), clock.now())


def report(told: Telling) -> Document:
    """The opinions' part of the summary report."""
    found = [one for one in sections.SECTIONS if one.of == "summary_report"]
    annexes = [block for one in found for block in one.build(told)]
    return Document(
        meta=Meta(title="Báo cáo"),
        annexes=tuple(each for each in annexes if isinstance(each, Annex)),
    )


def test_every_opinion_stands_in_every_form_and_in_the_report(opinions: list[OpinionView]) -> None:
    assert len(opinions) == COUNT
    papers = {"report": words(report(telling(1, "summary_report")))}
    for form in FORMS:
        paper_days.act(1, paper_days.in_form, form=form)
        papers[form] = words(minutes())
    for one in opinions:
        name = persons.person(one, inside=False)
        for paper, told in papers.items():
            assert one.text in told, (paper, one.number)
            assert one.answer in told, (paper, one.number)
            assert one.name in told or name in told, (paper, one.number)
            assert one.village in told


@pytest.mark.parametrize("form", ["table"])  # the others are set block by block as ever
def test_what_stands_there_is_printed(opinions: list[OpinionView], form: str) -> None:
    paper_days.act(1, paper_days.in_form, form=form)
    printed = by_pdfium(render_pdf(minutes()))
    letter = "ơ̆"  # the longest is divided where pages end
    assert printed.count(letter) >= sum(one.text.count(letter) for one in opinions)
    for one in opinions:
        for said in (one.text, one.answer, one.name):
            if letter * 9 in said:
                continue
            assert squeezed(printable(said)) in printed, one.number


@pytest.mark.usefixtures("opinions")
def test_everybody_who_is_owed_a_letter_gets_it() -> None:
    found = replies.write(telling(1, replies.NAME))
    owed = {Outcome.PENDING, Outcome.OFF_TOPIC_WRITTEN, Outcome.BEYOND_AUTHORITY}
    expected = [one for one in all_opinions(db.session(), 1) if one.outcome in owed]
    assert len(found) == len(expected)
    assert len({letter.key for letter in found}) == len(found)
    for one, letter in zip(expected, found, strict=True):
        assert one.text in words(letter.document)
        assert one.name.split(" ", 1)[-1] in letter.to
