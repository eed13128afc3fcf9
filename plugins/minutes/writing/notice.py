"""The notice of conclusions: what was settled, who was given what, by when (S2-15, S3-17, S4-09).

The chair's own points come from the minutes; sections tell the rest: below 20 how the meeting went
(one sentence each), 20 what was settled, 30 who was given what, 40 what is beyond authority.
"""

from __future__ import annotations

from collections.abc import Sequence

from meeting.contract import _l, uses
from meeting.papers import wording as office
from meeting.papers.model import Block, Item, Paragraph, TypeAndSubject, plain, text
from meeting.phrases import Phrase
from meeting.points import Letter, PaperKind, Telling
from plugins.minutes import queries, wording
from plugins.minutes.rules import paragraphs
from plugins.minutes.writing.frame import (
    OPENING_SAMPLE,
    Issued,
    Part,
    annexes,
    flat,
    issue,
    meeting_held,
    opening_facts,
    part,
    points,
)
from plugins.minutes.writing.record import parts

NAME = "conclusion_notice"
TYPE = "THÔNG BÁO"
SETTLED, CHARGED, BEYOND = 20, 30, 40
ASSESSMENT = "Đánh giá chung"
CARRYING_OUT = "Tổ chức thực hiện"

OPENING = Phrase(
    key="minutes.notice_opening",
    title=_l("Notice of conclusions: how it begins"),
    form="Ngày {date}, tại {venue}, {host} tổ chức {meeting}. {who} chủ trì và kết luận hội nghị.",
    facts={**OPENING_SAMPLE, "who": "Chủ tịch UBND xã Trần Xuân Nam"},
)
OPENING_OF_TWO = Phrase(
    key="minutes.notice_opening_of_two",
    title=_l("Notice of conclusions: how it begins when the chair does not conclude"),
    form=(
        "Ngày {date}, tại {venue}, {host} tổ chức {meeting}. {chair} chủ trì; {who} kết luận hội "
        "nghị."
    ),
    facts={
        **OPENING.facts,
        "chair": "Chủ tịch UBND xã Lê Hoàng Phúc",
        "who": "Chủ tịch UBND Huyện Trần Minh Khoa",
    },
)
CONCLUDES = Phrase(
    key="minutes.notice_concludes",
    title=_l("Notice of conclusions: the sentence before its parts"),
    form="{host} thông báo kết luận của {who} như sau:",
    facts={"host": "Ủy ban nhân dân xã Tơ Tung", "who": "Chủ tịch UBND xã Trần Xuân Nam"},
)
FOLLOW_UP = Phrase(
    key="minutes.notice_follow_up",
    title=_l("Notice of conclusions: who sees that it is done"),
    form=(
        "Các cơ quan, đơn vị được giao nhiệm vụ tổ chức thực hiện đúng thời hạn, báo cáo kết quả "
        "về {office}. {office} theo dõi, đôn đốc, tổng hợp báo cáo {who}."
    ),
    facts={"office": "Văn phòng", "who": "Chủ tịch UBND xã Trần Xuân Nam"},
)
WATCHED = Phrase(
    key="minutes.notice_watched",
    title=_l("Notice of conclusions: who watches over it"),
    form=(
        "Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam và các tổ chức chính trị - xã hội giám sát việc "
        "thực hiện; {heads} thông báo lại kết luận này cho Nhân dân biết."
    ),
    facts={"heads": "trưởng làng"},
)
PASSED_ON = Phrase(
    key="minutes.notice_passed_on",
    title=_l("Notice of conclusions: who tells the people, where the chair named who watches"),
    form="Đề nghị {heads} thông báo lại kết luận này cho Nhân dân biết.",
    facts=WATCHED.facts,
)
PHRASES = (OPENING, OPENING_OF_TWO, CONCLUDES, FOLLOW_UP, WATCHED, PASSED_ON)
SEEN_TO, WATCHED_OVER = "đôn đốc", "giám sát"  # by these words the chair has said it already


