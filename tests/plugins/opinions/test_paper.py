"""The opinions' part of the minutes: every one of them, in order, in the words of an office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from meeting.access import Actor
from meeting.db import db
from meeting.papers.model import Block, Heading, Item, Paragraph, plain
from plugins.opinions import paper, service
from plugins.opinions.deciding import Wish
from plugins.opinions.rules import Asker

Do = Callable[..., Any]
WriteDown = Callable[..., int]
pytestmark = pytest.mark.usefixtures("context")
DUE = date(2023, 11, 10)


def lines(blocks: Sequence[Block]) -> list[str]:
    """What a reader sees, a line each."""
    told = []
    for block in blocks:
        assert isinstance(block, Heading | Item | Paragraph)
        label = block.label if isinstance(block, Heading | Item) else ""
        words = block.words if isinstance(block, Heading) else plain(block.words)
        told.append(f"{label} {words}".strip())
    return told


def written() -> list[str]:
    return lines(paper.opinions(db.session(), 1))


def test_a_meeting_without_opinions() -> None:
    assert written() == ["Ý kiến của Nhân dân và trả lời", "Không có ý kiến tại hội nghị."]
    assert paper.totals(db.session(), 1) == []


def test_opinion_answer_and_outcome_in_the_words_of_minutes(
    do: Do, bum: Actor, write_down: WriteDown
) -> None:
    opinion_id = write_down(
        "Bao giờ đổ bê tông?", channel="DIRECT", asker=Asker(delegate_id=bum.id)
    )
    do(
        service.record_answer,
        opinion_id=opinion_id,
        text="Đã đưa vào danh mục.",
        answered_by="Trần Xuân Nam",
        seen=0,
    )
    wish = Wish(outcome="PENDING", department="TU_PHAP", due_date=DUE)
    do(service.set_outcome, opinion_id=opinion_id, wish=wish)
    assert written() == [
        "Ý kiến của Nhân dân và trả lời",
        "Ý kiến 1. Ông Đinh Bưm, làng Stơr: Bao giờ đổ bê tông?",
        "Ông Trần Xuân Nam - Chủ tịch UBND xã trả lời: Đã đưa vào danh mục.",
        "Nội dung này chưa giải quyết tại hội nghị. Chủ trì giao Công chức Tư pháp - Hộ tịch "
        "kiểm tra, trả lời cho ông Đinh Bưm trước ngày 10/11/2023.",
    ]


@pytest.mark.parametrize(
    ("values", "opening"),
    [
        ({"channel": "DIRECT"}, "Đinh Grơ̆ng: "),
        ({"channel": "VIA_SECRETARY"}, "Câu hỏi gửi qua thư ký của Đinh Grơ̆ng: "),
        ({"channel": "PRE_COLLECTED"}, "Ý kiến gửi trước hội nghị của Đinh Grơ̆ng: "),
        (
            {"channel": "VIA_SECRETARY", "asker": Asker(anonymous=True)},
            "Câu hỏi gửi qua thư ký, không ghi tên: ",
        ),
        ({"channel": "DIRECT", "asker": Asker(anonymous=True)}, "Ý kiến, không ghi tên: "),
    ],
)
def test_how_it_came(write_down: WriteDown, values: dict[str, Any], opening: str) -> None:
    write_down("Hết thuốc.", **values)
    assert written()[1] == f"Ý kiến 1. {opening}Hết thuốc."


def test_a_question_by_phone(do: Do, bum: Actor) -> None:
    do(service.ask, by=bum, text="Xin giếng.")
    expected = "Câu hỏi gửi qua điện thoại của ông Đinh Bưm, làng Stơr: Xin giếng."
    assert written()[1] == f"Ý kiến 1. {expected}"


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish(outcome="ANSWERED_ON_SPOT"), "Nội dung đã được trả lời, giải quyết tại hội nghị."),
        (
            Wish(outcome="BEYOND_AUTHORITY", competent_body="Hạt Kiểm lâm"),
            "Nội dung vượt thẩm quyền của xã Tơ Tung; chủ trì tiếp thu, kiến nghị Hạt Kiểm lâm "
            "và thông báo cho người có ý kiến biết.",
        ),
        (
            Wish(outcome="BEYOND_AUTHORITY", competent_body="Sở Y tế", department="TU_PHAP"),
            "Nội dung vượt thẩm quyền của xã Tơ Tung; chủ trì tiếp thu, giao Công chức Tư pháp - "
            "Hộ tịch tham mưu văn bản kiến nghị Sở Y tế và thông báo cho người có ý kiến biết.",
        ),
        (
            Wish(outcome="OFF_TOPIC_WRITTEN", due_date=DUE),
            "Nội dung ngoài chủ đề; chủ trì tiếp nhận và sẽ trả lời riêng bằng văn bản "
            "trước ngày 10/11/2023.",
        ),
        (Wish(outcome="NOTED"), "Chủ trì tiếp thu, ghi nhận ý kiến."),
        (Wish(outcome="MERGED", merged_into=1), "Trùng nội dung ý kiến 1."),
    ],
)
def test_what_became_of_it(do: Do, write_down: WriteDown, wish: Wish, sentence: str) -> None:
    write_down()
    opinion_id = write_down()
    do(service.record_answer, opinion_id=opinion_id, text="Rồi.", answered_by="Nam", seen=0)
    do(service.set_outcome, opinion_id=opinion_id, wish=wish)
    assert written()[-2:] == ["Nam trả lời: Rồi.", sentence]


def test_the_short_form_is_printed_when_there_is_one(do: Do, write_down: WriteDown) -> None:
    opinion_id = write_down("Dài " * 300)
    edit = {"text": "Dài " * 300, "summary": "Ngắn gọn.", "category": "", "seen": 1}
    do(service.edit, opinion_id=opinion_id, **edit)
    assert written()[1].endswith(": Ngắn gọn.")


def test_a_sensitive_opinion_is_told_without_name_and_words(
    do: Do, bum: Actor, write_down: WriteDown
) -> None:
    opinion_id = write_down("Vợ tôi ốm nặng, xin trợ cấp.", asker=Asker(delegate_id=bum.id))
    answer = {"text": "Sẽ đến nhà ông Bưm.", "answered_by": "Nam", "seen": 0}
    do(service.record_answer, opinion_id=opinion_id, **answer)
    do(service.mark_sensitive, opinion_id=opinion_id, sensitive=True)
    wish = Wish(outcome="PENDING", department="TU_PHAP", due_date=DUE)
    do(service.set_outcome, opinion_id=opinion_id, wish=wish)
    whole = "\n".join(written())
    assert "Ý kiến 1. Một công dân, làng Stơr nêu ý kiến riêng" in whole
    assert "trả lời cho người có ý kiến trước ngày 10/11/2023" in whole
    for secret in ("Bưm", "ốm", "trợ cấp", "đến nhà"):
        assert secret not in whole


def test_who_denounces_is_protected(do: Do, bum: Actor, write_down: WriteDown) -> None:
    asker = Asker(delegate_id=bum.id)
    opinion_id = write_down("Cán bộ X nhận tiền.", asker=asker, category="CAN_BO")
    do(service.set_outcome, opinion_id=opinion_id, wish=Wish(outcome="REFERRED"))
    whole = "\n".join(written())
    assert "hướng dẫn gửi đơn khiếu nại, tố cáo" in whole
    for secret in ("Bưm", "Stơr", "Cán bộ X", "nhận tiền"):
        assert secret not in whole


def test_a_summary_counts_opinions_people_and_outcomes(
    do: Do, bum: Actor, write_down: WriteDown
) -> None:
    for asker in (Asker(delegate_id=bum.id), Asker(delegate_id=bum.id), Asker(anonymous=True)):
        opinion_id = write_down(asker=asker)
        do(service.set_outcome, opinion_id=opinion_id, wish=Wish(outcome="NOTED"))
    write_down()
    told = lines(paper.totals(db.session(), 1))
    assert told == [
        "Tổng hợp ý kiến",
        "Hội nghị có 04 lượt ý kiến của 02 người (01 ý kiến không ghi tên); trong đó: "
        "tiếp thu, ghi nhận 03, chưa có kết quả 01.",
    ]


def test_several_lines_and_hostile_words_are_plain_text(write_down: WriteDown) -> None:
    write_down("Dòng một\nDòng hai <b>đậm</b> & <para>")
    assert "Dòng một\nDòng hai <b>đậm</b> & <para>" in "\n".join(written())
