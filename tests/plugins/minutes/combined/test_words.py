"""One notice and one report over the three sessions of a plan: whole, and counted right."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from meeting.papers.letters import NO_BREAK
from meeting.papers.model import (
    Recipients,
    Signatures,
)
from meeting.papers.pdf.document import render_pdf
from meeting.papers.word.document import render_docx
from tests.golden.paper_reader import by_pdfminer, squeezed
from tests.golden.word_reader import as_printed, by_python_docx
from tests.plugins.minutes.combined import three_sessions
from tests.plugins.minutes.test_every_paper import without_heads
from tests.plugins.opinions import paper_days

from .reading import (
    BARE_NUMBER,
    COMMUNES,
    NOTICE,
    REPORT,
    added,
    figures,
    numbers,
    paper,
    said,
    switch_off,
    tables,
)
from .three_sessions import KEEPER


@pytest.mark.parametrize("name", [NOTICE, REPORT])
def test_both_are_whole_on_paper_and_in_word(app: Flask, name: str) -> None:
    for masked in (False, True):
        found = paper(name, masked=masked)
        on_paper = without_heads(by_pdfminer(render_pdf(found)), found)
        in_word = without_heads(as_printed(by_python_docx(render_docx(found))), found)
        assert in_word == on_paper
        assert "{" not in on_paper
        assert "None" not in on_paper
        for commune, day in zip(COMMUNES, ("10/11/2020", "12/11/2020", "14/11/2020"), strict=True):
            where = f"{commune[0].upper()}{commune[1:]}: ngày {day}, tại Hội trường UBND {commune}"
            assert squeezed(where) in on_paper


def test_the_figures_of_the_report_are_those_of_the_single_ones_together(app: Flask) -> None:
    whole = paper(REPORT)
    single = [paper("summary_report", one) for one in (1, 2, 3)]
    attendance, *_villages, topics, communes = tables(whole)
    of_each = [tables(one) for one in single]  # villages, topics, villages by time

    topics_of_each = [one[1] for one in of_each]
    for topic in [line[1] for line in topics[1:-1]]:
        parts = [figures(one, topic) for one in topics_of_each if any(topic in row for row in one)]
        assert figures(topics, topic) == added(parts), topic
    assert figures(topics, "Cộng") == added([figures(one, "Cộng") for one in topics_of_each])
    assert {line[1] for one in topics_of_each for line in one[1:]} == {
        line[1] for line in topics[1:]
    }

    for commune, one in zip(COMMUNES, topics_of_each, strict=True):
        assert figures(communes, commune.removeprefix("xã ")) == figures(one, "Cộng")
    assert figures(communes, "Cộng") == figures(topics, "Cộng")

    invited = [
        re.findall(r"mời (\d+) đại biểu, có mặt (\d+)", " ".join(said(one))) for one in single
    ]
    totals = figures(attendance, "Cộng")
    assert totals["Được mời"] == sum(int(one[0][0]) for one in invited)
    assert totals["Có mặt"] == sum(int(one[0][1]) for one in invited)

    for begins in ("Hội nghị có", "Tập hợp trước hội nghị"):
        (sentence,) = [line for line in said(whole) if line.startswith(begins)]
        of_all = [numbers(line) for one in single for line in said(one) if line.startswith(begins)]
        assert numbers(sentence) == added(of_all)
    assert sum(len(one) for one in three_sessions.RAISED) == figures(topics, "Cộng")["Cộng"]


def test_the_report_tells_how_each_was_held_and_encloses_each_ones_annex(app: Flask) -> None:
    whole = paper(REPORT)
    lines = said(whole)
    at = lines.index("I. Tình hình tổ chức")
    for number, meeting_id in enumerate((1, 2, 3), 1):
        commune = COMMUNES[number - 1]
        at = lines.index(f"{number}. {commune[0].upper()}{commune[1:]}", at)
        chair = paper_days.meeting(meeting_id).plan.session(number - 1).chair
        assert lines[at + 1] == (
            "Bắt đầu lúc 07 giờ 30 phút, kết thúc lúc 10 giờ 30 phút cùng ngày, do "
            f"{chair.honorific.lower()} {chair.name} - {chair.title} chủ trì."
        )
        single = paper("summary_report", meeting_id)
        assert lines[at + 2] in said(single)
        (annex,), enclosed = single.annexes, whole.annexes[number - 1]
        assert enclosed.blocks == annex.blocks
        assert enclosed.title.endswith(f"{commune[1:]}, ngày {8 + 2 * number}/11/2020")
    assert whole.annex_labels == ("Phụ lục I", "Phụ lục II", "Phụ lục III")


def test_the_notice_gathers_what_was_concluded_and_what_was_given_to_whom(app: Flask) -> None:
    whole = paper(NOTICE)
    lines = said(whole)
    text = "\n".join(lines)
    subject = whole.blocks[0].subject.replace(NO_BREAK, " ")  # type: ignore[union-attr]
    assert "Kết luận của Chủ tịch UBND Huyện Trần Minh Khoa" in subject
    assert text.count(three_sessions.SHARED) == 1
    assert lines[lines.index("1. Kết luận chung tại các buổi") + 1] == three_sessions.SHARED
    assert lines[lines.index("3. Xã Thường Lạc") + 1] == three_sessions.OWN[1]
    assert not BARE_NUMBER.search(text)
    (charges,) = tables(whole)
    assert charges[0] == ["TT", "Nội dung, người kiến nghị", "Xã", "Đơn vị chủ trì", "Thời hạn"]
    assert [row[2] for row in charges[1:]] == [
        "Thường Thới Hậu A", "Thường Lạc", "Long Thuận", "Thường Lạc"
    ]  # fmt: skip
    assert "(Bà Võ Thị Bé Ba, ấp Bình Hòa Hạ; ông Lê Văn Tư Em, ấp Bình Hòa Hạ)" in charges[1][1]
    beyond = text[text.index("IV. Nội dung vượt thẩm quyền") :]
    assert re.search(r"1\. Xã Thường Lạc\n- Ông Phan Văn Chín.+\n2\. Xã Long Thuận\n", beyond)


def test_it_goes_to_everybody_who_was_given_something_once(app: Flask) -> None:
    (signed,) = [block for block in paper(NOTICE).blocks if isinstance(block, Signatures)]
    assert isinstance(signed.left, Recipients)
    lines = list(signed.left.items)
    assert lines[:2] == [
        "Văn phòng HĐND và UBND Huyện (t/h)",  # answers what was off topic
        "Phòng Tài nguyên và Môi trường (t/h)",
    ]
    assert len(set(lines)) == len(lines)
    assert lines[-1] == "Lưu: VT."
    assert signed.right.name == "Trần Minh Khoa"


def test_what_is_posted_names_nobody_of_any_session(app: Flask) -> None:
    posted = paper(NOTICE, masked=True)
    words = by_pdfminer(render_pdf(posted))
    people = [one for session in three_sessions.RAISED for one in session if one.who]
    assert [one.who for one in people if squeezed(one.who) in words] == []
    assert squeezed("N.T.Ú.M., ấp Thường Hòa") in words
    assert squeezed("02 ý kiến có nội dung riêng") in words
    assert [one.text for one in people if one.sensitive and squeezed(one.text) in words] == []


# -- plugins that a session does without ----------------------------------------------------------


@pytest.mark.parametrize("without", [2, KEEPER])
def test_a_session_without_opinions_is_left_out_of_their_figures_and_says_so(
    app: Flask, without: int
) -> None:
    commune = COMMUNES[without - 1]
    paper_days.act(without, switch_off, name="opinions")
    for name in (NOTICE, REPORT):
        lines = said(paper(name))
        note = f"Số liệu trên không gồm {commune}: ở đó không ghi bằng phần mềm."
        assert any(note in line for line in lines)
        assert any(line.endswith(f"{commune[0].upper()}{commune[1:]}") for line in lines)
    whole = paper(REPORT)
    assert len(whole.annexes) == 2
    left = sum(len(one) for at, one in enumerate(three_sessions.RAISED, 1) if at != without)
    assert figures(tables(whole)[-1], "Cộng")["Cộng"] == left


def test_nothing_but_the_minutes_themselves_still_gives_both(app: Flask) -> None:
    for meeting_id in (1, 2, 3):
        for name in ("opinions", "checkin"):
            paper_days.act(meeting_id, switch_off, name=name)
    assert tables(paper(REPORT)) == []
    assert tables(paper(NOTICE)) == []
    assert "I. Tình hình tổ chức" in said(paper(REPORT))
    assert "I. Đánh giá chung" in said(paper(NOTICE))
