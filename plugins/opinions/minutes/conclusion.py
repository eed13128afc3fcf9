"""What came of the opinions, sorted: cleared up, settled, not settled, who answers by when (S3-17).

The minutes of a single village end with the four lists; the notice of conclusions tells the first
two in words and makes a table of what was given to whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Literal

from meeting.papers import wording
from meeting.papers.model import Block, Column, Heading, Item, Paragraph, Row, Table, row, text
from plugins.opinions.minutes import counting, narrative, persons, sentences
from plugins.opinions.minutes.annex import PRIVATE
from plugins.opinions.minutes.persons import is_private, is_routed_out
from plugins.opinions.minutes.told import Told
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import EntryKind, Kind, Outcome

CLEARED_UP = "Nội dung đã được trao đổi, làm rõ"
SETTLED = "Nội dung đã được trả lời, giải quyết"
UNSETTLED = "Nội dung chưa giải quyết tại hội nghị"
WHO_ANSWERS = "Cơ quan, đơn vị có trách nhiệm trả lời và thời hạn trả lời"
NONE = "Không có."
ANSWERED, CHARGES = "Nội dung đã trả lời, giải quyết", "Giao việc"
BEYOND = "Nội dung vượt thẩm quyền"
OFFICE_WRITES = "trả lời riêng bằng văn bản"
_ASKED_AGAIN = {EntryKind.CLARIFICATION, EntryKind.FOLLOW_UP}
_OPEN = {Outcome.PENDING, Outcome.BEYOND_AUTHORITY, Outcome.OFF_TOPIC_WRITTEN}
_OWED = {Outcome.PENDING, Outcome.OFF_TOPIC_WRITTEN}
Cell = Callable[[OpinionView, Told], str]  # what a column of a table says of an opinion


def cleared_up(told: Told) -> list[OpinionView]:
    """What was noted, and answered questions and answers that were talked over."""
    return [one for one in told.found if _is_cleared_up(one, told)]


def _is_cleared_up(one: OpinionView, told: Told) -> bool:
    if is_routed_out(one):
        return False
    if one.outcome is Outcome.NOTED:
        return not sentences.is_nothing(one)
    talked_over = any(
        piece.kind in _ASKED_AGAIN and (piece.text or piece.full)
        for piece in told.threads.get(one.id, [])
    )
    return one.outcome is Outcome.ANSWERED_ON_SPOT and (one.kind == Kind.QUESTION or talked_over)


def settled(told: Told) -> list[OpinionView]:
    """What was answered at once."""
    return [
        one
        for one in told.found
        if one.outcome is Outcome.ANSWERED_ON_SPOT
        and not _is_cleared_up(one, told)
        and not is_routed_out(one)
    ]


def unsettled(told: Told) -> list[OpinionView]:
    """What is still owed, or somebody else's to settle."""
    return [one for one in told.found if one.outcome in _OPEN and not is_routed_out(one)]


def owed(told: Told) -> list[OpinionView]:
    """What a department answers by a day, in the order of the plan's departments, then by day."""
    found = [one for one in unsettled(told) if one.outcome in _OWED]
    return sorted(found, key=lambda one: (turn(one, told), one.number))


def turn(one: OpinionView, told: Told) -> tuple[int, date | None]:
    """Where it stands among what is owed: the place of its department in the plan, then its day."""
    codes = [department.code for department in told.plan.departments]
    place = codes.index(one.department) if one.department in codes else len(codes)
    return place, one.due_date


def beyond(told: Told) -> list[OpinionView]:
    """What a higher or another body has to settle."""
    return [one for one in unsettled(told) if one.outcome is Outcome.BEYOND_AUTHORITY]


# -- in the minutes of a single village -----------------------------------------------------------


def four_lists(told: Told) -> Sequence[Block]:
    """The lists behind the chair's words, each named even when it is empty."""
    if not told.found:
        return []
    lists = (
        (CLEARED_UP, [_named(one, told) for one in cleared_up(told)]),
        (SETTLED, [_named(one, told) for one in settled(told)]),
        (UNSETTLED, [_named(one, told) for one in unsettled(told)]),
        (WHO_ANSWERS, list(_duties(told))),
    )
    blocks: list[Block] = [Paragraph(words=text(told.say("lists")), keep_with_next=True)]
    for title, lines in lists:
        blocks.append(Heading(words=title, level=3))
        blocks.extend(_dashes(lines))
    return blocks


def _named(one: OpinionView, told: Told) -> str:
    """``ý kiến 3 của bà Phạm Thị Nhài, thôn Kiêm Tân (Môi trường)``; its words stand above."""
    who = persons.in_list(one, inside=True, masked=told.masked)
    whose = f"ý kiến {one.number} {'' if who.startswith('không ghi') else 'của '}{who}"
    topic = f" ({one.category_title})" if one.category_title else ""
    same = [str(each.number) for each in told.joined.get(one.number, [])]
    more = f", cùng nội dung ý kiến {wording.listed(same)}" if same else ""
    return f"{whose}{topic}{more}"


def _duties(told: Told) -> Iterator[str]:
    for one in owed(told):
        department = one.department_name or told.plan.host.office
        yield f"{department}: ý kiến {one.number}, trả lời {sentences.due(one, told)}"
    for one in beyond(told):
        charged = one.department_name or told.plan.host.office
        body = one.competent_body
        when = f", dự kiến giải quyết: {one.expected.rstrip(' .')}" if one.expected else ""
        yield f"{charged}: ý kiến {one.number}, tham mưu văn bản kiến nghị {body}{when}"


