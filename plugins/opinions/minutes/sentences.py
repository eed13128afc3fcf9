"""What was raised, asked back, answered and decided, each in its sentence form. Vietnamese."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from meeting.papers import wording
from plugins.opinions import texts
from plugins.opinions.minutes import persons
from plugins.opinions.minutes.persons import NOBODY, is_private
from plugins.opinions.minutes.told import Told
from plugins.opinions.queries import OpinionView
from plugins.opinions.reads.pieces import Piece
from plugins.opinions.rules import Channel, EntryKind, Kind, Outcome

_BY_WAY_OF = {
    Channel.VIA_SECRETARY: "by_slip",
    Channel.PHONE: "by_phone",
    Channel.PRE_COLLECTED: "by_collection",
}
_VERBS = {  # of what is said in the hall; what is handed in is named by its way
    Kind.QUESTION: "raised_question",
    Kind.PETITION: "raised_petition",
    Kind.FEEDBACK: "raised_feedback",
    Kind.PROPOSAL: "raised_proposal",
}


def whole(one: OpinionView, told: Told, *, named: bool = True) -> list[str]:
    """Everything about an opinion, a sentence or more a paragraph; the first says what was raised.

    A sensitive one is told without name and words.
    """
    if is_private(one):
        return [f"{private(one, told)} {became(one, told)}".strip()]
    following = [
        also_asked(told.joined.get(one.number, []), told),
        *exchange(one, told),
        became(one, told),
    ]
    first = raised(one, told) if named else one.brief or raised(one, told)
    return [first, *filter(None, following)]


def raised(one: OpinionView, told: Told) -> str:
    """Who raised it and what: ``Ông Đinh Bưm, làng Stơr: …``."""
    who = asked(one, told)
    if is_nothing(one):
        return told.say("nothing", who=who)
    if not one.brief:
        return told.say("spoke", who=who)
    spoken = one.channel is Channel.DIRECT and one.name
    form = _VERBS.get(Kind(one.kind), "raised") if one.kind and spoken else "raised"
    return told.say(form, who=who, words=one.brief)


def is_nothing(one: OpinionView) -> bool:
    """Whether somebody spoke and asked for nothing."""
    return one.text == texts.NOTHING_RAISED


def asked(one: OpinionView, told: Told) -> str:
    """Who raised it and how: ``Ông Đinh Bưm, làng Stơr`` or ``Câu hỏi gửi qua thư ký của bà …``."""
    key = _BY_WAY_OF.get(one.channel)
    way = told.say(key) if key else ""
    if not one.name:
        return ", ".join(filter(None, (way or "Ý kiến", "không ghi tên", one.village)))
    name = persons.person(one, inside=bool(way), masked=told.masked)
    who = ", ".join(filter(None, (name, one.village)))
    return f"{way} của {who}" if way else who


def private(one: OpinionView, told: Told) -> str:
    """A sensitive opinion: nobody can tell who said what."""
    if persons.is_routed_out(one):
        return told.say("routed_out")
    return told.say("private", who=persons.in_list(one))


def also_asked(joined: Sequence[OpinionView], told: Told) -> str:
    """All who raised the same: ``Cùng nội dung: ý kiến 4 của bà Đinh Thị Hlŏp, làng Leng.``"""
    if not joined:
        return ""
    return told.say("also_asked", others="; ".join(_one_more(one, told) for one in joined))


def _one_more(one: OpinionView, told: Told) -> str:
    if not told.numbered:
        return persons.in_list(one, inside=True, masked=told.masked)
    if is_private(one):
        return f"ý kiến {one.number} của một công dân"
    if not one.name:
        return ", ".join(filter(None, (f"ý kiến {one.number} không ghi tên", one.village)))
    who = persons.in_list(one, inside=True, masked=told.masked)
    return f"ý kiến {one.number} của {who}"


def exchange(one: OpinionView, told: Told) -> list[str]:
    """What was said about it, piece by piece; what nobody has written down is left out."""
    thread = told.threads.get(one.id, [])
    return list(filter(None, (said(piece, one, told) for piece in thread)))


def said(piece: Piece, one: OpinionView, told: Told) -> str:
    """A piece of the thread in its sentence; empty when nothing is written in it."""
    words = piece.text or piece.full
    form = _FORMS.get(piece.kind)
    return form(piece, one, told, words) if words and form else ""


def _clarification(piece: Piece, one: OpinionView, told: Told, words: str) -> str:
    whom = persons.person(one, inside=True, masked=told.masked) or NOBODY
    who = persons.official(piece.said_by, told.plan) or "Chủ trì"
    return told.say("clarification", who=who, whom=whom, words=words)


def _reply(piece: Piece, one: OpinionView, told: Told, words: str) -> str:
    who = persons.citizen(piece.said_by, told.plan, inside=False, masked=told.masked)
    who = who or persons.person(one, inside=False, masked=told.masked) or "Người có ý kiến"
    return told.say("reply", who=who, words=words)


def _answer(piece: Piece, _one: OpinionView, told: Told, words: str) -> str:
    by = piece.said_by
    if not by:
        return told.say("answer_of_nobody", words=words)
    if by in {department.name for department in told.plan.departments}:
        return told.say("answer_of_department", department=wording.offices(by), words=words)
    return told.say("answer", who=persons.official(by, told.plan), words=words)


def _follow_up(piece: Piece, one: OpinionView, told: Told, words: str) -> str:
    whom = persons.citizen(piece.said_by, told.plan, inside=True, masked=told.masked)
    whom = whom or persons.person(one, inside=True, masked=told.masked) or NOBODY
    return told.say("follow_up", whom=whom, words=words)


def _conclusion(piece: Piece, _one: OpinionView, told: Told, words: str) -> str:
    who = persons.official(piece.said_by, told.plan) or "Chủ trì"
    return told.say("conclusion", who=who, words=words)


_FORMS: dict[EntryKind, Callable[[Piece, OpinionView, Told, str], str]] = {
    EntryKind.CLARIFICATION: _clarification,
    EntryKind.REPLY: _reply,
    EntryKind.ANSWER: _answer,
    EntryKind.FOLLOW_UP: _follow_up,
    EntryKind.CONCLUSION: _conclusion,
}


def became(one: OpinionView, told: Told) -> str:
    """What became of it."""
    if one.outcome is None or (is_nothing(one) and one.outcome is Outcome.NOTED):
        return ""
    if one.outcome is Outcome.PENDING:
        department = wording.offices(one.department_name)
        return told.say("pending", department=department, whom=_whom(one, told), due=due(one, told))
    if one.outcome is Outcome.BEYOND_AUTHORITY:
        return _beyond(one, told)
    if one.outcome is Outcome.OFF_TOPIC_WRITTEN:
        return told.say("off_topic", due=due(one, told))
    if one.outcome is Outcome.MERGED:
        return told.say("merged", number=one.merged_into)
    return told.say(_SIMPLE[one.outcome])


_SIMPLE = {
    Outcome.ANSWERED_ON_SPOT: "answered",
    Outcome.NOTED: "noted",
    Outcome.REFERRED: "referred",
}


def _whom(one: OpinionView, told: Told) -> str:
    if is_private(one) or not one.name:
        return NOBODY
    return persons.person(one, inside=True, masked=told.masked)


def due(one: OpinionView, told: Told) -> str:
    """``trước ngày 10/11/2023``, and why when it is later than the rules give."""
    found = f"trước ngày {wording.short_date(one.due_date)}" if one.due_date else ""
    if one.due_reason and not is_private(one):
        return f"{found} {told.say('late', reason=one.due_reason.rstrip(' .'))}"
    return found


def _beyond(one: OpinionView, told: Told) -> str:
    form = "beyond_charged" if one.department_name else "beyond"
    facts = {"department": wording.offices(one.department_name)} if one.department_name else {}
    sentences = [
        told.say(form, commune=told.plan.host.commune, body=one.competent_body, **facts),
        *when_and_told(one, told),
    ]
    return " ".join(sentences)


def when_and_told(one: OpinionView, told: Told) -> list[str]:
    """When the competent body is to act, and when the asker was told so."""
    found = []
    if one.expected:
        found.append(told.say("expected", expected=one.expected.rstrip(" .")))
    if one.told_on:
        found.append(told.say("told", date=wording.short_date(one.told_on)))
    return found
