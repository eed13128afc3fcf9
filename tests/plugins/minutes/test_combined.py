"""One notice and one report over the three sessions of a plan: whole, counted right, kept by the
session that was closed last.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting import clock
from meeting.contract import Tx, allowed_when_closed
from meeting.db import db
from meeting.dossier import export, opening
from meeting.dossier.restore import restore
from meeting.errors import Refused
from meeting.meetings import create_meeting, open_meeting, sister_meetings
from meeting.models import Meeting, MeetingPlugin
from meeting.papers.model import (
    Block,
    Document,
    Heading,
    Item,
    Paragraph,
    Recipients,
    Signatures,
    Table,
    plain,
)
from meeting.papers.pdf.document import render_pdf
from meeting.papers.word.document import render_docx
from meeting.writing import run
from plugins.minutes.papers import catalogue
from tests.conftest import ClientAs, application, site
from tests.golden.paper_reader import by_pdfminer, squeezed
from tests.golden.word_reader import as_printed, by_python_docx
from tests.plugins.minutes import three_sessions
from tests.plugins.minutes.test_every_paper import without_heads
from tests.plugins.opinions import paper_days

from .conftest import letters

FIRST_DAY = datetime(2020, 11, 10, 7, 30, tzinfo=clock.VIETNAM)
COMMUNES = ("xã Thường Thới Hậu A", "xã Thường Lạc", "xã Long Thuận")
NOTICE, REPORT = "combined_notice", "combined_report"
KEEPER = 3  # the session that was closed last
BARE_NUMBER = re.compile(r"ý kiến \d", re.IGNORECASE)


@pytest.fixture(scope="module")
def held(static_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the three sessions, held and closed; tests work on copies of it."""
    data = tmp_path_factory.mktemp("three") / "data"
    with clock.frozen(FIRST_DAY) as stopped:
        app = site(data, static_cache)
        with app.app_context():
            assert three_sessions.hold_all(stopped) == {0: 1, 1: 2, 2: KEEPER}
        app.extensions["meeting"].close()
    return data


@pytest.fixture
def app(held: Path, static_cache: Path, tmp_path: Path) -> Iterator[Flask]:
    """Two days after the last session."""
    shutil.copytree(held, tmp_path / "data")
    with clock.frozen(FIRST_DAY) as stopped:
        stopped.tick(days=6)
        app = application(tmp_path / "data", static_cache)
        with app.app_context():
            yield app
        app.extensions["meeting"].close()


@pytest.fixture
def beginning(static_cache: Path, tmp_path: Path) -> Iterator[clock.Frozen]:
    """A server without any meeting, on the first morning."""
    with clock.frozen(FIRST_DAY) as stopped:
        app = site(tmp_path / "empty", static_cache)
        with app.app_context():
            yield stopped
        app.extensions["meeting"].close()


@pytest.fixture
def secretary(app: Flask, client_as: ClientAs) -> FlaskClient:
    return client_as("secretary")


def paper(name: str, meeting_id: int = KEEPER, *, masked: bool = False) -> Document:
    meeting = db.session.get_one(Meeting, meeting_id)
    kind = catalogue.kind_of(db.session(), meeting, name)
    return catalogue.document(db.session(), meeting, kind, masked=masked)


def refusal(name: str, meeting_id: int) -> str:
    """Why a paper is not written in a meeting, in one sentence."""
    with pytest.raises(Refused) as refused:
        paper(name, meeting_id)
    assert refused.value.code == "minutes.waits"
    return str(refused.value.message)


def said(found: Document) -> list[str]:
    """What stands in the text, block by block; headings with their numbers."""
    return [line for block in found.blocks for line in _lines(block)]


def _lines(block: Block) -> list[str]:
    if isinstance(block, Heading):
        return [f"{block.label} {block.words}"]
    if isinstance(block, Item):
        return [f"{block.label} {plain(block.words)}"]
    if isinstance(block, Paragraph):
        return [plain(block.words)]
    return []


def tables(found: Document) -> list[list[list[str]]]:
    """The tables in the text, heads and sums too, as plain cells."""
    return [
        [
            [one.title for one in block.columns],
            *([plain(cell) for cell in row] for row in block.rows),
            *([[plain(cell) for cell in block.total]] if block.total else []),
        ]
        for block in found.blocks
        if isinstance(block, Table)
    ]


def figures(table: list[list[str]], row: str) -> dict[str, int]:
    """A row of a table by the heads of its columns; none of something is left out."""
    (found,) = [line for line in table[1:] if line[1] == row]
    cells = zip(table[0][2:], found[2:], strict=True)
    return {head: int(cell) for head, cell in cells if cell not in {"-", "0"}}


