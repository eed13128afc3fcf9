"""What the MC says at each step. Vietnamese whatever language the screens speak: it is read out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from meeting.models import Meeting
from meeting.papers import frame, wording
from meeting.plan import Plan
from meeting.plan.parts import AgendaKind
from plugins.agenda import paper
from plugins.agenda.rules import Step

GREETING = "Kính thưa các vị đại biểu, thưa toàn thể bà con Nhân dân!"
REASON = "{plan}ôm nay, {host} tổ chức {title}."
PLANNED = "Thực hiện Kế hoạch số {number}, h"
WELCOME = "Thay mặt ban tổ chức, tôi xin nhiệt liệt chào mừng quý vị đại biểu và bà con!"
INTRODUCE = "Về dự hội nghị, tôi xin trân trọng giới thiệu:"
APPLAUSE = "Đề nghị hội nghị nhiệt liệt chào mừng."
SETTLE = "Mời các vị đại biểu và bà con vào hội trường, ổn định chỗ ngồi. {start}"
START = "Hội nghị bắt đầu lúc {time}."
QUIET = "Xin để điện thoại ở chế độ rung. Ai chưa ký tên, mời đến bàn đón tiếp."
READ_PROGRAMME = "Tôi xin thông qua chương trình hội nghị:"
READ_RULES = "Sau đây là nội quy hội nghị:"
AGREE = "Hội nghị nhất trí với chương trình và nội quy, xin cho một tràng pháo tay."
CHAIRS = "Chủ trì hội nghị: {names}. Kính mời lên vị trí chủ trì."
SECRETARIES = "Thư ký ghi biên bản: {names}. Xin mời vào vị trí làm việc."
NEXT = "Tiếp theo chương trình: {title}."
INVITE = "Xin trân trọng kính mời {who}."
THANKS = "Xin trân trọng cảm ơn {who}."
SURVEY = "{owner} phát phiếu lấy ý kiến về sự hài lòng. Phiếu không ghi tên; mời bà con {tick}."
TICK = "đánh dấu vào một ô ở mỗi dòng rồi gửi lại cho {owner}"
SPEAK = "Bây giờ là phần quan trọng nhất: mời bà con phát biểu ý kiến, kiến nghị."
HOW = (
    "Bà con giơ tay, đăng ký với thư ký, hoặc đăng ký trên điện thoại. "
    "Khi được mời, xin nói rõ họ tên, nơi ở. Mỗi lượt không quá {minutes}, đi vào trọng tâm."
)
SLIP = "Bà con cũng có thể ghi ý kiến vào phiếu câu hỏi gửi thư ký."
ROUND = "Hội nghị nghe {size} ý kiến một đợt, rồi chủ trì trả lời chung cả đợt."
ANSWER = "Sau khi nghe bà con, xin kính mời {who} trả lời, giải trình các ý kiến."
MORE = "Bà con còn điều gì chưa rõ về những nội dung vừa trả lời, mời tiếp tục trao đổi."
CONCLUDE = "Kính mời {who} phát biểu kết luận hội nghị."
CLOSING = "Mời thư ký đọc lại biên bản. Hội nghị nhất trí, xin cho một tràng pháo tay."
GOODBYE = (
    "Hội nghị đến đây kết thúc. Những ý kiến chưa trả lời được sẽ có trả lời theo thời hạn đã nêu. "
    "Trân trọng cảm ơn các vị đại biểu và bà con. Kính chúc mọi người sức khỏe!"
)
_LEADERS = "chủ trì hội nghị"
_SMALL = ("Hội nghị", "Chủ tr", "Chủ tọa", "Các ", "Đại biểu")
_CHAIR_WORDS = ("chủ trì", "chủ tọa")


@dataclass(frozen=True)
class Line:
    """Words to say, a list to read out, or (without words) the guests to introduce."""

    words: str = ""
    points: tuple[str, ...] = ()

    @property
    def introduces(self) -> bool:
        return not self.words and not self.points


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One step of the script."""

    number: int
    begins: str
    step: Step
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Hall:
    """What the script knows of the meeting."""

    meeting: Meeting
    steps: Sequence[Step]
    batch_size: int  # 0: answered one by one

    @property
    def plan(self) -> Plan:
        return self.meeting.plan


def script(hall: Hall) -> list[Passage]:
    """The whole meeting in order. The first step that introduces the guests does it for all."""
    start = hall.plan.session(hall.meeting.session_index).schedule.start
    begins = paper.times(hall.steps, start)
    return [
        Passage(number=number, begins=at, step=step, lines=tuple(_lines(hall, step)))
        for number, (step, at) in enumerate(zip(hall.steps, begins, strict=True), start=1)
    ]