def _dashes(lines: Sequence[str]) -> list[Block]:
    if not lines:
        return [Paragraph(words=text(NONE))]
    return [
        Paragraph(words=text(f"- {each[0].upper()}{each[1:]}")) for each in wording.closed(lines)
    ]


# -- in the notice of conclusions -----------------------------------------------------------------


def notice_counts(told: Told) -> Sequence[Block]:
    """How many opinions, for its opening."""
    return counting.totals(told)


def notice_answered(told: Told) -> Sequence[Block]:
    """What was cleared up and what was answered, each with its words and its answer."""
    found = answered(told, level=2)
    return [Heading(words=ANSWERED), *found] if found else []


def answered(told: Told, level: Literal[2, 3]) -> list[Block]:
    """Both lists, each with its title where there are two."""
    parts = ((CLEARED_UP, cleared_up(told)), (SETTLED, settled(told)))
    filled = [(title, found) for title, found in parts if found]
    blocks: list[Block] = []
    for title, found in filled:
        if len(filled) > 1:
            blocks.append(Heading(words=title, level=level))
        blocks.extend(Paragraph(words=text(f"- {_answered(one, told)}")) for one in found)
    return blocks


def _answered(one: OpinionView, told: Told) -> str:
    whose = persons.in_list(one, masked=told.masked)
    if is_private(one):
        return f"{whose}: {PRIVATE[0].lower()}{PRIVATE[1:]}"
    outcome = sentences.became(one, told) if one.outcome is Outcome.NOTED else ""
    answers = [
        sentences.said(piece, one, told)
        for piece in told.threads.get(one.id, [])
        if piece.kind in {EntryKind.ANSWER, EntryKind.CONCLUSION}
    ]
    same = sentences.also_asked(told.joined.get(one.number, []), told)
    said = [f"{whose}: {_closed(one.brief)}", same, *answers, outcome]
    return " ".join(filter(None, said))


def notice_charges(told: Told) -> Sequence[Block]:
    """The table of what was given to whom: who else answers for a topic in the plan helps."""
    found = owed(told)
    if not found:
        return []
    return [
        Heading(words=CHARGES),
        Paragraph(words=text(told.say("charges")), keep_with_next=True),
        charges_table([(one, told) for one in found]),
    ]


def charges_table(
    found: Sequence[tuple[OpinionView, Told]], more: Sequence[tuple[Column, Cell]] = ()
) -> Table:
    """Line by line what was given to whom; ``more`` columns stand behind the content."""
    columns: list[tuple[Column, Cell]] = [
        (Column(title="Nội dung, người kiến nghị", share=74), content),
        *more,
        (Column(title="Đơn vị chủ trì", share=33), _first),
        (Column(title="Phối hợp", share=29), _helpers),
        (Column(title="Thời hạn", share=26, align="center"), _day),
    ]
    shown = [each for each in columns if any(each[1](*one) for one in found)]
    rows: tuple[Row, ...] = tuple(
        row(number, *(cell(*one) for _, cell in shown)) for number, one in enumerate(found, 1)
    )
    number = Column(title="TT", share=10, align="center")
    return Table(columns=(number, *(column for column, _ in shown)), rows=rows)


def content(one: OpinionView, told: Told) -> str:
    """What is asked for and by whom, in a cell."""
    everybody = [one, *told.joined.get(one.number, [])]
    asked = dict.fromkeys(
        persons.in_list(each, inside=at > 0, masked=told.masked)
        for at, each in enumerate(everybody)
    )
    words = PRIVATE if is_private(one) else one.brief or "Phát biểu."
    return f"{words}\n({'; '.join(asked)})"


def _first(one: OpinionView, told: Told) -> str:
    name = one.department_name or told.plan.host.office
    return f"{name} ({OFFICE_WRITES})" if one.outcome is Outcome.OFF_TOPIC_WRITTEN else name


def _helpers(one: OpinionView, told: Told) -> str:
    others = [
        each.name
        for each in told.plan.departments
        if one.category in each.fields and each.code != one.department
    ]
    return "; ".join(others) if one.outcome is Outcome.PENDING else ""


def _day(one: OpinionView, _told: Told) -> str:
    return f"Trước ngày {wording.short_date(one.due_date)}" if one.due_date else ""


def notice_beyond(told: Told) -> Sequence[Block]:
    """What is passed on: whose it is to settle, who writes to that body, when it is to act."""
    found = beyond(told)
    if not found:
        return [*narrative.unpublished(told)]
    return [
        Heading(words=BEYOND),
        *(Item(label="", words=text(line)) for line in passed_on(told)),
        *narrative.unpublished(told),
    ]


def passed_on(told: Told) -> list[str]:
    """One by one what is beyond authority."""
    return [_passed_on(one, told) for one in beyond(told)]


def _passed_on(one: OpinionView, told: Told) -> str:
    who = persons.in_list(one, masked=told.masked)
    words = PRIVATE if is_private(one) else one.brief
    return f"{who}: {_closed(words)} {sentences.became(one, told)}"


def _closed(words: str) -> str:
    """The words with a closing mark."""
    bare = words.rstrip()
    return bare if not bare or bare[-1] in ".?!…" else f"{bare}."
