"""Every paper of the five shipped plans: the same letters on paper and in Word, nobody's name on
what is posted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from meeting import clock
from meeting.db import db
from meeting.models import Meeting
from meeting.papers.model import (
    Document,
    Recipients,
    Signatures,
    Table,
    TypeAndSubject,
    plain,
)
from meeting.papers.pdf.document import render_pdf
from meeting.papers.word.document import render_docx
from meeting.points import PaperKind
from plugins.checkin.api import Via, check_in
from plugins.minutes.closing import service
from plugins.minutes.models import Registration
from plugins.minutes.papers import catalogue
from plugins.minutes.rules import Entered
from plugins.roster.api import Delegate
from tests.conftest import MORNING, site
from tests.e2e.thirty import THIRTY
from tests.golden.paper_reader import by_pdfminer, squeezed
from tests.golden.word_reader import as_printed, by_python_docx
from tests.plugins.opinions import paper_days

from .conftest import letters

PLANS = ("to-tung-2023", "phuong-1-2024", "thien-tan-2026", "kiem-tan-2023", "hong-ngu-2020")
ENTERED = Entered(
    chair="Ông Trần Xuân Nam - Chủ tịch UBND xã",
    secretary="Bà Lê Thị Thu Hà - công chức Văn phòng",
    opening="Ổn định tổ chức, tuyên bố lý do.",
    conclusion="Biểu dương tinh thần thẳng thắn của bà con.\nGiao Văn phòng theo dõi, đôn đốc.",
)


@pytest.fixture(scope="module")
def held(static_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    """The five meetings, held and closed: their ids by plan."""
    with clock.frozen(MORNING) as stopped:
        app = site(tmp_path_factory.mktemp("five") / "data", static_cache)
        with app.app_context():
            found = {name: hold(name) for name in PLANS}
            stopped.tick(hours=4)
            for meeting_id in found.values():
                paper_days.act(meeting_id, service.save_draft, revision=0, entered=ENTERED)
                paper_days.act(meeting_id, service.close)
            yield found
        app.extensions["meeting"].close()


def hold(name: str) -> int:
    """A meeting with its opinions; whoever raised one came in by the door."""
    meeting_id = paper_days.hold(name)
    people = db.session.scalars(sa.select(Delegate.id).where(Delegate.meeting_id == meeting_id))
    for delegate_id in people.all():
        paper_days.act(meeting_id, check_in, delegate_id=delegate_id, via=Via.DESK)
    return meeting_id


def document(meeting_id: int, kind: PaperKind, key: str = "", *, masked: bool = False) -> Document:
    meeting = db.session.get_one(Meeting, meeting_id)
    return catalogue.document(db.session(), meeting, kind, key, masked=masked)


def of_kind(meeting_id: int, name: str) -> list[tuple[PaperKind, str]]:
    """The papers of a kind, each with its addressee's key."""
    meeting = db.session.get_one(Meeting, meeting_id)
    kind = catalogue.kind_of(db.session(), meeting, name)
    return [(kind, one.key) for one in catalogue.papers(db.session(), meeting, kind)]


def without_heads(words: str, found: Document) -> str:
    """Table heads stand once in Word's file and on every page of the PDF."""
    blocks = [*found.blocks, *(one for annex in found.annexes for one in annex.blocks)]
    for block in blocks:
        if isinstance(block, Table):
            words = words.replace(squeezed("".join(one.title for one in block.columns)), "")
    return words


@pytest.mark.parametrize("plan", PLANS)
def test_paper_and_word_say_the_same(held: dict[str, int], plan: str) -> None:
    meeting = db.session.get_one(Meeting, held[plan])
    names = [kind.name for kind in catalogue.kinds(db.session(), meeting)]
    assert {"minutes", "conclusion_notice", "summary_report", "attendance_list"} <= set(names)
    for name in names:
        for kind, key in of_kind(held[plan], name):
            for masked in {False, kind.masked}:
                found = document(held[plan], kind, key, masked=masked)
                paper = without_heads(by_pdfminer(render_pdf(found)), found)
                word = without_heads(as_printed(by_python_docx(render_docx(found))), found)
                assert word == paper, (name, key)
                assert "None" not in paper, (name, key)
                assert "{" not in paper, (name, key)


@pytest.mark.parametrize("plan", PLANS)
def test_what_is_posted_names_nobody(held: dict[str, int], plan: str) -> None:
    meeting = db.session.get_one(Meeting, held[plan])
    people = [one.who for one in THIRTY if one.plan == plan and one.who]
    for kind in catalogue.kinds(db.session(), meeting):
        for one, key in of_kind(meeting.id, kind.name) if kind.masked else ():
            said = by_pdfminer(render_pdf(document(meeting.id, one, key, masked=True)))
            assert [name for name in people if squeezed(name) in said] == []


