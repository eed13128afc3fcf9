"""A paper is read, corrected, remarked on; what was made gets another version with a reason."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from meeting.db import db
from meeting.models import JournalEntry, Meeting
from meeting.papers.model import Column, Item, Paragraph, Table, bold, plain, row, text
from plugins.minutes.dossier import contents
from plugins.minutes.events import NumberGiven, PaperMade
from plugins.minutes.live import VIEWS
from plugins.minutes.models import Remark
from plugins.minutes.papers import versions
from plugins.minutes.papers.rules import Change, corrected, lines

from .conftest import letters
from .witness import Witness

READ = "/m/1/minutes/read"
SAID = "Ông Đinh Bưm, làng Stơr: Đường vào làng lầy lội."
PASSED_ON = "Đề nghị trưởng làng thông báo lại kết luận này cho Nhân dân biết./."
BETTER = "Ông Đinh Bươm, làng Stơr: Đường vào làng lầy lội."


@pytest.fixture(autouse=True)
def told(witness: Witness) -> Witness:
    witness.sections = {40: [Item(label="", words=text(SAID))]}
    return witness


def page(client: FlaskClient, query: str = "") -> str:
    answer = client.get(READ + query)
    assert answer.status_code == 200
    return html.unescape(answer.text)


def correct(client: FlaskClient, before: str, after: str, **more: str) -> int:
    data = {"before": before, "after": after, **more}
    return int(client.post(f"{READ}/correct", data=data).status_code)


def close(client: FlaskClient) -> int:
    return int(client.post("/m/1/minutes/close").status_code)


def pdf(client: FlaskClient, query: str = "") -> str:
    return letters(client.get(f"/m/1/minutes/papers/minutes/file.pdf{query}").data)


def test_a_correction_stands_in_the_draft_and_in_the_minutes(secretary: FlaskClient) -> None:
    assert SAID in page(secretary)
    assert correct(secretary, SAID, BETTER) == 303
    assert BETTER in page(secretary)
    assert "Bươm" in letters(secretary.get("/m/1/minutes/preview.pdf").data)
    assert close(secretary) == 303
    assert "Bươm" in pdf(secretary)
    assert "Trong bản 1" in page(secretary)


def test_a_correction_of_words_that_have_moved_is_refused_and_kept_on_the_page(
    secretary: FlaskClient,
) -> None:
    answer = secretary.post(f"{READ}/correct", data={"before": "Không có đoạn này", "after": "A"})
    assert answer.status_code == 409
    assert "Mời đọc lại rồi sửa" in answer.text
    assert '<p class="says">A</p>' in answer.text


def test_a_correction_is_taken_back(secretary: FlaskClient) -> None:
    correct(secretary, SAID, BETTER)
    number = re.search(r'name="correction_id" value="(\d+)"', page(secretary))
    assert number is not None
    secretary.post(f"{READ}/withdraw", data={"correction_id": number[1]})
    assert SAID in page(secretary)
    close(secretary)
    assert "Bươm" not in pdf(secretary)


def test_of_equal_paragraphs_one_is_corrected(secretary: FlaskClient, told: Witness) -> None:
    """Papers repeat their sentence forms, and the dotted lines for the pen."""
    blank, same = "……", "Nội dung đã được trả lời tại hội nghị."
    cell = Table(columns=(Column(title=""),), rows=(row(same),))
    told.sections = {40: [cell, *(Paragraph(words=text(one)) for one in (same, blank) * 3)]}

    def said() -> list[str]:
        return re.findall(r'id="p\d+"[^>]*>(?:<p>)?(Nội dung [^<]*|……|Mới [^<]*)<', page(secretary))

    def of(number: int) -> str:
        lines = rf'<div class="rd-line " id="(p\d+)"[^>]*><p>{same}<'
        return str(re.findall(lines, page(secretary))[number])

    assert said() == [same, *(same, blank) * 3]
    assert correct(secretary, same, "Mới 1.") == 409, "which one is not said"
    assert correct(secretary, same, "Mới 2.", place=of(1)) == 303
    assert said() == [same, same, blank, "Mới 2.", blank, same, blank]
    assert correct(secretary, same, "Mới 3.", place=of(1)) == 303
    assert said() == [same, same, blank, "Mới 2.", blank, "Mới 3.", blank]
    *_, number = re.findall(r'name="correction_id" value="(\d+)"', page(secretary))
    secretary.post(f"{READ}/withdraw", data={"correction_id": number})
    assert said() == [same, same, blank, same, blank, "Mới 3.", blank]
    close(secretary)
    printed = pdf(secretary)
    assert (printed.count(same), printed.count("Mới 3.")) == (3, 1)
    assert correct(secretary, same, "Mới 1.", place=of(0)) == 303
    secretary.post(f"{READ}/version", data={"reason": "Sai lời"})
    printed = pdf(secretary)
    assert [printed.count(one) for one in (same, "Mới 1.", "Mới 3.")] == [2, 1, 1]


def test_no_other_paragraph_is_corrected_when_it_is_not_clear_which_is_meant(
    secretary: FlaskClient, told: Witness
) -> None:
    same = [Paragraph(words=text("Hội nghị ghi nhận."))]
    told.sections = {40: [*same * 2, Paragraph(words=text(SAID))]}
    place = re.search(r'id="(p\d+)"[^>]*><p>Hội nghị ghi nhận', page(secretary))
    assert place
    assert correct(secretary, "Hội nghị ghi nhận.", "Lời mới.", place=place[1]) == 303
    told.sections = {40: [*same * 3, Paragraph(words=text(SAID))]}
    assert "Đoạn này đã khác" in page(secretary)
    assert "không còn khớp" in html.unescape(secretary.get("/m/1/minutes/close").text)
    close(secretary)
    assert pdf(secretary).count("Hội nghị ghi nhận.") == 3


def test_a_correction_whose_paragraph_changed_is_named_before_the_close(
    secretary: FlaskClient, told: Witness
) -> None:
    correct(secretary, SAID, BETTER)
    told.sections = {40: [Item(label="", words=text("Ông Đinh Bưm: Xin cái giếng."))]}
    assert "không còn khớp" in html.unescape(secretary.get("/m/1/minutes/close").text)
    assert "Đoạn này đã khác" in page(secretary)
    assert close(secretary) == 303
    assert "Xin cái giếng." in pdf(secretary)


def test_what_the_chair_asks_for_stands_against_closing_until_it_is_dealt_with(
    secretary: FlaskClient, client_as: Callable[[str], FlaskClient]
) -> None:
    chair = client_as("chair")
    assert "Gửi thư ký" in page(chair)
    asked = {"about": SAID, "words": "<b>Bưm</b> viết sai tên"}
    assert chair.post(f"{READ}/remark", data=asked).status_code == 303
    shown = secretary.get(READ).text
    assert "&lt;b&gt;Bưm&lt;/b&gt; viết sai tên" in shown
    assert secretary.post("/m/1/minutes/close").status_code == 409
    number = re.search(r'name="remark_id" value="(\d+)"', shown)
    assert number is not None
    assert chair.post(f"{READ}/settle", data={"remark_id": number[1]}).status_code == 403
    assert secretary.post(f"{READ}/settle", data={"remark_id": number[1]}).status_code == 303
    assert close(secretary) == 303


def test_what_did_not_get_into_a_version_is_not_said_to_stand_there(
    secretary: FlaskClient, told: Witness
) -> None:
    """A correction of corrected words, once those are taken back."""
    correct(secretary, SAID, BETTER)
    told.sections = {40: [Item(label="", words=text("Ông Đinh Bưm: Xin cái giếng."))]}
    close(secretary)
    assert "Trong bản 1" not in page(secretary)
    now = "Ông Đinh Bưm: Xin cái giếng."
    correct(secretary, now, "Xin hai cái giếng.")
    correct(secretary, "Xin hai cái giếng.", "Xin ba cái giếng.")
    first = re.findall(r'name="correction_id" value="(\d+)"', page(secretary))[1]
    secretary.post(f"{READ}/withdraw", data={"correction_id": first})
    assert secretary.post(f"{READ}/version", data={"reason": "Sai lời"}).status_code == 409
    assert "Bản lưu số 1" in pdf(secretary)
    correct(secretary, now, "Xin hai cái giếng.")
    assert secretary.post(f"{READ}/version", data={"reason": "Sai lời"}).status_code == 303
    assert page(secretary).count("Trong bản 2") == 1
    assert "Xin hai cái giếng." in pdf(secretary)


def test_a_correction_of_what_is_never_posted_is_one_of_the_whole_paper(
    secretary: FlaskClient,
) -> None:
    close(secretary)
    report = {"paper": "summary_report", "masked": "1", "after": "Trên đây là báo cáo ngắn./."}
    last = "Trên đây là báo cáo tổng hợp ý kiến, kiến nghị của Nhân dân tại hội nghị./."
    assert correct(secretary, last, **report) == 303
    assert "báo cáo ngắn./." in page(secretary, "?paper=summary_report")


def test_a_remark_keeps_nothing_that_no_dossier_takes(app: Flask, secretary: FlaskClient) -> None:
    """What a program sends as the paragraph it is about, no paragraph says."""
    asked = {"about": "Đoạn\0 \uffff\x07 này", "words": "Xem lại"}
    assert secretary.post(f"{READ}/remark", data=asked).status_code == 303
    assert secretary.post(f"{READ}/remark", data={"about": SAID, "words": "A"}).status_code == 303
    with app.app_context():
        assert db.session.scalars(sa.select(Remark.about)).all() == ["Đoạn này", SAID]


def test_what_is_refused_changes_nothing_and_says_why(app: Flask, secretary: FlaskClient) -> None:
    def refused(what: str, **data: str) -> str:
        answer = secretary.post(f"{READ}/{what}", data=data, headers={"Accept": "application/json"})
        assert answer.status_code == 409, answer.text
        assert answer.json is not None
        return str(answer.json["error"]["code"]).removeprefix("minutes.")

    assert refused("correct", before="Không có", after="A") == "paragraph_moved"
    assert refused("correct", before=SAID, after=SAID) == "nothing_changed"
    assert refused("correct", before=SAID, after=" \n ") == "no_words"
    assert refused("correct", before=SAID, after="a" * 20_001) == "too_long"
    assert refused("withdraw", correction_id="7") == "no_correction"
    assert refused("remark", about=SAID, words="") == "no_words"
    assert refused("settle", remark_id="7") == "no_remark"
    assert refused("version", reason="ghi sai tên") == "nothing_corrected"
    assert correct(secretary, SAID, BETTER) == 303
    assert close(secretary) == 303
    assert refused("withdraw", correction_id="1") == "no_correction", "a version holds it"
    assert refused("remark", about=SAID, words="Sửa tên") == "core.closed"
    assert correct(secretary, BETTER, SAID) == 303
    assert refused("version", reason="…") == "no_reason"
    with app.app_context():
        made = versions.newest(db.session(), 1)
        assert made is not None
        assert made.number == 1


def test_another_version_has_a_reason_and_the_first_one_stays(
    app: Flask, secretary: FlaskClient
) -> None:
    close(secretary)
    first = pdf(secretary)
    assert secretary.post(f"{READ}/version", data={"reason": "Sai tên"}).status_code == 409
    assert correct(secretary, SAID, BETTER) == 303
    assert "Bươm" not in pdf(secretary)  # not before the version is made
    assert secretary.post(f"{READ}/version", data={"reason": " "}).status_code == 409
    assert secretary.post(f"{READ}/version", data={"reason": "Sai tên người"}).status_code == 303
    second = pdf(secretary)
    assert "Bươm" in second
    assert "Bản lưu số 2" in second
    assert "Bươm" in pdf(secretary, "?masked=1")  # the same words are posted
    with app.app_context():
        made = versions.newest(db.session(), 1)
        meeting = db.session.get_one(Meeting, 1)
        filed = dict(contents.papers(db.session(), meeting))
        assert made is not None
        assert (made.number, made.reason) == (2, "Sai tên người")
        journal = db.session.query(JournalEntry).all()
        assert any("Sai tên người" in str(one.facts) for one in journal)
    assert first != second
    (old,) = (name for name in filed if name.endswith("-bien-ban-v1.pdf"))
    (now,) = (name for name in filed if name.endswith("-bien-ban.pdf"))
    assert "Bươm" not in letters(filed[old])
    assert "Bản lưu số 1" in letters(filed[old])
    assert "Bươm" in letters(filed[now])


def test_only_who_may_corrects(client_as: Callable[[str], FlaskClient]) -> None:
    for role in ("chair", "observer", "summariser", "registrar"):
        assert correct(client_as(role), SAID, BETTER) == 403


def test_hostile_words_stay_letters(secretary: FlaskClient) -> None:
    words = "<script>alert(1)</script> {{7*7}} & \x07\u202eabc"
    assert correct(secretary, SAID, words) == 303
    raw = secretary.get(READ).text
    assert "<script>alert(1)" not in raw
    assert "{{7*7}} &amp; abc" in raw
    close(secretary)
    assert "<script>alert(1)</script> {{7*7}} & abc" in pdf(secretary)


def test_styles_of_a_paragraph_survive_a_correction(secretary: FlaskClient) -> None:
    from meeting.papers.model import Document, Meta

    words = text(bold("Chủ trì: "), "Ông Lê Nam - Chủ tịch.")
    document = Document(meta=Meta(title="x"), blocks=(Paragraph(words=words),))
    change = Change(before=plain(words), after="Chủ trì: Ông Lê Văn Nam - Chủ tịch.")
    (block,) = corrected(document, [change]).blocks
    assert isinstance(block, Paragraph)
    assert [(run.text, run.bold) for run in block.words] == [
        ("Chủ trì: ", True),
        ("Ông Lê Văn Nam - Chủ tịch.", False),
    ]
    assert list(lines(document)) == [plain(words)]


@pytest.mark.parametrize("after", ["b", "abc", "aab", "x" * 3, "ab" * 9, "ba"])
def test_a_change_gives_exactly_the_new_words(after: str) -> None:
    from meeting.papers.model import Document, Meta

    document = Document(meta=Meta(title="x"), blocks=(Paragraph(words=text("a", bold("b"))),))
    (block,) = corrected(document, [Change(before="ab", after=after)]).blocks
    assert isinstance(block, Paragraph)
    assert plain(block.words) == after


def test_only_a_correction_that_fits_nothing_any_more_is_said_to_be_lost(
    secretary: FlaskClient,
) -> None:
    assert correct(secretary, SAID, BETTER) == 303
    assert "Đoạn này đã khác" not in secretary.get(f"{READ}?masked=1").text
    close(secretary)
    notice = {"paper": "conclusion_notice", "before": PASSED_ON, "after": "Mời bà con theo dõi./."}
    assert secretary.post(f"{READ}/correct", data=notice).status_code == 303
    page_of_it = secretary.get(f"{READ}?paper=conclusion_notice").text
    assert "Mời bà con theo dõi./." in page_of_it
    assert "Đoạn này đã khác" not in page_of_it


@pytest.mark.parametrize("role", ["registrar", "answerer", "observer", "mc", "surveyor"])
def test_who_has_no_business_with_drafts_and_letters_sees_none(
    secretary: FlaskClient, client_as: Callable[[str], FlaskClient], role: str
) -> None:
    other = client_as(role)
    papers = "/m/1/minutes/papers"
    for address in (READ, "/m/1/minutes/preview.pdf", papers, f"{papers}/minutes/file.docx"):
        assert other.get(address).status_code == 403
    assert other.get("/m/1/minutes/").status_code == 200
    close(secretary)
    assert other.get("/m/1/minutes/minutes.pdf").status_code == 200
    assert other.get(f"{papers}/conclusion_notice/file.pdf").status_code == 403


def test_a_correction_that_does_not_reach_what_is_posted_says_so(
    secretary: FlaskClient, told: Witness
) -> None:
    assert correct(secretary, SAID, BETTER) == 303
    assert "Bản niêm yết ghi khác" not in page(secretary)  # the same words there
    told.posted = {40: [Item(label="", words=text("Ông Đ.B., làng Stơr: Đường lầy."))]}
    assert "Bản niêm yết ghi khác" in page(secretary)
    assert "Bản niêm yết ghi khác" not in page(secretary, "?masked=1")


def test_the_page_shows_what_the_paper_will_say(secretary: FlaskClient, told: Witness) -> None:
    """Corrections are put in once, in the order in which they were made."""
    told.sections = {40: [Item(label="", words=text(words)) for words in ("Một.", "Hai.")]}
    assert correct(secretary, "Hai.", "Ba.") == 303
    assert correct(secretary, "Một.", "Hai.") == 303
    assert {"Hai.", "Ba."} <= set(re.findall(r"(Một\.|Hai\.|Ba\.)</p>", page(secretary)))
    close(secretary)
    assert {"Hai.", "Ba."} <= set(re.findall(r"(Một\.|Hai\.|Ba\.)", pdf(secretary)))


def test_open_pages_follow_what_moves_the_file_of_the_minutes() -> None:
    """Another version and a number each give the file another name, which the page shows."""
    (state,) = (view for view in VIEWS if view.name == "minutes.state")
    assert {"minutes.made", PaperMade.name, NumberGiven.name} <= set(state.on)