def added(several: list[dict[str, int]]) -> dict[str, int]:
    heads = dict.fromkeys(head for one in several for head in one)
    return {head: sum(one.get(head, 0) for one in several) for head in heads}


def numbers(sentence: str) -> dict[str, int]:
    """``… 11 lượt ý kiến của 10 người; trong đó: vượt thẩm quyền 01`` as figures by words."""
    counted = {
        unit: int(number) for number, unit in re.findall(r"(\d+) (lượt ý kiến|người)", sentence)
    }
    parts = re.findall(r"([^;:]+?) (\d+)(?=[;.])", sentence.partition("trong đó:")[2])
    return counted | {words.strip(): int(number) for words, number in parts}


# -- what they say --------------------------------------------------------------------------------


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
    assert "Kết luận của Chủ tịch UBND Huyện Trần Minh Khoa" in whole.blocks[0].subject  # type: ignore[union-attr]
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
    assert lines.count("Phòng Tài nguyên và Môi trường (t/h)") == 1
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


@allowed_when_closed
def switch_off(tx: Tx, *, name: str) -> None:
    tx.session.merge(MeetingPlugin(meeting_id=tx.meeting_id, name=name, on=False))


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


# -- when and where they are written --------------------------------------------------------------


def test_what_is_missing_or_not_closed_is_named(beginning: clock.Frozen) -> None:
    found = three_sessions.made(of=(0, 2))
    three_sessions.hold(found[0])
    beginning.tick(hours=3)
    three_sessions.close(found[0])
    words = refusal(NOTICE, found[0])
    assert "chưa có: xã Thường Lạc; chưa kết thúc: xã Long Thuận." in words
    three_sessions.hold(found[2])
    beginning.tick(hours=3)
    three_sessions.close(found[2])
    words = refusal(REPORT, found[2])
    assert "chưa có: xã Thường Lạc." in words
    late = three_sessions.made(of=(1,))[1]
    assert "Chưa kết thúc: xã Thường Lạc." in refusal(REPORT, found[2])
    three_sessions.hold(late)
    beginning.tick(hours=3)
    three_sessions.close(late)
    assert "xã Thường Lạc" in refusal(REPORT, found[2])  # lies there now
    assert len(paper(REPORT, late).annexes) == 3


def test_a_session_in_which_nobody_said_anything_stands_in_the_figures(
    beginning: clock.Frozen,
) -> None:
    found = three_sessions.made()
    three_sessions.hold(found[0])
    for index in (1, 2):
        paper_days.act(found[index], open_meeting)
    beginning.tick(hours=3)
    for meeting_id in found.values():
        three_sessions.close(meeting_id)
    whole = paper(REPORT, found[2])
    communes = tables(whole)[-1]
    assert figures(communes, "Thường Lạc") == {}
    assert figures(communes, "Cộng") == figures(communes, "Thường Thới Hậu A")
    assert len(whole.annexes) == 1


def test_a_plan_of_one_meeting_offers_none_of_them(beginning: clock.Frozen) -> None:
    meeting = paper_days.meeting(paper_days.opened("to-tung-2023"))
    assert not {NOTICE, REPORT} & {one.name for one in catalogue.kinds(db.session(), meeting)}


def test_sisters_are_those_that_were_held(beginning: clock.Frozen) -> None:
    first = three_sessions.made()
    three_sessions.hold(first[0])
    again = three_sessions.made()  # the plan was loaded once more by mistake
    other = paper_days.opened("to-tung-2023")

    def sisters(meeting_id: int) -> list[int]:
        return [one.id for one in sister_meetings(db.session(), paper_days.meeting(meeting_id))]

    assert sisters(first[1]) == [first[0], first[1], again[2]]
    three_sessions.hold(again[1])
    assert sisters(first[0]) == [first[0], again[1], again[2]]
    assert sisters(again[0]) == [again[0], again[1], again[2]]
    three_sessions.hold(first[2])
    assert sisters(first[0]) == [first[0], again[1], first[2]]  # the copy was never opened
    next_year = three_sessions.plan().model_copy(update={"content": ("Năm sau",)})
    later = run(create_meeting, by=paper_days.BY, plan=next_year, session_index=2)
    assert sisters(first[0]) == [first[0], again[1], later]
    assert sisters(other) == [other]


