"""Meetings whose pictures on the wall are easy, and some that are as hard as any can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask

from meeting import clock
from meeting.access import Actor, Role
from meeting.db import db
from meeting.meetings import change_setting, create_meeting, open_meeting
from meeting.plan import Plan, load_plan_file, shipped_plans
from meeting.writing import run
from plugins.agenda import queries as programme
from plugins.agenda import service as agenda
from plugins.checkin import service as checkin
from plugins.minutes.closing import service as minutes
from plugins.minutes.rules import Entered
from plugins.opinions import service as opinions
from plugins.opinions.deciding import Wish
from plugins.opinions.rules import Asker
from plugins.roster.api import add_person, villages
from plugins.speakers import service as speakers
from plugins.speakers.api import waiting

SECRETARY = Actor("device", 1, "Thư ký", Role.SECRETARY)
# The longest of a real list, forty letters without a space, signs of other scripts and of none.
PEOPLE = (
    "Nguyễn Hoàng Phương Thảo Nguyên Đinh Thị Hơ̆n Hlŏp",
    "Hlŏpơ̆nđinhthịnguyễnhoàngphươngthảonguyên",
    "Đinh Thị H'Lĭnh 👩🏽‍🌾 ดินห์ 丁氏",
    "Công ty TNHH MTV Sản xuất và Thương mại Dịch vụ Phú Thịnh Gia Lai",
)
VILLAGE = "H’Đơ̆ng Kơ Chăm Trung Lương Thượng"
QUESTION = (
    "Nhà tôi năm ngoái còn hộ nghèo, năm nay bị đưa ra khỏi danh sách mà không ai đến nhà rà soát, "
    "cũng không ai nói cho biết. Xin hỏi xã căn cứ vào đâu, và gia đình tôi phải làm gì để được "
    "xem xét lại?\nĐường từ làng ra rẫy mùa mưa lầy lội, xe không đi được, nông sản làm ra không "
    "bán được. Bà con đã kiến nghị nhiều lần tại các cuộc họp làng và hội nghị năm trước, được trả "
    "lời là chờ vốn, đến nay vẫn chưa thấy làm. "
)
ANSWER = (
    "Việc rà soát hộ nghèo thực hiện theo bộ tiêu chí đo lường đa chiều, có họp làng và niêm yết "
    "công khai. Ủy ban nhân dân xã tiếp thu, giao công chức Văn hóa - Xã hội cùng trưởng làng đến "
    "từng hộ kiểm tra lại trong tháng này; hộ nào đủ điều kiện thì bổ sung ngay vào danh sách. "
)
POINT = (
    "Giao công chức Địa chính - Xây dựng khảo sát đường xuống cánh đồng, lập dự toán, báo cáo Chủ "
    "tịch Ủy ban nhân dân xã xem xét đưa vào kế hoạch đầu tư công năm sau; trong khi chờ vốn, vận "
    "động các làng góp ngày công rải đá dăm những đoạn lầy lội nhất."
)


@dataclass(frozen=True)
class Words:
    """What is said at a meeting."""

    plan: dict[str, Any]
    people: tuple[str, ...]
    question: str
    answer: str
    answered_by: str
    points: tuple[str, ...]
    wifi: str
    language: str
    message: str


def _plan() -> dict[str, Any]:
    return load_plan_file(shipped_plans()["to-tung-2023"]).model_dump()


def short() -> Words:
    """As most meetings are."""
    return Words(
        plan=_plan(),
        people=("Đinh Bưm", "Đinh Thị Hlŏp", "Đinh Klĕn", "Đinh Thị Ƀlĭ"),
        question="Đường vào làng Klếch lầy lội quá, xin xã đổ bê tông.",
        answer="Đoạn đường này có trong kế hoạch, khởi công quý I năm sau.",
        answered_by="Ông Lê Văn Nam, Chủ tịch UBND xã",
        points=("Biểu dương tinh thần xây dựng của bà con.", "Giao Văn phòng theo dõi, đôn đốc."),
        wifi="HoiTruong",
        language="tiếng Ba Na",
        message="Giải lao 10 phút",
    )


def long() -> Words:
    """Sixty villages, fourteen steps, names and texts as long as anybody may write them."""
    plan = _plan()
    title = (
        "Hội nghị tiếp xúc, trao đổi, đối thoại trực tiếp của người đứng đầu cấp ủy, chính quyền "
        "với Nhân dân các thôn, làng trên địa bàn xã năm 2023 và triển khai nhiệm vụ năm 2024"
    )
    named = [{"name": f"{VILLAGE if number % 7 == 3 else 'Stơr'} {number}"} for number in range(60)]
    step = plan["agenda"][3]
    titles = {
        "title": "Thông báo nội dung tiếp xúc, đối thoại; báo cáo tóm tắt kết quả thực hiện kế "
        "hoạch; nhiệm vụ trọng tâm những tháng cuối năm 2023 và năm 2024; giới thiệu chủ tọa, cử "
        "thư ký ghi biên bản và phân công bộ phận tổng hợp ý kiến, đăng ký phát biểu",
        "who": "Lãnh đạo Ủy ban nhân dân xã, Ủy ban Mặt trận Tổ quốc và các đoàn thể",
    }
    department = {
        "code": "DAI",
        "name": "Phòng Kinh tế, Hạ tầng và Đô thị, Ban Quản lý dự án đầu tư xây dựng khu vực",
        "fields": ["DAT_DAI"],
    }
    topic = {"code": "DAI", "title": "Đền bù, giải phóng mặt bằng, thu hồi đất, tái định cư"}
    plan |= {
        "title": title,
        "subject": title,
        "backdrop": [title.upper(), "NĂM 2023"],
        "villages": named,
        "sessions": (),
        "departments": [*plan["departments"], department],
        "categories": [*plan["categories"], topic],
        "agenda": [
            *plan["agenda"][:2],
            *({**step, **titles} for _ in range(5)),
            *({**one, **titles} for one in plan["agenda"][3:]),
        ],
    }
    return Words(
        plan=plan,
        people=PEOPLE,
        question=QUESTION * 3,
        answer=ANSWER * 4,
        answered_by="Ông Nguyễn Hoàng Phương Thảo Nguyên, Phó Chủ tịch thường trực UBND xã, "
        "Trưởng ban chỉ đạo",
        points=(POINT,) * 7,
        wifi="UBND-xa-To-Tung-Hoi-truong-5G",
        language="tiếng Ba Na (Bahnar) vùng Kông Chro",
        message="Mời bà con nghỉ giải lao mười phút, uống nước tại sảnh; 9 giờ 30 hội nghị tiếp "
        "tục với phần trả lời của các đơn vị",
    )


def do(meeting_id: int, use_case: Callable[..., Any], **arguments: Any) -> Any:
    """What the secretary does."""
    return run(use_case, by=SECRETARY, meeting_id=meeting_id, **arguments)


def meeting(words: Words) -> int:
    """An open meeting with its people on the list, some of them here."""
    plan = Plan.model_validate(words.plan)
    meeting_id: int = run(create_meeting, by=SECRETARY, plan=plan)
    do(meeting_id, open_meeting)
    for name, value in (("speakers.present_only", False), ("checkin.wifi_name", words.wifi)):
        do(meeting_id, change_setting, name=name, value=value)
    places = villages(db.session(), meeting_id)
    for number, name in enumerate(words.people):
        village = places[3 + 7 * number if len(places) > 30 else number]
        there = {"honorific": "Bà" if "Thị" in name else "Ông", "village_id": village.id}
        delegate_id = do(meeting_id, add_person, name=name, **there)
        do(meeting_id, checkin.check_in, delegate_id=delegate_id, via="desk")
        do(meeting_id, speakers.request_turn, delegate_id=delegate_id)
    return meeting_id


def call(meeting_id: int, *, seen: int = 0) -> int:
    """The next one has the floor. Returns the turn's id."""
    turn_id: int = waiting(db.session(), meeting_id)[0].id
    do(meeting_id, speakers.call_next, turn_id=turn_id, seen=seen)
    return turn_id