def _lines(hall: Hall, step: Step) -> Iterator[Line]:
    say = {
        AgendaKind.WELCOME: _welcome,
        AgendaKind.OPENING: _opening,
        AgendaKind.RULES: _rules,
        AgendaKind.SPEAKING: _speaking,
        AgendaKind.CONCLUSION: _conclusion,
        AgendaKind.SURVEY: _survey,
    }.get(step.kind, _any)
    yield from say(hall, step)
    if step is hall.steps[-1]:
        yield Line(GOODBYE)


def _welcome(hall: Hall, _step: Step) -> Iterator[Line]:
    start = hall.plan.session(hall.meeting.session_index).schedule.start
    at = START.format(time=wording.time(start)) if start else ""
    yield Line(SETTLE.format(start=at).strip())
    yield Line(QUIET)


def _opening(hall: Hall, step: Step) -> Iterator[Line]:
    yield Line(GREETING)
    number = hall.plan.document.number
    first = PLANNED.format(number=number) if number else "H"
    title = inside(hall.meeting.title)
    yield Line(REASON.format(plan=first, host=hall.plan.host.name, title=title))
    yield Line(WELCOME)
    yield Line(INTRODUCE)
    yield Line()
    yield Line(APPLAUSE)
    if not any(one.kind == AgendaKind.RULES for one in hall.steps):
        yield from _rules(hall, step)


def _rules(hall: Hall, _step: Step) -> Iterator[Line]:
    yield Line(READ_PROGRAMME, tuple(_spoken(hall, one) for one in hall.steps if _is_read(one)))
    if hall.plan.house_rules:
        yield Line(READ_RULES, hall.plan.house_rules)
    yield Line(AGREE)
    yield Line(CHAIRS.format(names=wording.listed(_chairs(hall))))
    own = hall.plan.session(hall.meeting.session_index)
    if own.secretaries:
        names = wording.listed(one.titled for one in own.secretaries)
        yield Line(SECRETARIES.format(names=names))


def _speaking(hall: Hall, _step: Step) -> Iterator[Line]:
    yield Line(SPEAK)
    minutes = wording.count(hall.plan.speaking.minutes, "phút")
    yield Line(HOW.format(minutes=minutes))
    if "VIA_SECRETARY" in hall.plan.asking.channels:
        yield Line(SLIP)
    if hall.batch_size:
        yield Line(ROUND.format(size=wording.count(hall.batch_size)))


def _survey(hall: Hall, step: Step) -> Iterator[Line]:
    yield Line(NEXT.format(title=inside(step.title).rstrip(".")))
    owner = hall.plan.survey.owner
    if hall.plan.survey.on:
        yield Line(SURVEY.format(owner=owner, tick=TICK.format(owner=owner)))


def _conclusion(hall: Hall, _step: Step) -> Iterator[Line]:
    yield Line(CONCLUDE.format(who=hall.plan.concluding_official.titled))


def _any(hall: Hall, step: Step) -> Iterator[Line]:
    who = _who(hall, step)
    if step.kind == AgendaKind.ANSWERS:
        yield Line(ANSWER.format(who=who))
    elif step.kind == AgendaKind.FOLLOW_UP:
        yield Line(MORE)
    elif step.kind == AgendaKind.CLOSING:
        yield Line(CLOSING)
    else:
        yield Line(NEXT.format(title=inside(step.title).rstrip(".")))
        yield Line(INVITE.format(who=who))
        yield Line(THANKS.format(who=who))


def _who(hall: Hall, step: Step) -> str:
    """Who leads a step, by name and office where the programme only says that it is the chair."""
    said = step.who.strip()
    chair = hall.plan.session(hall.meeting.session_index).chair
    if said.lower() in (*_CHAIR_WORDS, chair.title.lower()):
        return chair.titled
    return wording.offices(said, _names(hall)) if said else _LEADERS


def _names(hall: Hall) -> list[str]:
    """Whom the plan names: directly before a name an office keeps its capital."""
    return [one.name for one in hall.plan.people]


def _chairs(hall: Hall) -> list[str]:
    own = hall.plan.session(hall.meeting.session_index)
    return [one.titled for one in (own.chair, *hall.plan.co_chairs)]


def _is_read(step: Step) -> bool:
    return step.kind not in {AgendaKind.WELCOME, AgendaKind.RULES}


def _spoken(hall: Hall, step: Step) -> str:
    who = wording.offices(step.who, _names(hall))
    return f"{step.title} ({who})" if who else step.title


def inside(words: str) -> str:
    """A title as it stands inside a sentence: names of bodies keep their capital."""
    return words[:1].lower() + words[1:] if words.startswith(_SMALL) else words


def edition(steps: Iterable[Step]) -> str:
    """Changes with the words and the order of the programme, not with where it is."""
    return " ".join(f"{one.id}.{one.revision}" for one in steps)


def heading(meeting: Meeting) -> str:
    """When and where, below the title."""
    own = meeting.plan.session(meeting.session_index)
    return " · ".join(filter(None, (frame.when(own.schedule), own.venue.full)))