def test_the_pages_offer_them_in_one_session_and_lead_there_from_the_others(
    app: Flask, secretary: FlaskClient
) -> None:
    page = secretary.get("/m/1/minutes/papers").text
    assert "Thông báo kết luận chung các buổi" in page
    assert "Văn bản này nằm ở buổi kết thúc sau cùng: xã Long Thuận." in page
    assert f'href="/m/{KEEPER}/minutes/papers"' in page
    assert "combined_notice/file.pdf" not in page
    refused = secretary.get("/m/1/minutes/papers/combined_notice/file.pdf")
    assert refused.status_code == 409
    assert "xã Long Thuận" in refused.text
    here = secretary.get(f"/m/{KEEPER}/minutes/papers").text
    assert "combined_notice/file.pdf" in here
    assert "combined_report/file.docx" in here
    assert "nằm ở buổi" not in here


def test_number_correction_and_the_next_version_work_as_for_every_paper(
    app: Flask, secretary: FlaskClient
) -> None:
    base = f"/m/{KEEPER}/minutes"
    dated = {"dated": "2020-11-16"}
    notice = f"{base}/papers/{NOTICE}"
    single = f"{base}/papers/conclusion_notice"
    assert secretary.post(f"{single}/number", data={"number": "7", **dated}).status_code == 303
    answer = secretary.post(
        f"{notice}/number", data={"number": "7", **dated}, follow_redirects=True
    )
    assert "mang số 07" in answer.text  # one series for both
    printed = letters(secretary.get(f"{notice}/file.pdf").data)
    assert "Số: 07/TB-UBND" in printed
    assert "Hồng Ngự, ngày 16 tháng 11 năm 2020" in printed
    words = {"paper": NOTICE, "before": three_sessions.OWN[1], "after": "Bốc thăm trong tháng 12."}
    assert secretary.post(f"{base}/read/correct", data=words).status_code == 303
    reason = {"paper": NOTICE, "reason": "Chủ tịch sửa thời hạn"}
    assert secretary.post(f"{base}/read/version", data=reason).status_code == 303
    for masked in ("", "?masked=1"):
        printed = letters(secretary.get(f"{notice}/file.pdf{masked}").data)
        assert "Bốc thăm trong tháng 12." in printed
        assert three_sessions.OWN[1] not in printed
    page = secretary.get(f"{base}/read?paper={NOTICE}").text
    assert "Bốc thăm trong tháng 12." in page
    words = {"phrase": "minutes.combined_report_follows", "words": "{host} xin báo cáo:"}
    assert secretary.post(f"{base}/phrases", data=words).status_code == 303
    report = letters(secretary.get(f"{base}/papers/{REPORT}/file.pdf").data)
    assert "Ủy ban nhân dân huyện Hồng Ngự xin báo cáo:" in report


def test_its_session_takes_them_along_in_the_dossier_and_another_server_keeps_what_was_made(
    app: Flask, secretary: FlaskClient, static_cache: Path, tmp_path: Path
) -> None:
    given = {"number": "9", "dated": "2020-11-16"}
    notice = f"/m/{KEEPER}/minutes/papers/{NOTICE}"
    assert secretary.post(f"{notice}/number", data=given).status_code == 303
    words = said(paper(NOTICE))
    for name in ("opinions", "checkin", "agenda"):  # fewer papers to be set
        paper_days.act(KEEPER, switch_off, name=name)
    core, meeting = app.extensions["meeting"], db.session.get_one(Meeting, KEEPER)
    target = export.place_of(core.config.data, meeting)
    path = export.make(db.session(), core.registry, meeting, target).path
    with zipfile.ZipFile(path) as dossier:
        names = [one.partition("van-ban/")[2] for one in dossier.namelist()]
    assert sorted(one.partition("-")[2] for one in names if "-chung" in one) == [
        "bao-cao-tong-hop-chung.docx",
        "bao-cao-tong-hop-chung.pdf",
        "thong-bao-ket-luan-chung-niem-yet.docx",
        "thong-bao-ket-luan-chung-niem-yet.pdf",
        "thong-bao-ket-luan-chung.docx",
        "thong-bao-ket-luan-chung.pdf",
    ]
    elsewhere = site(tmp_path / "elsewhere", static_cache)
    with elsewhere.app_context():
        with path.open("rb") as file:
            alone = restore(opening.read(file), paper_days.BY)
        assert said(paper(NOTICE, alone)) == words
        assert "xã Thường Thới Hậu A và xã Thường Lạc" in refusal(REPORT, alone)
        meeting = db.session.get_one(Meeting, alone)
        kinds = [catalogue.kind_of(db.session(), meeting, name) for name in (NOTICE, REPORT)]
        kept = [len(catalogue.papers(db.session(), meeting, kind)) for kind in kinds]
        assert kept == [1, 0]
    elsewhere.extensions["meeting"].close()
