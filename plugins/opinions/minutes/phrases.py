"""The sentence forms in which papers tell opinions; an office may reword each for its meeting."""

from __future__ import annotations

from meeting.contract import _l
from meeting.phrases import Phrase

_WHO, _WHOM = "Bà Đinh Thị Hlŏp, làng Leng", "bà Đinh Thị Hlŏp"
_OFFICIAL = "Ông Trần Xuân Nam - Chủ tịch UBND xã"
_HOST, _MEETING = "Ủy ban nhân dân xã Tơ Tung", "hội nghị trao đổi, đối thoại với Nhân dân"
_SAMPLES = {
    "who": _WHO,
    "whom": _WHOM,
    "you": "bà",
    "words": "Đường vào làng lầy lội.",
    "department": "Phòng Kinh tế",
    "due": "trước ngày 10/11/2023",
    "body": "Sở Y tế",
    "commune": "xã Tơ Tung",
    "host": _HOST,
    "meeting": _MEETING,
    "date": "20/10/2023",
    "count": "02",
    "number": "4",
    "reason": "chờ kết quả đo đạc",
    "expected": "quý I năm 2024",
    "others": "ý kiến 4 của ông Đinh Bưm, làng Stơr",
    "counts": "14 lượt ý kiến của 12 người; trong đó: trả lời tại hội nghị 10",
    "office": "Văn phòng HĐND và UBND",
    "paper": "biên bản",
    "villages": "làng Suối Lơ và làng Tân Lập",
}


_OFFICIALS = {"clarification", "answer", "conclusion", "reply_said"}  # said by one


def phrase(key: str, title: object, form: str, facts: str = "", *, may_go: str = "") -> Phrase:
    """A form and what may stand in its braces; of that, only ``may_go`` may be left out."""
    names = facts.split()
    samples = {name: _SAMPLES[name] for name in names}
    if key in _OFFICIALS:
        samples["who"] = _OFFICIAL
    needed = frozenset(names) - frozenset(may_go.split())
    return Phrase(key=f"opinions.{key}", title=title, form=form, facts=samples, needed=needed)


RAISED = (
    phrase("raised", _l("What somebody raises"), "{who}: {words}", "who words"),
    phrase("raised_question", _l("What somebody asks"), "{who} hỏi: {words}", "who words"),
    phrase(
        "raised_petition", _l("What somebody requests"), "{who} kiến nghị: {words}", "who words"
    ),
    phrase("raised_feedback", _l("What somebody reports"), "{who} phản ánh: {words}", "who words"),
    phrase("raised_proposal", _l("What somebody proposes"), "{who} đề xuất: {words}", "who words"),
    phrase("spoke", _l("Somebody spoke; the words follow"), "{who} phát biểu.", "who"),
    phrase(
        "nothing",
        _l("Somebody spoke and asked for nothing"),
        "{who} phát biểu, không nêu kiến nghị.",
        "who",
    ),
    phrase(
        "several", _l("Several opinions of one speech"), "{who} nêu {count} ý kiến:", "who count"
    ),
    phrase("by_slip", _l("Before the name: by a question slip"), "Câu hỏi gửi qua thư ký"),
    phrase("by_phone", _l("Before the name: by phone"), "Câu hỏi gửi qua điện thoại"),
    phrase("by_collection", _l("Before the name: before the meeting"), "Ý kiến gửi trước hội nghị"),
    phrase(
        "private",
        _l("A sensitive opinion, without name and words"),
        "{who} nêu ý kiến riêng, nội dung được ghi trong hồ sơ.",
        "who",
    ),
    phrase(
        "routed_out",
        _l("A complaint or denunciation"),
        "Một công dân phản ánh nội dung thuộc diện khiếu nại, tố cáo.",
    ),
    phrase(
        "unpublished",
        _l("In papers to be posted: how many opinions stand only in the file"),
        "Ngoài ra có {count} ý kiến có nội dung riêng, được ghi trong hồ sơ.",
        "count",
    ),
    phrase("also_asked", _l("Who raised the same"), "Cùng nội dung: {others}.", "others"),
    phrase("none", _l("Nobody raised anything"), "Không có ý kiến tại hội nghị."),
)