@pytest.mark.parametrize("plan", PLANS)
def test_whoever_is_owed_something_gets_it(held: dict[str, int], plan: str) -> None:
    outcomes = {one.outcome for one in THIRTY if one.plan == plan}
    letters = bool(of_kind(held[plan], "written_reply"))
    assert letters == bool(outcomes & {"PENDING", "BEYOND_AUTHORITY", "OFF_TOPIC_WRITTEN"})
    assert bool(of_kind(held[plan], "forwarding_letter")) == ("BEYOND_AUTHORITY" in outcomes)
    for name in ("minutes", "conclusion_notice", "summary_report", "attendance_list"):
        assert len(of_kind(held[plan], name)) == 1


def test_the_chair_of_a_session_is_not_taken_for_who_concludes(held: dict[str, int]) -> None:
    said = one_paper(held["hong-ngu-2020"], "conclusion_notice")
    assert "Lê Hoàng Phúc chủ trì; Chủ tịch UBND Huyện Trần Minh Khoa kết luận hội nghị." in said
    alone = one_paper(held["to-tung-2023"], "conclusion_notice")
    assert "Chủ tịch UBND xã Trần Xuân Nam chủ trì và kết luận hội nghị." in alone


def test_whoever_has_to_act_gets_the_notice_and_whoever_is_addressed_stands_above(
    held: dict[str, int],
) -> None:
    notice = recipients(document_of(held["to-tung-2023"], "conclusion_notice"))
    assert notice[2:4] == (
        "Công chức Địa chính - Xây dựng - Nông nghiệp và Môi trường (t/h)",
        "Công chức Văn hóa - Xã hội (t/h)",
    )
    ward = recipients(document_of(held["thien-tan-2026"], "conclusion_notice"))
    assert ward[2:5] == (
        "UB MTTQ xã (giám sát)",
        "Phòng Kinh tế (t/h)",
        "Các ông, bà Trưởng thôn (để thông báo)",
    )
    session = recipients(document_of(held["hong-ngu-2020"], "conclusion_notice"))
    assert session[:2] == ("Phòng Tài nguyên và Môi trường (t/h)", "UB MTTQVN Huyện (giám sát)")
    report = document_of(held["to-tung-2023"], "summary_report")
    assert recipients(report)[0] == "Như trên"
    assert recipients(report)[-1] == "Lưu: VT."
    assert "năm 2023, ngày 20/10/2023" in one_paper(held["to-tung-2023"], "summary_report")


def test_papers_of_a_session_name_it_below_their_title(held: dict[str, int]) -> None:
    for name in ("minutes", "conclusion_notice", "summary_report", "attendance_list", "programme"):
        session = document_of(held["hong-ngu-2020"], name)
        assert title(session).endswith("\n(xã Thường Thới Hậu A)")
        assert "\n" not in session.meta.title
        assert "\n" not in title(document_of(held["to-tung-2023"], name))


def test_every_step_of_the_usual_programme_has_its_hour(held: dict[str, int]) -> None:
    found = document_of(held["thien-tan-2026"], "programme")
    (steps,) = (block for block in found.blocks if isinstance(block, Table))
    begins = [plain(row[1]) for row in steps.rows]
    assert (begins[0], begins[1], begins[-1]) == ("07:00", "07:30", "10:30")
    assert begins == sorted(begins)


def test_what_is_printed_again_years_later_keeps_its_year(held: dict[str, int]) -> None:
    with clock.frozen(MORNING.replace(year=2026)):
        for plan, name in (("hong-ngu-2020", "programme"), ("kiem-tan-2023", "collected_list")):
            head = document_of(held[plan], name).head
            assert head is not None
            assert str(head.place_date).endswith("năm 2023")


def test_an_annex_says_with_which_paper_it_goes(held: dict[str, int]) -> None:
    report = document_of(held["to-tung-2023"], "summary_report")
    blank = "(Kèm theo Báo cáo số /BC-UBND ngày tháng năm 2023 của Ủy ban nhân dân xã Tơ Tung)"
    assert [squeezed(one.reference) for one in report.annexes] == [squeezed(blank)]
    given = Registration(number="7", dated=date(2023, 10, 25))
    meeting = db.session.get_one(Meeting, held["to-tung-2023"])
    (annex,) = catalogue.registered(report, meeting, given).annexes
    assert annex.reference == (
        "(Kèm theo Báo cáo số 07/BC-UBND ngày 25 tháng 10 năm 2023 của Ủy ban nhân dân xã Tơ Tung)"
    )
    (annex,) = document_of(held["phuong-1-2024"], "minutes").annexes
    assert squeezed("số /BB-UBND ngày 20 tháng 10 năm 2023 của") in squeezed(annex.reference)


def document_of(meeting_id: int, name: str) -> Document:
    ((kind, key),) = of_kind(meeting_id, name)
    return document(meeting_id, kind, key)


def one_paper(meeting_id: int, name: str) -> str:
    return letters(render_pdf(document_of(meeting_id, name)))


def title(found: Document) -> str:
    (one,) = (block for block in found.blocks if isinstance(block, TypeAndSubject))
    return one.subject


def recipients(found: Document) -> tuple[str, ...]:
    (one,) = (block for block in found.blocks if isinstance(block, Signatures))
    assert isinstance(one.left, Recipients)
    return tuple(one.left.items)
