"""Meetings nobody plans for: over midnight, over noon, with nobody there, with far too many words,
with what people should not type: each gives a correct paper, or a sentence that says what to do.
"""

from __future__ import annotations

import errno
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import cycle
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from meeting import clock
from meeting.contract import Refused, Tx
from meeting.db import db
from meeting.meetings import create_meeting, open_meeting
from meeting.models import Meeting
from meeting.papers.letters import printable
from meeting.papers.pdf.document import render_pdf
from meeting.papers.word.document import render_docx
from meeting.plan import load_plan_file, shipped_plan
from meeting.points import PaperKind
from meeting.writing import run
from plugins.minutes.closing import service
from plugins.minutes.models import Version
from plugins.minutes.papers import catalogue
from plugins.minutes.phrases import service as phrases
from plugins.minutes.reading import service as reading
from plugins.minutes.rules import Entered
from plugins.opinions.api import Asker, Wish, all_opinions, record_answer, set_outcome
from plugins.opinions.api import record as write_down
from tests.e2e.dirty import DIRTY, HOSTILE
from tests.golden.paper_reader import by_pdfium, by_pdfminer, squeezed
from tests.golden.word_reader import as_printed, by_python_docx
from tests.plugins.opinions import paper_days
from tests.plugins.opinions.paper_words import words

from .conftest import SECRETARY, letters

COUNT, LENGTH = 300, 2000
WORD = "x" * 10_000  # longer than any line, with no place to break it
RTL = "\u202eđảo\u202c \u2067\u061cngược\u200f 👩\u200d🌾🌉"
NASTY = f"{HOSTILE} {RTL} \x07\x1b A\x00B"
TOLD = Entered(
    chair="Ông Trần Xuân Nam - Chủ tịch UBND xã",
    secretary="Bà Lê Thị Thu Hà - công chức Văn phòng",
    conclusion="Giao Văn phòng theo dõi.",
    closing="Biên bản đã được đọc lại cho hội nghị nghe.",
)
OUTCOMES = (
    Wish(outcome="ANSWERED_ON_SPOT"),
    Wish(outcome="PENDING", department="TU_PHAP", due_date=date(2023, 11, 3)),
    Wish(outcome="BEYOND_AUTHORITY", competent_body="Sở Y tế"),
    Wish(outcome="OFF_TOPIC_WRITTEN", due_date=date(2023, 11, 3)),
    Wish(outcome="NOTED"),
)


@pytest.fixture
def app(whole_app: Flask) -> Iterator[Flask]:
    """All plugins, not the minutes alone."""
    with whole_app.app_context():
        yield whole_app


def do(use_case: Callable[..., Any], meeting_id: int = 1, **arguments: Any) -> Any:
    return run(use_case, by=SECRETARY, meeting_id=meeting_id, **arguments)


def close(meeting_id: int = 1, **own: str) -> None:
    entered = Entered(**{**TOLD.__dict__, **own})
    do(service.save_draft, meeting_id, revision=0, entered=entered)
    do(service.close, meeting_id)


def held(begin: datetime, end: datetime) -> int:
    """A meeting of which only beginning and end are known. Returns its id."""
    with clock.frozen(begin):
        plan = load_plan_file(shipped_plan("to-tung-2023"))
        meeting_id: int = run(create_meeting, by=SECRETARY, plan=plan)
        run(open_meeting, by=SECRETARY, meeting_id=meeting_id)
    with clock.frozen(end):
        close(meeting_id)
    return meeting_id


def every_paper(meeting_id: int = 1) -> Iterator[tuple[PaperKind, str, bool]]:
    """Each paper that can be written, and what is posted of it."""
    meeting = db.session.get_one(Meeting, meeting_id)
    for kind in catalogue.kinds(db.session(), meeting):
        for one in catalogue.papers(db.session(), meeting, kind):
            yield kind, one.key, False
            if kind.masked:
                yield kind, one.key, True