THREAD = (
    phrase(
        "clarification",
        _l("The chair asks for more"),
        "{who} đề nghị {whom} nói rõ thêm: {words}",
        "who whom words",
        may_go="whom",
    ),
    phrase("reply", _l("The reply to that"), "{who} cho biết: {words}", "who words"),
    phrase("answer", _l("An official answers"), "{who} trả lời: {words}", "who words"),
    phrase(
        "answer_of_department",
        _l("A department answers"),
        "Chủ trì giao {department} trả lời; đại diện {department} báo cáo: {words}",
        "department words",
    ),
    phrase("answer_of_nobody", _l("An answer, nobody named"), "Trả lời: {words}", "words"),
    phrase(
        "follow_up",
        _l("The exchange goes on after the answer"),
        "Sau phần trả lời, {whom} tiếp tục trao đổi: {words}",
        "whom words",
    ),
    phrase(
        "conclusion",
        _l("The chair concludes on one opinion"),
        "{who} kết luận: {words}",
        "who words",
    ),
)

OUTCOMES = (
    phrase(
        "answered",
        _l("Outcome: answered at the meeting"),
        "Nội dung đã được trả lời, giải quyết tại hội nghị.",
    ),
    phrase(
        "pending",
        _l("Outcome: a department answers by a date"),
        "Nội dung này chưa giải quyết tại hội nghị. Chủ trì giao {department} kiểm tra, trả lời "
        "cho {whom} {due}.",
        "department whom due",
        may_go="whom",
    ),
    phrase(
        "late",
        _l("Behind a date that is later than the rules give"),
        "(muộn hơn thời hạn quy định, lý do: {reason})",
        "reason",
    ),
    phrase(
        "beyond",
        _l("Outcome: beyond our authority"),
        "Nội dung vượt thẩm quyền của {commune}; chủ trì tiếp thu, kiến nghị {body} và thông báo "
        "cho người có ý kiến biết.",
        "commune body",
        may_go="commune",
    ),
    phrase(
        "beyond_charged",
        _l("Outcome: beyond our authority, a department writes to the body"),
        "Nội dung vượt thẩm quyền của {commune}; chủ trì tiếp thu, giao {department} tham mưu văn "
        "bản kiến nghị {body} và thông báo cho người có ý kiến biết.",
        "commune department body",
        may_go="commune",
    ),
    phrase(
        "expected",
        _l("When the competent body is to act"),
        "Thời gian giải quyết dự kiến: {expected}.",
        "expected",
    ),
    phrase("told", _l("When the asker was told"), "Đã thông báo ngày {date}.", "date"),
    phrase(
        "off_topic",
        _l("Outcome: off topic, answered in writing"),
        "Nội dung ngoài chủ đề; chủ trì tiếp nhận và sẽ trả lời riêng bằng văn bản {due}.",
        "due",
    ),
    phrase("noted", _l("Outcome: noted"), "Chủ trì tiếp thu, ghi nhận ý kiến."),
    phrase("merged", _l("Outcome: same as another"), "Trùng nội dung ý kiến {number}.", "number"),
    phrase(
        "referred",
        _l("Outcome: guided to file a complaint or denunciation"),
        "Chủ trì hướng dẫn gửi đơn khiếu nại, tố cáo theo quy định của pháp luật.",
    ),
    phrase(
        "taken_up",
        _l("One collected before was taken up in the hall"),
        "Ý kiến này đã được đưa ra trao đổi tại hội nghị.",
    ),
)

SUMS = (
    phrase("totals", _l("How many opinions in the hall"), "Hội nghị có {counts}.", "counts"),
    phrase(
        "totals_before",
        _l("How many opinions before the meeting"),
        "Tập hợp trước hội nghị {counts}.",
        "counts",
    ),
    phrase(
        "silent",
        _l("Report: villages from which nothing was raised"),
        "Không có ý kiến từ {villages}.",
        "villages",
    ),
    phrase(
        "in_annex",
        _l("Where the opinions stand one by one"),
        "Nội dung từng ý kiến, phần trả lời và kết quả được ghi tại Phụ lục kèm theo {paper} này.",
        "paper",
        may_go="paper",
    ),
    phrase(
        "lists",
        _l("Before the four lists of the conclusion"),
        "Kết quả tiếp thu, giải quyết ý kiến, kiến nghị của Nhân dân như sau:",
    ),
    phrase(
        "charges",
        _l("Before the table of what was given to whom"),
        "Các nội dung chưa giải quyết tại hội nghị được giao cho các cơ quan, đơn vị chủ trì giải "
        "quyết, trả lời như sau:",
    ),
)

PHRASES = (*RAISED, *THREAD, *OUTCOMES, *SUMS)
