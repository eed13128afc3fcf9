"""Letters after the meeting: to those who are owed a reply, to departments, to competent bodies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from meeting.access import Actor
from meeting.papers.letters import NO_BREAK
from meeting.papers.model import Annex, Signatures, Table
from meeting.points import Letter
from plugins.opinions import service
from plugins.opinions.collecting import paper as collected
from plugins.opinions.deciding import Wish
from plugins.opinions.minutes import passing_on, replies
from plugins.opinions.minutes.kinds import KINDS
from plugins.opinions.rules import Asker
from plugins.opinions.usecases.intake import Details
from tests.telling import telling

from . import paper_days
from .paper_words import words

Do = Callable[..., Any]
WriteDown = Callable[..., int]
DUE = date(2023, 11, 3)
OWED = Wish(outcome="PENDING", department="TU_PHAP", due_date=DUE)
pytestmark = pytest.mark.usefixtures("context")


def letters(meeting_id: int = 1) -> Sequence[Letter]:
    return replies.write(telling(meeting_id, replies.NAME))


def only() -> str:
    """The words of the only letter."""
    (letter,) = letters()
    return words(letter.document)


def test_a_letter_recalls_what_was_asked_and_leaves_room_for_what_is_found_out(
    do: Do, bum: Actor, write_down: WriteDown
) -> None:
    asked = write_down("Bao giờ đổ bê tông?", asker=Asker(delegate_id=bum.id))
    given = {"text": "Đã đưa vào danh mục.", "answered_by": "Trần Xuân Nam", "seen": 0}
    do(service.record_answer, opinion_id=asked, **given)
    more = {"kind": "FOLLOW_UP", "text": "Cống thì sao?", "said_by": "", "full": ""}
    do(service.add_entry, opinion_id=asked, **more)
    do(service.set_outcome, opinion_id=asked, wish=OWED)
    (letter,) = letters()
    assert (letter.key, letter.to) == ("opinion-1", "Ông Đinh Bưm, làng Stơr")
    head = letter.document.head
    assert head
    assert head.about_line.replace(NO_BREAK, " ") == (
        "V/v trả lời ý kiến của ông Đinh Bưm tại hội nghị đối thoại ngày 20/10/2023"
    )
    assert head.number
    assert head.number.notation == "UBND-VP"
    assert head.place_date
    told = words(letter.document).split("\n")[2:]
    assert told[0] == "Kính gửi: Ông Đinh Bưm, làng Stơr"
    assert told[1].endswith(
        "đã tiếp nhận ý kiến của ông. Ủy ban nhân dân xã Tơ Tung trả lời như sau:"
    )
    assert told[2:6] == [
        "Nội dung ý kiến: Bao giờ đổ bê tông?",
        "Tại hội nghị, ông trao đổi thêm: Cống thì sao?",
        "Tại hội nghị, ông Trần Xuân Nam - Chủ tịch UBND xã đã trả lời: Đã đưa vào danh mục.",
        "Kết quả kiểm tra, trả lời:",
    ]
    assert told[6:11] == [replies.BLANK] * replies.BLANK_LINES
    assert told[-1] == "Ủy ban nhân dân xã Tơ Tung trả lời để ông được biết./."
    signed = letter.document.blocks[-1]
    assert isinstance(signed, Signatures)
    assert signed.right.authority[0].startswith("TM. ")


def test_what_a_department_prepared_or_the_full_answer_fills_the_lines(
    do: Do, write_down: WriteDown
) -> None:
    asked = write_down()
    do(service.set_outcome, opinion_id=asked, wish=OWED)
    own = {"text": "Ngắn.", "full": "Toàn văn của đơn vị.", "said_by": "", "seen": 0}
    do(service.prepare, opinion_id=asked, **own)
    assert "Kết quả kiểm tra, trả lời: Toàn văn của đơn vị." in only()
    given = {"text": "Gọn.", "full": "Toàn văn trả lời.", "answered_by": "Nam", "seen": 0}
    do(service.record_answer, opinion_id=asked, **given)
    assert "Kết quả kiểm tra, trả lời: Toàn văn trả lời." in only()
    assert replies.BLANK not in only()


def test_one_person_gets_one_letter_with_everything(
    do: Do, bum: Actor, write_down: WriteDown
) -> None:
    for said in ("Đường lầy.", "Thiếu nước.", "Cầu hỏng."):
        asked = write_down(said, asker=Asker(delegate_id=bum.id))
        do(service.set_outcome, opinion_id=asked, wish=OWED)
    noted = write_down("Chỉ ghi nhận.", asker=Asker(delegate_id=bum.id))
    do(service.set_outcome, opinion_id=noted, wish=Wish(outcome="NOTED"))
    told = only()
    for number, said in enumerate(("Đường lầy.", "Thiếu nước.", "Cầu hỏng."), 1):
        assert f"{number}. Nội dung ý kiến: {said}" in told
    assert "Chỉ ghi nhận." not in told


def test_everybody_who_asked_the_same_gets_one_with_their_own_words(
    do: Do, bum: Actor, write_down: WriteDown
) -> None:
    write_down("Đường lầy.", asker=Asker(delegate_id=bum.id))
    write_down("Đường xấu quá.", asker=Asker(name="Bà Đinh Thị Hlŏp", village_id=2))
    write_down("Không ai ký tên.", asker=Asker(anonymous=True))
    do(service.set_outcome, opinion_id=1, wish=OWED)
    for number in (2, 3):
        wish = Wish(outcome="MERGED", merged_into=1)
        do(service.set_outcome, opinion_id=number, wish=wish)
    first, second = letters()
    assert first.to == "Ông Đinh Bưm, làng Stơr"
    assert second.to.startswith("Bà Đinh Thị Hlŏp, làng ")
    assert "Nội dung ý kiến: Đường xấu quá." in words(second.document)
    assert "Đường lầy." not in words(second.document)


def test_keys_are_the_same_for_ever(do: Do, write_down: WriteDown) -> None:
    for name in ("Đinh Grơ̆ng", "Hyek"):
        asked = write_down(asker=Asker(name=name, village_id=1))
        do(service.set_outcome, opinion_id=asked, wish=OWED)
    before = [letter.key for letter in letters()]
    do(service.set_outcome, opinion_id=1, wish=Wish(outcome="NOTED"))
    assert [letter.key for letter in letters()] == before[1:]
    assert len(set(before)) == 2


@pytest.mark.parametrize(
    ("name", "to", "you"),
    [
        ("Đinh Grơ̆ng", "Ông (Bà) Đinh Grơ̆ng", "ông (bà)"),
        ("bà Hyek", "Bà Hyek", "bà"),
        ("Công ty TNHH MTV Phú Thịnh", "Công ty TNHH MTV Phú Thịnh", "quý đơn vị"),
    ],
)
def test_how_somebody_is_addressed(
    do: Do, write_down: WriteDown, name: str, to: str, you: str
) -> None:
    asked = write_down(asker=Asker(name=name))
    do(service.set_outcome, opinion_id=asked, wish=Wish(outcome="OFF_TOPIC_WRITTEN", due_date=DUE))
    told = only()
    assert f"Kính gửi: {to}\n" in told
    assert f"trả lời để {you} được biết./." in told


def test_who_left_an_address_gets_the_answer_in_writing(do: Do, write_down: WriteDown) -> None:
    silent, asking = write_down("Một."), write_down("Hai.", details=Details(contact="0905 QKX"))
    for asked in (silent, asking):
        given = {"text": "Gọn.", "full": "Đầy đủ.", "answered_by": "Nam", "seen": 0}
        do(service.record_answer, opinion_id=asked, **given)
        do(service.set_outcome, opinion_id=asked, wish=Wish(outcome="ANSWERED_ON_SPOT"))
    told = only()
    assert "Nội dung ý kiến: Hai." in told
    assert "Nội dung trả lời: Đầy đủ." in told
    assert "Một." not in told
    assert "QKX" not in told


def test_who_was_not_told_yet_where_it_went_is_told(do: Do, write_down: WriteDown) -> None:
    asked = write_down("Hết thuốc.")
    wish = Wish(outcome="BEYOND_AUTHORITY", competent_body="Sở Y tế", expected="quý I/2024")
    do(service.set_outcome, opinion_id=asked, wish=wish)
    assert "có văn bản kiến nghị Sở Y tế xem xét" in only()
    assert "Thời gian giải quyết dự kiến: quý I/2024." in only()
    known = Wish(outcome="BEYOND_AUTHORITY", competent_body="Sở Y tế", told_on=date(2023, 10, 25))
    do(service.set_outcome, opinion_id=asked, wish=known)
    assert not letters()


def test_who_denounces_is_told_how_to_file_and_no_paper_says_what(
    do: Do, bum: Actor, write_down: WriteDown
) -> None:
    for asker in (Asker(delegate_id=bum.id), Asker(anonymous=True)):
        asked = write_down("Cán bộ X nhận tiền QKX.", asker=asker)
        do(service.set_outcome, opinion_id=asked, wish=Wish(outcome="REFERRED"))
    repeats = write_down("Tôi cũng thấy QKX.", asker=Asker(name="Đinh Klĕn"))
    do(service.set_outcome, opinion_id=repeats, wish=Wish(outcome="MERGED", merged_into=1))
    told = only()
    assert "pháp luật về khiếu nại, tố cáo" in told
    assert "được giữ bí mật" in told
    assert "QKX" not in told


def test_the_words_of_a_sensitive_one_stand_in_its_own_letter_alone(
    do: Do, bum: Actor, write_down: WriteDown
) -> None:
    asked = write_down("Vợ tôi ốm QKX.", asker=Asker(delegate_id=bum.id))
    given = {"text": "Sẽ đến nhà QKY.", "answered_by": "Nam", "seen": 0}
    do(service.record_answer, opinion_id=asked, **given)
    do(service.mark_sensitive, opinion_id=asked, sensitive=True)
    do(service.set_outcome, opinion_id=asked, wish=OWED)
    same = write_down("Nhà tôi cũng khó.", asker=Asker(name="Đinh Klĕn"))
    do(service.set_outcome, opinion_id=same, wish=Wish(outcome="MERGED", merged_into=1))
    own, others = letters()
    assert "Vợ tôi ốm QKX." in words(own.document)
    assert "QKY" not in words(others.document)
    (slip,) = passing_on.slips(telling(1, passing_on.SLIP))
    assert "Một công dân, làng Stơr" in words(slip.document)
    for secret in ("QKX", "QKY", "Bưm"):
        assert secret not in words(slip.document)


def test_a_department_gets_one_slip_with_what_it_has_to_do() -> None:
    meeting_id = paper_days.hold("to-tung-2023")
    found = passing_on.slips(telling(meeting_id, passing_on.SLIP))
    assert [letter.key for letter in found] == ["DIA_CHINH_XD", "VAN_HOA_XH"]
    told = words(found[0].document)
    assert "Kính gửi: Công chức Địa chính - Xây dựng - Nông nghiệp và Môi trường" in told
    assert " 02 ý kiến, kiến nghị " in told
    assert "(Ông Đinh Bưm, làng Stơr) | Kiểm tra, trả lời người có ý kiến | Trước ngày" in told
    assert "Tham mưu văn bản kiến nghị Hạt Kiểm lâm huyện Kbang" in told
    head = found[0].document.head
    assert head
    assert head.number
    assert head.number.notation == "PC-UBND"


def test_a_body_gets_one_letter_however_its_name_is_written(do: Do, write_down: WriteDown) -> None:
    for body in ("Sở Y tế", "sở y tế ", "UBND tỉnh"):
        asked = write_down(f"Việc của {body.strip()}.")
        wish = Wish(outcome="BEYOND_AUTHORITY", competent_body=body)
        do(service.set_outcome, opinion_id=asked, wish=wish)
    found = passing_on.forwarding(telling(1, passing_on.FORWARDING))
    assert [letter.to for letter in found] == ["Sở Y tế", "UBND tỉnh"]
    head = found[0].document.head
    assert head
    assert head.number
    assert head.number.notation == "UBND-VP"  # as a reply: the plan says nothing else
    told = words(found[0].document)
    assert "Nhân dân nêu 02 ý kiến" in told
    assert "Việc của sở y tế." in told
    assert told.endswith("để thông báo cho Nhân dân./.")


def test_what_was_collected_is_a_paper_with_the_tables_behind_it() -> None:
    assert collected.letter(telling()) == []
    meeting_id = paper_days.hold("kiem-tan-2023")
    (letter,) = collected.letter(telling(meeting_id, "collected_list"))
    annex = letter.document.annexes[0]
    assert isinstance(annex, Annex)
    assert annex.landscape
    assert any(isinstance(block, Table) for block in annex.blocks)
    told = words(letter.document)
    assert "TT | Lĩnh vực | Cần giải quyết | Cộng" in told
    assert "Bãi rác đốt khói" in told


def test_nothing_is_written_of_a_meeting_in_which_nothing_was_said() -> None:
    assert [kind.name for kind in KINDS if kind.write(telling(1, kind.name))] == []


def test_hostile_names_and_words_stay_letters(do: Do, write_down: WriteDown) -> None:
    hostile = "<b>&amp;</b> {host} {0} %s \u202ex"
    asked = write_down(hostile, asker=Asker(name=f"Đinh {hostile}"))
    do(service.set_outcome, opinion_id=asked, wish=OWED)
    assert "<b>&amp;</b> {host} {0} %s" in only()