def said(paper: str, meeting_id: int = 1) -> str:
    meeting = db.session.get_one(Meeting, meeting_id)
    kind = catalogue.kind_of(db.session(), meeting, paper)
    return letters(render_pdf(catalogue.document(db.session(), meeting, kind)))


def both(kind: PaperKind, key: str, *, masked: bool, meeting_id: int = 1) -> tuple[str, str]:
    """The letters of the PDF and of Word's file."""
    meeting = db.session.get_one(Meeting, meeting_id)
    found = catalogue.document(db.session(), meeting, kind, key, masked=masked)
    return by_pdfminer(render_pdf(found)), as_printed(by_python_docx(render_docx(found)))


# -- time -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("begin", "end", "starts", "ends"),
    [
        ((10, 20, 21, 0), (10, 21, 0, 5), "21 giờ 00 phút, ngày 20 tháng 10 năm 2023",
         "vào hồi 00 giờ 05 phút ngày 21 tháng 10 năm 2023"),
        ((10, 20, 8, 0), (10, 20, 13, 30), "08 giờ 00 phút", "vào hồi 13 giờ 30 phút cùng ngày"),
        ((10, 20, 6, 59), (10, 20, 12, 0), "06 giờ 59 phút", "vào hồi 12 giờ 00 phút cùng ngày"),
        ((10, 31, 23, 59), (11, 1, 0, 0), "ngày 31 tháng 10 năm 2023",
         "vào hồi 00 giờ 00 phút ngày 01 tháng 11 năm 2023"),
        ((12, 31, 23, 0), (12, 31, 23, 0), "ngày 31 tháng 12 năm 2023",
         "vào hồi 23 giờ 00 phút cùng ngày"),
    ],
)  # fmt: skip
def test_over_midnight_and_over_noon(
    begin: tuple[int, ...], end: tuple[int, ...], starts: str, ends: str
) -> None:
    at = [datetime(2023, *one, tzinfo=clock.VIETNAM) for one in (begin, end)]  # type: ignore[arg-type,misc]
    minutes = said("minutes", held(*at))
    assert starts in minutes
    assert ends in minutes


@pytest.mark.usefixtures("app")
def test_a_meeting_into_the_new_year_bears_the_day_it_began_and_the_year_it_is_signed() -> None:
    begin = datetime(2023, 12, 31, 22, 0, tzinfo=clock.VIETNAM)
    meeting_id = held(begin, datetime(2024, 1, 1, 0, 30, tzinfo=clock.VIETNAM))
    notice = said("conclusion_notice", meeting_id)
    assert "Ngày 31/12/2023, tại" in notice
    assert "năm 2024" in notice[: notice.index("THÔNG BÁO")]


# -- nobody ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("app")
def test_nobody_came_and_nobody_asked() -> None:
    now = clock.now()
    meeting_id = held(now, now)
    found = [kind.name for kind, _, masked in every_paper(meeting_id) if not masked]
    assert {"minutes", "conclusion_notice", "summary_report"} <= set(found)
    assert not {"written_reply", "transfer_slip", "forwarding_letter"} & set(found)
    for kind, key, masked in every_paper(meeting_id):
        paper, word = both(kind, key, masked=masked, meeting_id=meeting_id)
        assert paper == word
        assert "None" not in paper
    minutes = said("minutes", meeting_id)
    assert "Không có ý kiến tại hội nghị." in minutes
    assert "vào hồi 07 giờ 30 phút cùng ngày" in minutes
    assert "Không có ý kiến tại hội nghị." in said("summary_report", meeting_id)
    notice = said("conclusion_notice", meeting_id)
    assert "GIAO VIỆC" not in notice


# -- too much -------------------------------------------------------------------------------------