def begin(meeting_id: int, kind: str) -> None:
    """A step of the programme."""
    session = db.session()
    item = next(one for one in programme.items(session, meeting_id) if one.kind == kind)
    running = programme.running_span(session, meeting_id)
    do(meeting_id, agenda.start, item_id=item.id, seen=running.id if running else 0)


def shown(meeting_id: int, words: Words, wish: Wish | None, *, answered: bool = True) -> None:
    """An opinion on the wall."""
    asker = Asker(name=words.people[1], village_id=villages(db.session(), meeting_id)[3].id)
    category = words.plan["categories"][-1]["code"]
    question = {"channel": "VIA_SECRETARY", "text": words.question, "asker": asker}
    opinion_id = do(meeting_id, opinions.record, **question, category=category, approved=True).id
    if answered:
        answer = {"text": words.answer, "answered_by": words.answered_by, "seen": 0}
        do(meeting_id, opinions.record_answer, opinion_id=opinion_id, **answer)
    if wish:
        do(meeting_id, opinions.set_outcome, opinion_id=opinion_id, wish=wish)
    do(meeting_id, opinions.show, opinion_id=opinion_id)


def owed(meeting_id: int, words: Words, number: int) -> None:
    """One of many opinions that somebody else deals with."""
    asker = Asker(name=words.people[0])
    found = do(
        meeting_id, opinions.record, channel="VIA_SECRETARY", text=words.question, asker=asker
    )
    body = Wish(outcome="BEYOND_AUTHORITY", competent_body="UBND huyện Kbang")
    department = Wish(
        outcome="PENDING",
        department=words.plan["departments"][0]["code"],
        due_date=(clock.now() + timedelta(days=15)).date(),
    )
    wish = body if number % 5 == 0 else department
    do(meeting_id, opinions.set_outcome, opinion_id=found.id, wish=wish)


