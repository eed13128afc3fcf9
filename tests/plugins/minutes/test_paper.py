"""The document: what stands where, in which words, with which numbers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from meeting import clock
from meeting.papers.letters import NO_BREAK
from meeting.papers.model import (
    Block,
    Document,
    Heading,
    Item,
    Paragraph,
    Recipients,
    Signatures,
    Signer,
    Table,
    plain,
    text,
)
from meeting.plan import Plan
from plugins.minutes.rules import Entered
from plugins.minutes.writing import minutes as paper
from plugins.minutes.writing import numbering
from plugins.minutes.writing.frame import Part

START = datetime(2023, 10, 20, 7, 30, tzinfo=clock.VIETNAM)
ENTERED = Entered(
    chair="Ông Trần Xuân Nam - Chủ tịch UBND xã",
    secretary="Bà Đinh Thị Ƀlĭ - công chức Văn phòng",
    opening="Văn phòng tuyên bố lý do.",
    conclusion="Biểu dương bà con.\nGiao Văn phòng theo dõi.",
    closing="Biên bản đã được đọc lại.",
)


@pytest.fixture
def record(plan: Plan) -> paper.Record:
    end = START + timedelta(hours=3, minutes=35)
    return paper.Record(
        plan=plan, session_index=0, opened_at=START, closed_at=end, now=end, entered=ENTERED
    )


def lines(document: Document) -> list[str]:
    """Every line of the text in order, as a reader sees it."""
    found: list[str] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            found.append(block.line)
        elif isinstance(block, Item):
            found.append(f"{block.label} {plain(block.words)}")
        elif isinstance(block, Paragraph):
            found.append(plain(block.words))
    return found


def replan(plan: Plan, **changes: Any) -> Plan:
    return Plan.model_validate({**plan.model_dump(mode="json"), **changes})


def test_the_whole_paper_stands_in_the_order_of_the_form(record: paper.Record) -> None:
    people: list[Block] = [Item(label="", words=text("Đại biểu: 18 người."))]
    opinions: list[Block] = [
        Heading(words="Ý kiến của Nhân dân và trả lời", level=2),
        Item(label="", words=text("Ông Đinh Bưm hỏi.")),
        Item(label="", words=text("Bà Đinh Thị Hlŏp hỏi.")),
    ]
    summary: list[Block] = [Heading(words="Tổng hợp"), Paragraph(words=text("Hai ý kiến."))]
    survey: list[Block] = [Heading(words="Kết quả lấy ý kiến hài lòng")]

    document = paper.write(record, [(80, survey), (40, opinions), (20, people), (50, summary)])

    assert lines(document) == [
        "Thời gian bắt đầu: 07 giờ 30 phút, ngày 20 tháng 10 năm 2023.",
        "Địa điểm: Hội trường Nhà văn hóa xã Tơ Tung (xã Tơ Tung, huyện Kbang, tỉnh Gia Lai).",
        "I. THÀNH PHẦN THAM DỰ",
        "1. Chủ trì: Ông Trần Xuân Nam - Chủ tịch UBND xã.",
        "2. Thư ký: Bà Đinh Thị Ƀlĭ - công chức Văn phòng.",
        "3. Đại biểu: 18 người.",
        "II. NỘI DUNG",
        "1. Khai mạc",
        "Văn phòng tuyên bố lý do.",
        "2. Ý kiến của Nhân dân và trả lời",
        "a) Ông Đinh Bưm hỏi.",
        "b) Bà Đinh Thị Hlŏp hỏi.",
        "III. TỔNG HỢP",
        "Hai ý kiến.",
        "IV. KẾT LUẬN CỦA CHỦ TRÌ",
        "Kết luận hội nghị, ông Trần Xuân Nam - Chủ tịch UBND xã nhấn mạnh:",
        "1. Biểu dương bà con.",
        "2. Giao Văn phòng theo dõi.",
        "V. KẾT QUẢ LẤY Ý KIẾN HÀI LÒNG",
        "Hội nghị kết thúc vào hồi 11 giờ 05 phút cùng ngày. Biên bản đã được đọc lại./.",
    ]


def test_head_title_and_signatures_follow_the_form(record: paper.Record) -> None:
    document = paper.write(record, [])

    assert document.head is not None
    assert document.head.organ == ("ỦY BAN NHÂN DÂN", "XÃ TƠ TUNG")
    assert document.head.parent == ()
    assert document.head.number is not None
    assert document.head.number.line.replace(NO_BREAK, " ") == "Số:        /BB-UBND"
    assert document.head.place_date is None
    title = document.blocks[0]
    assert title.kind == "type_and_subject"
    assert (title.type_name, title.subject.replace(NO_BREAK, " ")) == (
        "BIÊN BẢN",
        record.plan.title,
    )
    signatures, recipients = document.blocks[-2:]
    assert signatures == Signatures(
        left=Signer(authority=("THƯ KÝ",), name="Đinh Thị Ƀlĭ"),
        right=Signer(authority=("CHỦ TỌA",), name="Trần Xuân Nam"),
    )
    assert isinstance(recipients, Recipients)
    assert recipients.lines[-1] == "- " + record.plan.recipients_of("minutes")[-1].text
    assert document.meta.created == record.closed_at
    assert document.closing_line == ""


def test_a_meeting_over_midnight_says_the_date(record: paper.Record) -> None:
    late = replace(record, opened_at=START.replace(hour=20), closed_at=START + timedelta(hours=17))

    assert lines(paper.write(late, []))[-1].startswith(
        "Hội nghị kết thúc vào hồi 00 giờ 30 phút ngày 21 tháng 10 năm 2023."
    )


def test_an_empty_meeting_gives_a_whole_paper(record: paper.Record) -> None:
    empty = replace(record, entered=Entered(chair="A", secretary="B"))

    found = lines(paper.write(empty, [(20, []), (40, []), (50, [])]))

    assert found[2:6] == [
        "I. THÀNH PHẦN THAM DỰ",
        "1. Chủ trì: A.",
        "2. Thư ký: B.",
        "Hội nghị kết thúc vào hồi 11 giờ 05 phút cùng ngày./.",
    ]


def test_a_draft_is_marked_and_leaves_the_end_blank(record: paper.Record) -> None:
    document = paper.write(replace(record, closed_at=None), [])

    assert document.blocks[0].kind == "type_and_subject"
    assert document.blocks[0].type_name == "BIÊN BẢN (DỰ THẢO)"
    assert document.closing_line.startswith("Dự thảo lúc 11 giờ 05 phút, ngày 20 tháng 10 năm 2023")
    assert any(line.startswith("Hội nghị kết thúc vào hồi …… giờ") for line in lines(document))


def test_before_the_opening_the_start_is_blank(record: paper.Record) -> None:
    planned = replace(record, opened_at=None, closed_at=None)

    assert lines(paper.write(planned, []))[0] == "Thời gian bắt đầu: …… giờ …… phút."


def test_one_conclusion_stands_in_its_sentence(record: paper.Record) -> None:
    one = replace(record, entered=replace(ENTERED, conclusion="Giao Văn phòng theo dõi."))

    assert (
        "Kết luận hội nghị, ông Trần Xuân Nam - Chủ tịch UBND xã nhấn mạnh: "
        "Giao Văn phòng theo dõi." in lines(paper.write(one, []))
    )


@pytest.mark.parametrize("conclusion", ["", "Giao việc.", "Giao việc.\nTheo dõi."])
def test_sections_that_end_the_conclusion_stand_below_its_heading(
    record: paper.Record, conclusion: str
) -> None:
    entered = replace(ENTERED, conclusion=conclusion)
    lists: list[Block] = [
        Heading(words="Đã làm rõ", level=3),
        Paragraph(words=text("Không có.")),
    ]
    survey: list[Block] = [Heading(words="Khảo sát")]
    found = lines(paper.write(replace(record, entered=entered), [(80, survey), (70, lists)]))
    heading = next(at for at, line in enumerate(found) if line.endswith("KẾT LUẬN CỦA CHỦ TRÌ"))
    at = found.index("a) Đã làm rõ")
    assert heading < at
    assert found[at + 1] == "Không có."
    assert found[at + 2].endswith(". KHẢO SÁT")


def test_numbers_the_secretary_wrote_are_kept(record: paper.Record) -> None:
    own = replace(ENTERED, conclusion="a) Giao Văn phòng:\n- theo dõi;\n- đôn đốc.")

    found = lines(paper.write(replace(record, entered=own), []))

    assert [line for line in found if line in own.conclusion.split("\n")] == own.conclusion.split(
        "\n"
    )


def test_the_concluding_official_is_named_when_it_is_not_the_chair(
    record: paper.Record, plan: Plan
) -> None:
    people = [
        *plan.model_dump(mode="json")["people"],
        {
            "name": "Lê Nam",
            "honorific": "Ông",
            "title": "Bí thư Đảng ủy",
            "roles": ["concluding_official"],
        },
        {"name": "Đinh Pŭih", "honorific": "Ông", "title": "Phó Chủ tịch", "roles": ["co_chair"]},
    ]
    found = lines(paper.write(replace(record, plan=replan(plan, people=people)), []))

    assert "2. Đồng chủ trì: Ông Đinh Pŭih - Phó Chủ tịch." in found
    assert "II. NỘI DUNG" in found
    assert "III. KẾT LUẬN HỘI NGHỊ" in found
    assert "Kết luận hội nghị, ông Lê Nam - Bí thư Đảng ủy nhấn mạnh:" in found


def test_further_signatures_of_the_plan_follow_in_pairs(record: paper.Record, plan: Plan) -> None:
    wanted = [
        {"document": "minutes", "title": "THƯ KÝ", "side": "left"},
        {"document": "minutes", "title": "CHỦ TRÌ", "capacity": "TM. HỘI ĐỒNG NHÂN DÂN"},
        {"document": "minutes", "title": "ĐẠI DIỆN MTTQ", "side": "left"},
    ]
    document = paper.write(replace(record, plan=replan(plan, signatures=wanted)), [])

    first, second = (block for block in document.blocks if isinstance(block, Signatures))
    assert first.right == Signer(
        authority=("TM. HỘI ĐỒNG NHÂN DÂN", "CHỦ TRÌ"), name="Trần Xuân Nam"
    )
    assert second.left == Signer(authority=("ĐẠI DIỆN MTTQ",))


def test_a_session_is_named_under_the_title(record: paper.Record, plan: Plan) -> None:
    sessions = [
        {"name": "Cụm Stơr", "venue": {"name": "Nhà rông Stơr"}},
        {"name": "Cụm Leng", "venue": {"name": "Nhà rông Leng"}},
    ]
    document = paper.write(
        replace(record, plan=replan(plan, sessions=sessions), session_index=1), []
    )

    assert document.blocks[0].kind == "type_and_subject"
    assert document.blocks[0].subject.endswith("\n(Cụm Leng)")
    assert "Địa điểm: Nhà rông Leng." in lines(document)


@pytest.mark.parametrize("words", ["Nội dung", "NỘI DUNG"])
def test_a_section_may_bring_the_part_itself(record: paper.Record, words: str) -> None:
    sections: list[Part] = [(40, [Heading(words=words), Paragraph(words=text("Không có ý kiến."))])]

    found = lines(paper.write(record, sections))

    assert found[5:9] == [
        "II. NỘI DUNG",
        "1. Khai mạc",
        "Văn phòng tuyên bố lý do.",
        "Không có ý kiến.",
    ]


def test_a_section_with_a_part_of_its_own_follows_the_opening(record: paper.Record) -> None:
    found = lines(paper.write(record, [(40, [Heading(words="Ý kiến")])]))

    assert found[5:9] == ["II. NỘI DUNG", "1. Khai mạc", "Văn phòng tuyên bố lý do.", "III. Ý KIẾN"]


def test_labels_somebody_set_are_kept() -> None:
    table = Table(columns=(), rows=())
    blocks: list[Block] = [
        Heading(words="Một"),
        Item(label="-", words=text("gạch")),
        Item(label="", words=text("khoản")),
        table,
        Heading(words="khoản", level=2),
        Heading(words="điểm", level=3),
        Item(label="", words=text("điểm")),
        Heading(words="khoản", level=2, label="5."),
        Item(label="", words=text("điểm")),
        Heading(words="Hai"),
        Item(label="", words=text("khoản")),
    ]
    numbered = [getattr(block, "label", None) for block in numbering.numbered(blocks)]

    assert numbered == ["I.", "-", "1.", None, "2.", "a)", "b)", "5.", "a)", "II.", "1."]


def test_defaults_come_from_the_plan(plan: Plan) -> None:
    entered = paper.defaults(plan, 0)

    assert entered.chair == plan.chair.full
    assert entered.conclusion.split("\n") == list(plan.minutes.conclusion_points)
    assert entered.opening.split("\n")[0].startswith("Ổn định tổ chức")
    assert "phát biểu ý kiến" not in entered.opening
    assert json.dumps(entered.closing)
