"""The words of the minutes. They are Vietnamese whatever language the screens speak."""

from __future__ import annotations

from collections.abc import Iterable

from meeting.papers import wording
from meeting.papers.letters import NO_BREAK

TYPE = "BIÊN BẢN"
DRAFT_TYPE = "BIÊN BẢN (DỰ THẢO)"
TITLE = "Biên bản {title}"
DRAFT_TITLE = "Dự thảo biên bản {title}"
DRAFT_LINE = "Dự thảo lúc {time}, {date}; chưa phải là biên bản chính thức."
CHECKSUM_LINE = "Bản lưu số {number} - SHA-256: {sha256}"

STARTED = "Thời gian bắt đầu: "
PLACE = "Địa điểm: "
BLANK = "…" * 12  # for the pen

PARTICIPANTS = "Thành phần tham dự"
CHAIR = "Chủ trì: "
CO_CHAIRS = "Đồng chủ trì: "
SECRETARY = "Thư ký: "

COURSE = "Nội dung"
OPENING = "Khai mạc"

CHAIRS_CONCLUSION = "Kết luận của chủ trì"
CONCLUSION = "Kết luận hội nghị"  # when somebody else than the chair concludes
CONCLUDES = "Kết luận hội nghị, {who} nhấn mạnh:"

ENDED = "Hội nghị kết thúc vào hồi {ending}."
READ_ALOUD = "Biên bản đã được đọc lại cho hội nghị nghe, thống nhất và ký tên."
END_MARK = "./."
FILE_COPY = "Lưu: VT"
AS_ABOVE = "Như trên"  # among the recipients: whom the paper addresses in its head
CHARGED = (  # one of these ends a line that means whoever is given something
    "được giao nhiệm vụ (t/h)",
    "có trách nhiệm (t/h)",
    "có trách nhiệm liên quan (t/h)",
)
TO_CARRY_OUT = "(t/h)"  # behind a recipient who is given something to do

SIGNS_LEFT = "THƯ KÝ"
SIGNS_RIGHT = "CHỦ TỌA"

# Forms of address an office may write before a name, longest first.
HONORIFICS = ("ông (bà)", "ông/bà", "đồng chí", "đ/c", "ông", "bà", "anh", "chị")


def inside(who: str) -> str:
    """A person inside a sentence: ``ông Trần Xuân Nam - Chủ tịch UBND xã``."""
    for honorific in HONORIFICS:
        if who.lower().startswith(honorific + " "):
            return honorific + who[len(honorific) :]
    return who


def programme_step(title: str, who: str, names: Iterable[str] = ()) -> str:
    """A step as a sentence of the opening; before one of ``names`` an office has a capital."""
    inside = wording.offices(who, names)
    return wording.sentence(f"{title} ({inside})" if inside else title)


def ended(words: str) -> str:
    """The last sentence of a paper with the mark that nothing follows."""
    return words.rstrip(" ./" + NO_BREAK) + END_MARK
