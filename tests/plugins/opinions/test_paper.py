"""The opinions' part of the minutes: every one of them, in order, in the words of an office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from meeting.access import Actor
from meeting.db import db
from meeting.papers.model import Annex, Block, Heading, Item, Paragraph, plain
from plugins.opinions import queries, service
from plugins.opinions.deciding import Wish
from plugins.opinions.minutes import sections as paper
from plugins.opinions.rules import Asker
from plugins.roster.api import villages
from plugins.speakers import api as speakers
from tests.conftest import ClientAs
from tests.telling import telling

Do = Callable[..., Any]
WriteDown = Callable[..., int]
pytestmark = pytest.mark.usefixtures("context")
DUE = date(2023, 11, 10)


def lines(blocks: Sequence[Block | Annex]) -> list[str]:
    """What a reader sees, a line each."""
    told = []
    for block in blocks:
        assert isinstance(block, Heading | Item | Paragraph)
        label = block.label if isinstance(block, Heading | Item) else ""
        words = block.words if isinstance(block, Heading) else plain(block.words)
        told.append(f"{label} {words}".strip())
    return told


def written() -> list[str]:
    return lines(paper.opinions(telling()))


def test_a_meeting_without_opinions() -> None:
    assert written() == ["Ý kiến của Nhân dân và trả lời", "Không có ý kiến tại hội nghị."]
    assert paper.totals(telling()) == []


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
        "Nội dung này chưa giải quyết tại hội nghị. Chủ trì giao công chức Tư pháp - Hộ tịch "
        "kiểm tra, trả lời cho ông Đinh Bưm trước ngày 10/11/2023.",
    ]


@pytest.mark.parametrize(
    ("values", "opening"),
    [
        ({"channel": "DIRECT"}, "Đinh Grơ̆ng: "),
        ({"channel": "VIA_SECRETARY"}, "Câu hỏi gửi qua thư ký của Đinh Grơ̆ng: "),
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


def test_what_was_collected_before_and_never_taken_up_has_a_part_of_its_own(
    do: Do, write_down: WriteDown
) -> None:
    first = write_down("Hết thuốc.", channel="PRE_COLLECTED")
    write_down("Thiếu sách.", channel="PRE_COLLECTED")
    assert written() == [
        "Ý kiến của Nhân dân và trả lời",
        "Không có ý kiến tại hội nghị.",
        "Ý kiến tập hợp trước hội nghị",
        "Ý kiến 1. Ý kiến gửi trước hội nghị của Đinh Grơ̆ng: Hết thuốc.",
        "Ý kiến 2. Ý kiến gửi trước hội nghị của Đinh Grơ̆ng: Thiếu sách.",
    ]
    do(service.call_up, opinion_id=first)
    assert written()[1:3] == [
        "Ý kiến 1. Ý kiến gửi trước hội nghị của Đinh Grơ̆ng: Hết thuốc.",
        "Ý kiến tập hợp trước hội nghị",
    ]


@pytest.mark.parametrize(
    ("verb", "facts"),
    [
        ("show", {}),
        ("record_answer", {"text": "Có rồi.", "answered_by": "Trạm Y tế", "seen": 0}),
        ("add_entry", {"kind": "CONCLUSION", "text": "Cấp trong tháng."}),
    ],
)
def test_what_is_shown_or_answered_while_the_meeting_runs_was_taken_up(
    do: Do, write_down: WriteDown, verb: str, facts: dict[str, Any]
) -> None:
    first = write_down("Hết thuốc.", channel="PRE_COLLECTED", approved=True)
    do(getattr(service, verb), opinion_id=first, **facts)
    assert written()[1].startswith("Ý kiến 1."), "among what was raised in the hall"
    do(service.lay_back, opinion_id=first)
    assert written()[1] == "Không có ý kiến tại hội nghị."
    if verb == "record_answer":
        do(service.record_answer, opinion_id=first, **{**facts, "seen": 1})
        assert written()[1] == "Không có ý kiến tại hội nghị.", "what somebody decided stays"


def test_a_typed_name_has_its_form_of_address(
    do: Do, write_down: WriteDown, client_as: ClientAs
) -> None:
    typed = {
        "channel": "VIA_SECRETARY", "who": "name", "name": "bà Võ Thị Bé Ba", "honorific": "Bà",
        "text": "Nước yếu.", "village": str(villages(db.session(), 1)[0].id), "key": "a",
    }  # fmt: skip
    assert client_as("secretary").post("/m/1/opinions/", data=typed).status_code == 303
    write_down("Đường lầy.", asker=Asker(name="Công ty Hoàng Long", honorific="<b>"))
    assert written()[1:] == [
        "Ý kiến 1. Câu hỏi gửi qua thư ký của bà Võ Thị Bé Ba, làng Stơr: Nước yếu.",
        "Ý kiến 2. Câu hỏi gửi qua thư ký của Công ty Hoàng Long: Đường lầy.",
    ]
    do(service.correct_asker, opinion_id=1, asker=Asker(name="Võ Văn Ba", honorific="Ông"))
    (first, _second) = queries.all_opinions(db.session(), 1)
    assert first.addressed == "Ông Võ Văn Ba"
    do(service.correct_asker, opinion_id=1, asker=Asker(name="Võ Văn Ba"))
    assert queries.all_opinions(db.session(), 1)[0].addressed == "Võ Văn Ba"


def test_a_speech_hands_its_form_of_address_on(do: Do) -> None:
    wish = {"speaker_name": "Võ Thị Bé Ba", "honorific": "Bà", "subject": "Nước yếu"}
    turn_id = do(speakers.request_turn, **wish)
    do(speakers.call_next, seen=0, turn_id=turn_id)
    (found,) = queries.all_opinions(db.session(), 1)
    assert found.addressed == "Bà Võ Thị Bé Ba"


def test_the_whole_thread_in_the_sentence_forms_of_minutes(
    do: Do, bum: Actor, write_down: WriteDown
) -> None:
    opinion_id = write_down("Đường lầy.", channel="DIRECT", asker=Asker(delegate_id=bum.id))
    for kind, words, by, full in (
        ("CLARIFICATION", "Đoạn nào lầy nhất?", "", ""),
        ("REPLY", "Đoạn qua suối.", "", ""),
        ("ANSWER", "Có vốn 2024.", "Trần Xuân Nam", "Rất dài " * 50),
        ("FOLLOW_UP", "Cống thì sao?", "", ""),
        ("ANSWER", "Làm cùng lúc.", "Công chức Tư pháp - Hộ tịch", ""),
        ("ANSWER", "", "", ""),
        ("CONCLUSION", "Làm trước mùa mưa.", "", ""),
    ):
        entry = {"kind": kind, "text": words, "said_by": by, "full": full}
        do(service.add_entry, opinion_id=opinion_id, **entry)
    do(service.prepare, opinion_id=opinion_id, text="Chưa nói", full="", said_by="", seen=0)
    assert written()[1:] == [
        "Ý kiến 1. Ông Đinh Bưm, làng Stơr: Đường lầy.",
        "Chủ trì đề nghị ông Đinh Bưm nói rõ thêm: Đoạn nào lầy nhất?",
        "Ông Đinh Bưm cho biết: Đoạn qua suối.",
        "Ông Trần Xuân Nam - Chủ tịch UBND xã trả lời: Có vốn 2024.",
        "Sau phần trả lời, ông Đinh Bưm tiếp tục trao đổi: Cống thì sao?",
        "Chủ trì giao công chức Tư pháp - Hộ tịch trả lời; đại diện công chức Tư pháp - Hộ tịch "
        "báo cáo: Làm cùng lúc.",
        "Chủ trì kết luận: Làm trước mùa mưa.",
    ]


def test_several_opinions_of_one_turn_stand_under_the_speaker(
    do: Do, write_down: WriteDown
) -> None:
    turn_id = do(speakers.request_turn, speaker_name="Đinh Klĕn", village_id=1)
    for words in ("Đường lầy.", "Thiếu nước.", "Cán bộ nhận tiền."):
        write_down(words, channel="DIRECT", asker=Asker(turn_id=turn_id))
    do(service.mark_sensitive, opinion_id=3, sensitive=True)
    assert written()[1:] == [
        "Đinh Klĕn, làng Stơr nêu 02 ý kiến:",
        "Ý kiến 1. Đường lầy.",
        "Ý kiến 2. Thiếu nước.",
        "Ý kiến 3. Một công dân, làng Stơr nêu ý kiến riêng, nội dung được ghi trong hồ sơ.",
    ]


def test_who_raised_nothing_stands_there_as_such(do: Do, write_down: WriteDown) -> None:
    turn_id = do(speakers.request_turn, speaker_name="Đinh Klĕn", village_id=1)
    opened = do(service.open_for_turn, turn_id=turn_id)
    assert written()[1:] == ["Ý kiến 1. Đinh Klĕn, làng Stơr phát biểu."]
    do(service.nothing_raised, opinion_id=opened.id, seen=1)
    assert written()[1:] == ["Ý kiến 1. Đinh Klĕn, làng Stơr phát biểu, không nêu kiến nghị."]


def test_all_who_raised_the_same_are_named(do: Do, bum: Actor, write_down: WriteDown) -> None:
    write_down("Đường lầy.")
    write_down("Đường xấu.", asker=Asker(delegate_id=bum.id))
    write_down("Lầy quá.", asker=Asker(anonymous=True))
    for number in (2, 3):
        wish = Wish(outcome="MERGED", merged_into=1)
        do(service.set_outcome, opinion_id=number, wish=wish)
    assert written()[2] == (
        "Cùng nội dung: ý kiến 2 của ông Đinh Bưm, làng Stơr; ý kiến 3 không ghi tên."
    )
    do(service.mark_sensitive, opinion_id=2, sensitive=True)
    assert written()[2] == "Cùng nội dung: ý kiến 2 của một công dân; ý kiến 3 không ghi tên."


def test_a_later_day_and_what_the_competent_body_does(do: Do, write_down: WriteDown) -> None:
    write_down()
    late = Wish(
        outcome="PENDING",
        department="TU_PHAP",
        due_date=date(2024, 3, 1),
        due_reason="chờ kết quả đo đạc.",
    )
    do(service.set_outcome, opinion_id=1, wish=late)
    assert written()[-1].endswith(
        "trước ngày 01/3/2024 (muộn hơn thời hạn quy định, lý do: chờ kết quả đo đạc)."
    )
    beyond = Wish(
        outcome="BEYOND_AUTHORITY",
        competent_body="Sở Y tế",
        expected="quý I/2024",
        told_on=date(2023, 10, 25),
    )
    do(service.set_outcome, opinion_id=1, wish=beyond)
    assert written()[-1].endswith(
        "biết. Thời gian giải quyết dự kiến: quý I/2024. Đã thông báo ngày 25/10/2023."
    )


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
            "Nội dung vượt thẩm quyền của xã Tơ Tung; chủ trì tiếp thu, giao công chức Tư pháp - "
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
    told = lines(paper.totals(telling()))
    assert told == [
        "Tổng hợp ý kiến",
        "Hội nghị có 04 lượt ý kiến của 02 người (01 ý kiến không ghi tên); trong đó: "
        "tiếp thu, ghi nhận 03; chưa có kết quả 01.",
    ]
    write_down(channel="PRE_COLLECTED")
    assert lines(paper.totals(telling())) == [
        *told,
        "Tập hợp trước hội nghị 01 lượt ý kiến của 01 người; trong đó: chưa có kết quả 01.",
    ]


def test_several_lines_and_hostile_words_are_plain_text(write_down: WriteDown) -> None:
    write_down("Dòng một\nDòng hai <b>đậm</b> & <para>")
    assert "Dòng một\nDòng hai <b>đậm</b> & <para>" in "\n".join(written())