def speaking(words: Words) -> int:
    """Somebody speaks; a question that was answered hangs there; the points are written."""
    meeting_id = meeting(words)
    begin(meeting_id, "REPORT")
    call(meeting_id)
    shown(meeting_id, words, Wish(outcome="ANSWERED_ON_SPOT"))
    for number in range(23):
        owed(meeting_id, words, number)
    entered = Entered(conclusion="\n".join(words.points))
    do(meeting_id, minutes.save_draft, revision=0, entered=entered)
    return meeting_id


def called(words: Words) -> int:
    """Somebody walks to the microphone with an interpreter; a department owes an answer."""
    meeting_id = meeting(words)
    begin(meeting_id, "ANSWERS")
    do(meeting_id, change_setting, name="speakers.start_by_hand", value=True)
    turn_id = call(meeting_id)
    do(
        meeting_id,
        speakers.note_language,
        turn_id=turn_id,
        language=words.language,
        interpreter="Đinh Yơk",
    )
    due = (clock.now() + timedelta(days=15)).date()
    department = words.plan["departments"][-1]["code"]
    wish = Wish(outcome="PENDING", department=department, due_date=due)
    shown(meeting_id, words, wish, answered=words.wifi != "HoiTruong")
    return meeting_id


def over(words: Words) -> int:
    """Somebody speaks longer than agreed."""
    meeting_id = meeting(words)
    with clock.frozen(clock.now() - timedelta(minutes=6)):
        call(meeting_id)
    return meeting_id


def between(words: Words) -> int:
    """One has spoken, the next are to be called; nothing else hangs there."""
    meeting_id = meeting(words)
    begin(meeting_id, "SPEAKING")
    do(meeting_id, speakers.end, turn_id=call(meeting_id))
    return meeting_id


def quiet(words: Words) -> int:
    """Nobody wants to speak."""
    meeting_id = meeting(words)
    for turn in waiting(db.session(), meeting_id):
        do(meeting_id, speakers.withdraw, turn_id=turn.id)
    return meeting_id


def closed(words: Words) -> int:
    """Nobody wants to speak, and phones may not ask any more."""
    meeting_id = quiet(words)
    do(meeting_id, change_setting, name="speakers.open", value=False)
    return meeting_id


# Each state of a meeting, and the pictures that look different in it.
STATES: dict[Callable[[Words], int], tuple[str, ...]] = {
    speaking: (
        "checkin.welcome",
        "agenda.programme",
        "agenda.step",
        "speakers.floor",
        "opinions.question",
        "opinions.answer",
        "minutes.conclusion",
        "display.thanks",
        "display.backdrop",
    ),
    called: ("speakers.floor", "opinions.question", "opinions.answer", "agenda.step"),
    over: ("speakers.floor",),
    between: ("speakers.floor", "opinions.question", "minutes.conclusion"),
    quiet: ("speakers.floor",),
    closed: ("speakers.floor",),
}


def fill(app: Flask) -> Iterator[tuple[int, str, bool, tuple[str, ...]]]:
    """All of them: a meeting's id, its state, whether its words are long, its pictures."""
    with app.app_context():
        for words in (short(), long()):
            for state, scenes in STATES.items():
                yield state(words), state.__name__, words.wifi != "HoiTruong", scenes