def write(telling: Telling, sections: Sequence[Part]) -> Letter:
    """The notice; parts without anything to say are left out."""
    who = telling.plan.concluding_official.titled
    subject = f"Kết luận của {office.offices(who, [telling.plan.concluding_official.name])}"
    blocks: list[Block] = [
        TypeAndSubject(
            type_name=TYPE, subject=office.glued(f"{subject} tại {meeting_held(telling)}")
        ),
        *_opening(telling, flat(sections, 0, SETTLED)),
        *part(ASSESSMENT, _assessment(telling)),
        *flat(sections, SETTLED),
        *part(CARRYING_OUT, carrying_out(telling)),
    ]
    what = Issued(
        paper=NAME,
        title=f"Thông báo kết luận {telling.plan.title}",
        blocks=blocks,
        annexes=annexes(sections),
        carry_out=charged(telling),
    )
    return Letter(document=issue(telling, what))


def _opening(telling: Telling, told: Sequence[Block]) -> list[Block]:
    """Time, place, host and chair, then a sentence of each plugin, in one paragraph."""
    plan, session = telling.plan, telling.plan.session(telling.meeting.session_index)
    who, by_chair = plan.concluding_official.titled, plan.concluding_official.id == session.chair.id
    begins = telling.say(
        OPENING.key if by_chair else OPENING_OF_TWO.key,
        **opening_facts(telling),
        chair=session.chair.titled,
        who=who,
    )
    more = [plain(one.words) for one in told if isinstance(one, Paragraph)]
    concludes = telling.say(CONCLUDES.key, host=plan.host.name, who=who)
    return [
        Paragraph(words=text(" ".join([begins, *more]))),
        Paragraph(words=text(concludes), keep_with_next=True),
    ]


def _assessment(telling: Telling) -> list[Block]:
    """The points of the conclusion as the secretary wrote them down."""
    return points(paragraphs(queries.desk(telling.session, telling.meeting).entered.conclusion))


def carrying_out(telling: Telling) -> list[Block]:
    """Who sees to it and who watches, as far as the conclusion has not said so."""
    plan = telling.plan
    watched = PASSED_ON if _needless(WATCHED, telling, WATCHED_OVER) else WATCHED
    said = [telling.say(watched.key, heads=plan.unit_label.head.lower())]
    if not _needless(FOLLOW_UP, telling, SEEN_TO):
        who = plan.concluding_official.titled
        said.insert(0, telling.say(FOLLOW_UP.key, office=plan.host.office, who=who))
    *before, last = [one for one in said if one.strip()] or [""]
    closed = [line for line in (*before, wording.ended(last)) if line.strip("./ ")]
    if len(closed) == 1:
        return [Paragraph(words=text(closed[0]))]
    return [Item(label="", words=text(line)) for line in closed]


def _needless(phrase: Phrase, telling: Telling, words: str) -> bool:
    """Whether every conclusion says it already; a form that the office has chosen always stands."""
    if telling.phrases.form(phrase.key) != phrase.form:
        return False
    concluded = (queries.desk(one.session, one.meeting).entered.conclusion for one in telling.each)
    return all(words in one.casefold() for one in concluded)


def charged(telling: Telling) -> list[str]:
    """Departments that were given something: the notice goes to each of them (S4-09). What nobody
    else was given and still has to be answered is the office's.
    """
    of = [one.id for one in telling.meetings if uses("opinions", one.id, telling.session)]
    if not of:
        return []
    from plugins.opinions.api import Outcome, all_opinions

    office = telling.plan.host.office
    whose = {
        Outcome.PENDING: office,
        Outcome.OFF_TOPIC_WRITTEN: office,
        Outcome.BEYOND_AUTHORITY: "",
    }
    found = (one for each in of for one in all_opinions(telling.session, each))
    units = [one.department_name or whose[one.outcome] for one in found if one.outcome in whose]
    return [name for name in units if name]


KIND = PaperKind(
    name=NAME,
    title=_l("Notice of conclusions"),
    about=_l("What was settled, who was given what and by when; goes to all who were given it."),
    file_name="thong-bao-ket-luan",
    order=20,
    write=lambda telling: [write(telling, parts(telling))],
    masked=True,
)