def crowd(tx: Tx) -> None:
    """Three hundred opinions as long as they may be."""
    texts, outcomes = cycle(one.stored for one in DIRTY if one.stored.strip()), cycle(OUTCOMES)
    for number in range(1, COUNT + 1):
        piece = f"Việc {number}: {next(texts)} "
        asked = (piece * (LENGTH // len(piece) + 1))[:LENGTH].strip()
        asker = Asker(name=f"Đinh Hơ̆n {number}", village_id=1 + number % 10)
        opinion = write_down(tx, text=asked, asker=asker, channel="VIA_SECRETARY").id
        answer = f"Đáp {number}."
        record_answer(tx, opinion_id=opinion, text=answer, answered_by="Trần Xuân Nam", seen=0)
        set_outcome(tx, opinion_id=opinion, wish=next(outcomes))


@pytest.mark.usefixtures("app")
def test_three_hundred_long_opinions_lose_no_letter() -> None:
    run(crowd, by=paper_days.BY, meeting_id=1)
    stored = all_opinions(db.session(), 1)
    assert len(stored) == COUNT
    close()
    for name in ("minutes", "summary_report"):
        meeting = db.session.get_one(Meeting, 1)
        kind = catalogue.kind_of(db.session(), meeting, name)
        found = catalogue.document(db.session(), meeting, kind)
        pdf, word = by_pdfium(render_pdf(found)), as_printed(by_python_docx(render_docx(found)))
        for one in stored:
            assert squeezed(printable(one.text)) in word, (name, one.number)
            assert squeezed(f"Đáp {one.number}.") in pdf, (name, one.number)
        if not found.annexes:  # a table's head is repeated there
            assert Counter(re.sub(r"\d", "", pdf)) == Counter(re.sub(r"\d", "", word))
    owed = [kind for kind, _, _ in every_paper() if kind.several]
    assert len([kind for kind in owed if kind.name == "written_reply"]) == COUNT * 3 // 5


# -- what people should not type ------------------------------------------------------------------


def nasty(tx: Tx) -> None:
    """Markup, control signs, marks of direction and endless words wherever a paper prints them."""
    for number, wish in enumerate(OUTCOMES):
        text = f"{NASTY} {WORD[: 1000 * number]}"
        asker = Asker(name=f"<b>Bà</b> {RTL} & {'y' * 60} {number}", village_id=1 + number)
        opinion = write_down(tx, text=text[:4000], asker=asker, channel="VIA_SECRETARY").id
        answer = {"text": NASTY, "answered_by": f"<i>{RTL}</i> & Nam"}
        record_answer(tx, opinion_id=opinion, seen=0, **answer)
        if wish.competent_body:
            wish = Wish(outcome=wish.outcome, competent_body=f"Sở <u>{RTL}</u> & {{body}}")
        set_outcome(tx, opinion_id=opinion, wish=wish)


@pytest.mark.usefixtures("app")
def test_hostile_words_in_every_field_are_the_same_words_in_every_paper() -> None:
    run(nasty, by=paper_days.BY, meeting_id=1)
    do(phrases.reword, phrase="minutes.report_closing", form=f"Hết <img src=x> {RTL} & 100%")
    chair, secretary = f"Ông <b>{RTL}</b> & Nam", f"Bà {'z' * 150} - </para>"
    own = {"chair": chair, "secretary": secretary, "conclusion": f"{NASTY}\n{WORD}"}
    entered = Entered(**{**TOLD.__dict__, **own})
    do(service.save_draft, revision=0, entered=entered)
    meeting = db.session.get_one(Meeting, 1)
    raw = catalogue.raw(db.session(), meeting, catalogue.OWN_MINUTES)
    before = "Nội dung đã được trả lời, giải quyết tại hội nghị."
    assert before in words(raw)
    do(reading.correct, before=before, after=f"Đã sửa {NASTY}")
    do(service.close)
    meeting = db.session.get_one(Meeting, 1)
    seen = set()
    for kind, key, masked in every_paper():
        paper, word = both(kind, key, masked=masked)
        seen.add(kind.name)
        for heading in _table_heads(meeting, kind, key, masked=masked):
            paper, word = paper.replace(heading, ""), word.replace(heading, "")
        assert sorted(paper) == sorted(word), (kind.name, key)  # a row over two pages is divided
        assert "\u202e" not in paper
        assert "\x07" not in word
    assert {"written_reply", "transfer_slip", "forwarding_letter", "summary_report"} <= seen
    minutes = said("minutes").replace(" ", "")
    assert minutes.count("x" * 50) > 50
    assert "Đãsửa<script>document.title='hacked'</script><imgsrc=x" in minutes
    assert "Hết <img src=x>" in said("summary_report")


def _table_heads(meeting: Meeting, kind: PaperKind, key: str, *, masked: bool) -> Iterator[str]:
    from meeting.papers.model import Table

    found = catalogue.document(db.session(), meeting, kind, key, masked=masked)
    for block in (*found.blocks, *(one for annex in found.annexes for one in annex.blocks)):
        if isinstance(block, Table):
            yield squeezed("".join(column.title for column in block.columns))


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("use_case", "arguments", "code"),
    [
        (reading.correct, {"after": "y" * 20_001}, "minutes.too_long"),
        (reading.correct, {"after": "\x00\u202e \u200b"}, "minutes.no_words"),
        (reading.remark, {"words": "\u2067 \x1b"}, "minutes.no_words"),
        (reading.make_next, {"reason": "👩\u200d🌾 ."}, "minutes.no_reason"),
        (phrases.reword, {"form": "x" * 10_000}, "minutes.too_long"),
        (phrases.reword, {"form": "{0}"}, "minutes.unknown_placeholder"),
        (phrases.reword, {"form": "{}"}, "minutes.unknown_placeholder"),
    ],
)
def test_what_no_paper_can_hold_is_refused(
    use_case: Callable[..., Any], arguments: dict[str, str], code: str
) -> None:
    given: dict[str, Any] = dict(arguments)
    if use_case is reading.correct:
        given["before"] = "Chủ trì: Ông Trần Xuân Nam - Chủ tịch UBND xã."
    elif use_case is reading.remark:
        given["about"] = "Chủ trì"
    elif use_case is phrases.reword:
        given["phrase"] = "minutes.report_closing"
    else:
        close()
    with pytest.raises(Refused) as refused:
        do(use_case, **given)
    assert refused.value.code == code


# -- the disk -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("paper", ["conclusion_notice", "written_reply"])
def test_a_full_disk_says_so_and_the_paper_comes_when_there_is_room(
    app: Flask,
    client_as: Callable[[str], FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    paper: str,
) -> None:
    run(nasty, by=paper_days.BY, meeting_id=1)
    close()
    meeting = db.session.get_one(Meeting, 1)
    kind = catalogue.kind_of(db.session(), meeting, paper)
    key = catalogue.papers(db.session(), meeting, kind)[0].key
    desk, folder = client_as("secretary"), app.extensions["meeting"].config.data / "papers" / "1"
    address = f"/m/1/minutes/papers/{paper}/file.{form}?addressee={key}"

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        refused = desk.get(address)
    assert refused.status_code == 409
    assert "đầy" in refused.text
    assert [one.name for one in folder.iterdir()] == []
    made = desk.get(address)
    assert made.status_code == 200
    assert made.data[:2] in {b"%P", b"PK"}
    assert db.session.scalar(sa.select(sa.func.count(Version.id))) == 2, "the minutes, and masked"


# -- the list -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("app")
def test_after_the_close_papers_for_the_day_stand_behind_its_minutes(
    client_as: Callable[[str], FlaskClient],
) -> None:
    desk = client_as("secretary")
    before = desk.get("/m/1/minutes/papers").text
    assert before.index("Chương trình hội nghị</h2>") < before.index("Biên bản</h2>")
    close()
    after = desk.get("/m/1/minutes/papers").text
    assert after.index("Biên bản</h2>") < after.index("Chương trình hội nghị</h2>")
