"""The opinions' part of the minutes. Its words are Vietnamese whatever the screens speak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.orm import Session

from meeting.papers import wording
from meeting.papers.model import Block, Heading, Item, Paragraph, text
from meeting.plan import Plan
from meeting.points import Section
from plugins.opinions import queries
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Channel, Outcome

HEADING = "Ý kiến của Nhân dân và trả lời"
NONE = "Không có ý kiến tại hội nghị."
TOTALS = "Tổng hợp ý kiến"
KEPT_TOGETHER = 600  # letters; a longer one may break over pages, else it leaves one half empty

_BY_WAY_OF = {
    Channel.DIRECT: "",
    Channel.VIA_SECRETARY: "Câu hỏi gửi qua thư ký",
    Channel.PHONE: "Câu hỏi gửi qua điện thoại",
    Channel.PRE_COLLECTED: "Ý kiến gửi trước hội nghị",
}
_COUNTED = {  # in the order in which a summary names them
    Outcome.ANSWERED_ON_SPOT: "trả lời tại hội nghị",
    Outcome.PENDING: "giao giải quyết, trả lời sau",
    Outcome.BEYOND_AUTHORITY: "vượt thẩm quyền",
    Outcome.OFF_TOPIC_WRITTEN: "trả lời riêng bằng văn bản",
    Outcome.NOTED: "tiếp thu, ghi nhận",
    Outcome.MERGED: "trùng nội dung",
    Outcome.REFERRED: "hướng dẫn gửi đơn theo quy định",
}


def opinions(session: Session, meeting_id: int) -> Sequence[Block]:
    """Opinions and answers in order. Sensitive ones are told without name and words."""
    plan = queries.plan_of(session, meeting_id)
    blocks: list[Block] = [Heading(words=HEADING, level=2)]
    found = queries.all_opinions(session, meeting_id)
    if not found:
        return [*blocks, Paragraph(words=text(NONE))]
    for one in found:
        label = f"Ý kiến {one.number}."
        first, *rest = _sentences(one, plan)
        together = bool(rest) and len(first) <= KEPT_TOGETHER
        blocks.append(Item(label=label, words=text(first), keep_with_next=together))
        blocks.extend(Paragraph(words=text(sentence)) for sentence in rest)
    return blocks


def _sentences(one: OpinionView, plan: Plan) -> list[str]:
    if one.sensitive:
        return [f"{masked(one)}{_outcome(one, plan)}"]
    told = [f"{asked(one)}: {one.brief}"]
    if one.answer:
        told.append(f"{_speaker(one.answered_by, plan)}: {one.answer}")
    if one.outcome:
        told.append(_outcome(one, plan))
    return told


def asked(one: OpinionView) -> str:
    """Who raised it and how: ``Ông Đinh Bưm, làng Stơr`` or ``Câu hỏi gửi qua thư ký của bà …``."""
    way = _BY_WAY_OF[one.channel]
    if not one.name:
        return ", ".join(filter(None, (way or "Ý kiến", "không ghi tên", one.village)))
    who = ", ".join(filter(None, (_person(one, inside=bool(way)), one.village)))
    return f"{way} của {who}" if way else who


def _person(one: OpinionView, *, inside: bool) -> str:
    """With the form of address; an enterprise or a name without one stays as it is."""
    if one.delegate_id is None:
        return one.name
    known = one.honorific in ("Ông", "Bà")
    return wording.person(one.name, one.honorific if known else None, inside=inside)  # type: ignore[arg-type]


def masked(one: OpinionView) -> str:
    """A sensitive opinion in public: nobody can tell who said what."""
    if one.outcome is Outcome.REFERRED:
        return "Một công dân phản ánh nội dung thuộc diện khiếu nại, tố cáo. "
    who = ", ".join(filter(None, ("Một công dân", one.village)))
    return f"{who} nêu ý kiến riêng, nội dung được ghi trong hồ sơ. "


def _speaker(answered_by: str, plan: Plan) -> str:
    if not answered_by:
        return "Trả lời"
    official = next((one for one in plan.people if one.name == answered_by), None)
    return f"{official.full if official else answered_by} trả lời"


def _outcome(one: OpinionView, plan: Plan) -> str:
    """What became of it, in the sentence forms of minutes."""
    due = wording.short_date(one.due_date) if one.due_date else ""
    asker = _asker_inside(one)
    if one.outcome is None:
        return ""
    if one.outcome is Outcome.BEYOND_AUTHORITY:
        return _beyond(one, plan)
    return {
        Outcome.ANSWERED_ON_SPOT: "Nội dung đã được trả lời, giải quyết tại hội nghị.",
        Outcome.PENDING: (
            "Nội dung này chưa giải quyết tại hội nghị. Chủ trì giao "
            f"{one.department_name} kiểm tra, trả lời{asker} trước ngày {due}."
        ),
        Outcome.OFF_TOPIC_WRITTEN: (
            "Nội dung ngoài chủ đề; chủ trì tiếp nhận và sẽ trả lời riêng bằng văn bản "
            f"trước ngày {due}."
        ),
        Outcome.NOTED: "Chủ trì tiếp thu, ghi nhận ý kiến.",
        Outcome.MERGED: f"Trùng nội dung ý kiến {one.merged_into}.",
        Outcome.REFERRED: (
            "Chủ trì hướng dẫn gửi đơn khiếu nại, tố cáo theo quy định của pháp luật."
        ),
    }[one.outcome]


def _asker_inside(one: OpinionView) -> str:
    if one.sensitive or not one.name:
        return " cho người có ý kiến"
    return f" cho {_person(one, inside=True)}"


def _beyond(one: OpinionView, plan: Plan) -> str:
    charge = f"giao {one.department_name} tham mưu văn bản " if one.department_name else ""
    return (
        f"Nội dung vượt thẩm quyền của {plan.host.commune}; chủ trì tiếp thu, {charge}"
        f"kiến nghị {one.competent_body} và thông báo cho người có ý kiến biết."
    )


def totals(session: Session, meeting_id: int) -> Sequence[Block]:
    """How many opinions of how many people, and what became of them."""
    found = queries.all_opinions(session, meeting_id)
    if not found:
        return []
    return [
        Heading(words=TOTALS),
        Paragraph(words=text(f"Hội nghị có {_counts(found)}.")),
    ]


def _counts(found: Sequence[OpinionView]) -> str:
    named = {one.delegate_id or (one.name, one.village) for one in found if one.name}
    nameless = sum(not one.name for one in found)
    opening = wording.count(len(found), "lượt ý kiến")
    if named:
        opening += f" của {wording.count(len(named), 'người')}"
    if nameless:
        opening += f" ({wording.count(nameless, 'ý kiến không ghi tên')})"
    number = Counter(one.outcome for one in found if one.outcome)
    kinds = [
        f"{words} {wording.count(number[kind])}" for kind, words in _COUNTED.items() if number[kind]
    ]
    open_ones = len(found) - sum(number.values())
    if open_ones:
        kinds.append(f"chưa có kết quả {wording.count(open_ones)}")
    return f"{opening}; trong đó: {', '.join(kinds)}"


SECTIONS = (Section(order=40, build=opinions), Section(order=50, build=totals))
