"""The minutes in table form and of a single village; papers after the meeting; masked ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from meeting.access import Actor
from meeting.db import db
from meeting.papers.model import Annex, Block
from plugins.opinions import queries, service
from plugins.opinions.deciding import Wish
from plugins.opinions.minutes import sections
from plugins.opinions.rules import Asker
from plugins.opinions.usecases.intake import Details
from tests.telling import telling

from . import paper_days
from .paper_words import lines

Do = Callable[..., Any]
WriteDown = Callable[..., int]
DUE = date(2023, 11, 3)
pytestmark = pytest.mark.usefixtures("context")


def parts(paper: str, meeting_id: int = 1, *, masked: bool = False) -> list[str]:
    """Everything the opinions tell in a paper, in order."""
    told = telling(meeting_id, paper, masked=masked)
    found: list[Block | Annex] = []
    for section in sorted(sections.SECTIONS, key=lambda one: one.order):
        if section.of == paper:
            found.extend(section.build(told))
    return lines(found)


def headings(found: Sequence[str]) -> list[str]:
    return [line for line in found if line.startswith("#")]


def test_table_form_tells_figures_and_has_the_opinions_as_an_annex() -> None:
    found = parts("minutes", paper_days.hold("phuong-1-2024"))
    assert headings(found) == [
        "# Ý kiến của Nhân dân, doanh nghiệp và trả lời",
        "# Câu hỏi ngoài nội dung (trả lời riêng bằng văn bản)",
    ]
    assert found[1] == (
        "Hội nghị có 08 lượt ý kiến của 07 người (01 ý kiến không ghi tên); trong đó: trả lời tại "
        "hội nghị 03; giao giải quyết, trả lời sau 01; vượt thẩm quyền 02; trả lời riêng bằng văn "
        "bản 01; hướng dẫn gửi đơn theo quy định 01."
    )
    at = found.index(
        "STT | Người nêu, khóm/doanh nghiệp | Hình thức | Lĩnh vực | Tóm tắt ý kiến | "
        "Trả lời, người trả lời | Kết quả | Đơn vị - thời hạn"
    )
    table = found[at + 1 : at + 9]
    assert table[0] == (
        "1 | Bà Võ Thị Bé Ba, Khóm 2 | Qua thư ký | Vệ sinh môi trường | Cống hẻm 15 nghẹt, mưa "
        "chút là ngập, nước dơ tràn vô nhà. | Ông Nguyễn Văn Tuấn - Chủ tịch UBND phường trả lời: "
        "Giao nạo vét. | Giao giải quyết, trả lời sau | Công chức Địa chính - Xây dựng - Đô thị và "
        "Môi trường\ntrước ngày 03/11/2023"
    )
    assert table[2].startswith("3 | Hộ kinh doanh Cô Sáu | Qua thư ký | ")
    assert "| Vượt thẩm quyền; kiến nghị UBND thành phố Cao Lãnh | " in table[1]
    assert table[5].endswith("trả lời riêng bằng văn bản | Trước ngày 03/11/2023")
    assert table[7].startswith("8 | Một công dân | Qua thư ký | ")
    assert "Hướng dẫn gửi đơn theo quy định | " in table[7]
    assert not any("bồi dưỡng" in line for line in found)
    assert found[-1] == (
        "Ý kiến 6. Ông Phan Văn Chín, Khóm 3: Cho hỏi giá vàng, giá xăng sao lên hoài, Nhà nước "
        "tính sao? Trả lời bằng văn bản trước ngày 03/11/2023."
    )


def test_a_single_village_tells_what_came_before_then_the_hall_then_four_lists() -> None:
    meeting_id = paper_days.hold("kiem-tan-2023")
    found = parts("minutes", meeting_id)
    assert headings(found) == [
        "# Ý kiến tiếp thu trước hội nghị và kết quả trả lời",
        "## Môi trường (01 ý kiến)",
        "# Ý kiến tại hội nghị",
        "### Nội dung đã được trao đổi, làm rõ",
        "### Nội dung đã được trả lời, giải quyết",
        "### Nội dung chưa giải quyết tại hội nghị",
        "### Cơ quan, đơn vị có trách nhiệm trả lời và thời hạn trả lời",
    ]
    at = found.index("## Môi trường (01 ý kiến)")
    assert found[at + 1 : at + 4] == [
        "Ý kiến 4. Ý kiến gửi trước hội nghị của bà Bùi Thị Lụa, thôn Kiêm Tân: Bãi rác đốt khói, "
        "trẻ con ho suốt.",
        "Mức độ: cần giải quyết; nguồn: dư luận xã hội. Ý kiến này đã được đưa ra trao đổi tại hội "
        "nghị.",
        "Cùng nội dung: ý kiến 5 của ông Đặng Quang Hưởng, thôn Kiêm Tân.",
    ]
    ending = found[found.index("### Nội dung đã được trao đổi, làm rõ") :]
    assert [line for line in ending if not line.startswith("#")] == [
        "Không có.",
        "- Ý kiến 2 của ông Vũ Đình Khuê, thôn Kiêm Tân (Tài chính, ngân sách);",
        "- Ý kiến 3 của ông Nguyễn Văn Thước, thôn Kiêm Tân (Xây dựng Đảng, chính quyền).",
        "- Ý kiến 1 của bà Phạm Thị Nhài, thôn Kiêm Tân (Nông nghiệp, nông thôn);",
        "- Ý kiến 4 của bà Bùi Thị Lụa, thôn Kiêm Tân (Môi trường), cùng nội dung ý kiến 5.",
        "- Công chức Địa chính - Nông nghiệp - Xây dựng và Môi trường: ý kiến 4, trả lời trước "
        "ngày 03/11/2023;",
        "- HTX Dịch vụ nông nghiệp: ý kiến 1, trả lời trước ngày 03/11/2023.",
    ]


def test_what_was_collected_is_told_once_whether_it_was_taken_up_or_not() -> None:
    meeting_id = paper_days.hold("kiem-tan-2023")
    for lay_back in (False, True):
        if lay_back:
            paper_days.act(meeting_id, service.lay_back, opinion_id=_numbered(meeting_id, 4))
        found = parts("minutes", meeting_id)
        (answer,) = [line for line in found if "Giao kiểm tra, báo cáo." in line]
        assert found.index(answer) < found.index("# Ý kiến tại hội nghị")
        assert any("đưa ra trao đổi" in line for line in found) != lay_back


def _numbered(meeting_id: int, number: int) -> int:
    stored = queries.all_opinions(db.session(), meeting_id)
    return next(one.id for one in stored if one.number == number)


def test_a_meeting_without_opinions_in_every_form() -> None:
    for name, expected in (
        ("phuong-1-2024", ["# Ý kiến của Nhân dân, doanh nghiệp và trả lời"]),
        ("kiem-tan-2023", ["# Ý kiến tại hội nghị"]),
    ):
        empty = paper_days.opened(name)
        assert parts("minutes", empty) == [*expected, "Không có ý kiến tại hội nghị."]
        assert parts("conclusion_notice", empty) == []
        assert parts("summary_report", empty) == ["Không có ý kiến tại hội nghị."]


def test_the_notice_tells_answers_charges_and_what_is_passed_on() -> None:
    found = parts("conclusion_notice", paper_days.hold("thien-tan-2026"))
    assert headings(found) == [
        "# Nội dung đã trả lời, giải quyết",
        "## Nội dung đã được trao đổi, làm rõ",
        "## Nội dung đã được trả lời, giải quyết",
        "# Giao việc",
        "# Nội dung vượt thẩm quyền",
    ]
    answered = next(line for line in found if "Sổ đỏ cũ" in line)
    assert answered.startswith("- Ông Vi Văn Slung, thôn Bản Cưởm: Sổ đỏ cũ ghi huyện")
    assert answered.endswith("trả lời: Không bắt buộc đổi ngay.")
    head = next(line for line in found if line.startswith("TT | "))
    assert head.startswith("TT | Nội dung, người kiến nghị | Đơn vị chủ trì | ")
    rows = found[found.index(head) + 1 : found.index("# Nội dung vượt thẩm quyền")]
    assert len(rows) == 2
    assert all(row.endswith("Trước ngày 03/11/2023") for row in rows)
    assert found[-1].startswith("Bà Lăng Thị Nhình, thôn Khe Giả: Thôn chưa có sóng điện thoại")
    assert "kiến nghị Sở Khoa học và Công nghệ" in found[-1]


def test_who_else_answers_for_a_topic_helps() -> None:
    found = parts("conclusion_notice", paper_days.hold("hong-ngu-2020"))
    assert not any("Phối hợp" in line for line in found)  # nobody else does
    meeting_id = paper_days.hold("phuong-1-2024")
    wish = Wish(outcome="PENDING", department="CONG_AN", due_date=DUE)
    stored = queries.all_opinions(db.session(), meeting_id)
    noisy = next(one for one in stored if "karaoke" in one.text)
    paper_days.act(meeting_id, service.set_outcome, opinion_id=noisy.id, wish=wish)
    found = parts("conclusion_notice", meeting_id)
    assert "TT | Nội dung, người kiến nghị | Đơn vị chủ trì | Phối hợp | Thời hạn" in found
    row = next(line for line in found if "karaoke" in line)
    assert "| Công an phường | Ban Chỉ huy Quân sự phường | Trước ngày 03/11/2023" in row


def test_the_report_tells_what_came_before_and_at_the_meeting() -> None:
    found = parts("summary_report", paper_days.hold("thien-tan-2026"))
    head = "STT | Thôn | Gửi trước hội nghị | Nêu tại hội nghị | Cộng"
    rows = found[found.index(head) + 1 :]
    assert rows[0] == "1 | Lân Luông | - | 1 | 1"
    assert "Lân Rì | 1 | - | 1" in rows[1] + rows[2]


def test_the_report_counts_by_topic_and_village_and_lists_all() -> None:
    found = parts("summary_report", paper_days.hold("to-tung-2023"))
    head = next(line for line in found if line.startswith("STT | Lĩnh vực"))
    assert head.endswith("| Cộng")
    table = found[found.index(head) + 1 :]
    total = next(line for line in table if line.startswith(" | Cộng"))
    assert total == " | Cộng | 3 | 3 | 1 | 1 | 8"
    rows = found[found.index("STT | Làng | Số ý kiến") + 1 :]
    assert rows[:2] == ["1 | Stơr | 2", "2 | Kuk Tung | 1"]
    assert rows[8].startswith("Không có ý kiến từ làng Đồng Tâm, ")
    assert any(
        line.startswith("[Bảng ý kiến, kiến nghị của Nhân dân và trả lời]") for line in found
    )
    assert sum("Ông Đinh Pŭih, làng Klếch" in line for line in found) == 1


def test_no_village_is_called_silent_beside_somebody_who_is_protected(
    do: Do, bum: Actor, write_down: WriteDown
) -> None:
    write_down(asker=Asker(delegate_id=bum.id))
    assert any("Không có ý kiến từ " in line for line in parts("summary_report"))
    referred = write_down(asker=Asker(name="Đinh Klĕn", village_id=3))
    do(service.set_outcome, opinion_id=referred, wish=Wish(outcome="REFERRED"))
    for masked in (False, True):
        told = parts("summary_report", masked=masked)
        assert not any("Không có ý kiến từ " in line for line in told)
    assert any(line.endswith("Khác, không nêu nơi ở | 1") for line in parts("summary_report"))


# -- masked ---------------------------------------------------------------------------------------


@pytest.fixture
def delicate(do: Do, bum: Actor, write_down: WriteDown) -> None:
    """What may be posted, and what may not."""
    asker = Asker(delegate_id=bum.id)
    public = write_down("Đường lầy.", channel="DIRECT", asker=asker)
    for kind, words, by in (
        ("CLARIFICATION", "Đoạn nào?", ""),
        ("REPLY", "Đoạn suối.", "Bà Đinh Thị Hlŏp"),
        ("ANSWER", "Sẽ làm.", "Trần Xuân Nam"),
        ("FOLLOW_UP", "Bao giờ?", ""),
    ):
        entry = {"kind": kind, "text": words, "said_by": by, "full": ""}
        do(service.add_entry, opinion_id=public, **entry)
    private = write_down("Vợ tôi ốm QKX.", asker=asker, details=Details(contact="0905 QKX"))
    do(service.mark_sensitive, opinion_id=private, sensitive=True)
    referred = write_down("Cán bộ X nhận tiền QKX.", asker=asker)
    do(service.set_outcome, opinion_id=referred, wish=Wish(outcome="REFERRED"))
    repeats = write_down("Tôi cũng thấy X nhận tiền QKX.", asker=Asker(name="Đinh Klĕn"))
    do(service.set_outcome, opinion_id=repeats, wish=Wish(outcome="MERGED", merged_into=2))
    also = write_down("Lầy quá.", asker=Asker(name="Công ty TNHH Phú Thịnh"))
    do(service.set_outcome, opinion_id=also, wish=Wish(outcome="MERGED", merged_into=1))
    wish = Wish(outcome="PENDING", department="TU_PHAP", due_date=DUE)
    do(service.set_outcome, opinion_id=public, wish=wish)
    do(service.set_outcome, opinion_id=private, wish=wish)


@pytest.mark.usefixtures("delicate")
def test_a_posted_paper_has_initials_and_nothing_sensitive() -> None:
    found = parts("minutes", masked=True)
    assert found[:10] == [
        "## Ý kiến của Nhân dân và trả lời",
        "Ý kiến 1. Ông Đ.B., làng Stơr: Đường lầy.",
        "Cùng nội dung: ý kiến 5 của một doanh nghiệp.",
        "Chủ trì đề nghị ông Đ.B. nói rõ thêm: Đoạn nào?",
        "Bà Đ.T.H. cho biết: Đoạn suối.",
        "Ông Trần Xuân Nam - Chủ tịch UBND xã trả lời: Sẽ làm.",
        "Sau phần trả lời, ông Đ.B. tiếp tục trao đổi: Bao giờ?",
        "Nội dung này chưa giải quyết tại hội nghị. Chủ trì giao công chức Tư pháp - Hộ tịch kiểm "
        "tra, trả lời cho ông Đ.B. trước ngày 03/11/2023.",
        "Ý kiến 5. Câu hỏi gửi qua thư ký của một doanh nghiệp: Lầy quá.",
        "Trùng nội dung ý kiến 1.",
    ]
    assert found[10] == "Ngoài ra có 03 ý kiến có nội dung riêng, được ghi trong hồ sơ."


@pytest.mark.usefixtures("delicate")
@pytest.mark.parametrize("form", ["narrative", "table", "one_village"])
@pytest.mark.parametrize("paper", ["minutes", "conclusion_notice", "summary_report"])
def test_no_form_posts_a_name_or_a_secret(do: Do, form: str, paper: str) -> None:
    do(paper_days.in_form, form=form)
    posted = "\n".join(parts(paper, masked=True))
    for secret in ("Bưm", "Hlŏp", "Klĕn", "Phú Thịnh", "QKX", "ốm", "0905"):
        assert secret not in posted, secret
    assert "Đ.B." in posted
    full = "\n".join(parts(paper))
    for secret in ("ốm", "Cán bộ X", "0905"):
        assert secret not in full, secret
