"""The printed table of what was collected, sorted by topic and urgency. Vietnamese always."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from meeting import clock
from meeting import text as words
from meeting.contract import _l
from meeting.models import Meeting
from meeting.papers import frame
from meeting.papers.bundle import Part
from meeting.papers.model import (
    Annex,
    Block,
    Column,
    Document,
    Heading,
    Meta,
    NationalHead,
    Paragraph,
    Row,
    Signatures,
    Signer,
    Table,
    TypeAndSubject,
    bold,
    italic,
    row,
    text,
)
from meeting.papers.wording import count, inside, opening
from meeting.plan import Plan
from meeting.points import Letter, Paper, Telling
from plugins.opinions.collecting import lists, wording
from plugins.opinions.collecting.lists import Group, Line
from plugins.opinions.queries import OpinionView

ANNEX = "Danh sách ý kiến, kiến nghị theo lĩnh vực"
LONGEST = 900  # letters in a cell; a table that is read at a glance
COLUMNS = (
    Column(title="TT", share=11, align="center"),
    Column(title="Nội dung ý kiến, kiến nghị", share=106),
    Column(title="Người nêu, nguồn", share=48),
    Column(title="Mức độ", share=22),
    Column(title="Đơn vị chuẩn bị trả lời", share=46),
    Column(title="Trả lời", share=19),
)


def table(session: Session, meeting: Meeting) -> Sequence[Part]:
    """Topic by topic, the most urgent first; nothing while nothing was collected."""
    found = lists.collected(session, meeting.id)
    if not found:
        return []
    groups = lists.by_topic(found, meeting.plan)
    return [
        Part(
            title=wording.TITLE.capitalize(),
            head=_head(meeting),
            landscape=True,
            blocks=(*_opening(meeting, found, groups), *_tables(groups), _signed(meeting)),
        )
    ]


def letter(telling: Telling) -> Sequence[Letter]:
    """The same as one of the papers of the meeting: a sheet to sign, the tables behind it."""
    meeting, plan = telling.meeting, telling.plan
    found = lists.collected(telling.session, meeting.id)
    if not found:
        return []
    groups = lists.by_topic(found, plan)
    title = f"{wording.TITLE.capitalize()} {wording.SUBJECT[0].lower()}{wording.SUBJECT[1:]}"
    return [
        Letter(
            document=Document(
                meta=Meta(title=title, subject=plan.title, author=plan.host.name),
                head=_head(meeting),
                blocks=(
                    *_opening(meeting, found, groups),
                    by_urgency(groups, plan),
                    _signed(meeting),
                ),
                annexes=(
                    Annex(
                        title=ANNEX,
                        reference=f"(Kèm theo {opening(title)})",
                        landscape=True,
                        blocks=tuple(_tables(groups)),
                    ),
                ),
            )
        )
    ]


def _head(meeting: Meeting) -> NationalHead:
    """Made before the day; in the dossier of a later year it keeps the year of the meeting."""
    year = clock.local(meeting.opened_at or clock.now()).year
    return frame.head(meeting.plan, year=year)


def _opening(
    meeting: Meeting, found: Sequence[OpinionView], groups: Sequence[Group]
) -> tuple[Block, ...]:
    return (
        TypeAndSubject(type_name=wording.TITLE, subject=wording.SUBJECT),
        Paragraph(words=text(bold("Hội nghị: "), f"{meeting.title}.")),
        Paragraph(words=text(bold("Tổng số: "), _counted(found, groups))),
    )


def _signed(meeting: Meeting) -> Signatures:
    return Signatures(
        left=Signer(authority=("NGƯỜI TỔNG HỢP",)),
        right=frame.signer(meeting.plan, "invitation", meeting.session_index),
    )


def by_urgency(groups: Sequence[Group], plan: Plan) -> Table:
    """Topic by topic how many of each urgency. An urgency that nothing has has no column."""
    everything = [one for group in groups for line in group.lines for one in line.everybody]
    known = plan.asking.severities
    levels = [each for each in known if any(one.severity == each for one in everything)]
    parts = [*levels, *([""] if any(one.severity not in known for one in everything) else [])]
    columns = (
        Column(title="TT", share=10, align="center"),
        Column(title="Lĩnh vực", share=70),
        *(Column(title=each or wording.NO_URGENCY, share=22, align="center") for each in parts),
        Column(title="Cộng", share=18, align="center"),
    )

    def figures(some: Sequence[OpinionView]) -> list[int | str]:
        sums = [sum(_level(one, known) == each for one in some) for each in parts]
        return [*(each or "-" for each in sums), len(some)]

    rows = tuple(
        row(
            number,
            group.title or wording.NO_TOPIC,
            *figures([one for line in group.lines for one in line.everybody]),
        )
        for number, group in enumerate(groups, 1)
    )
    total = row("", "Cộng", *figures(everything))
    return Table(columns=columns, rows=rows, total=total if len(rows) > 1 else None)


def _level(one: OpinionView, known: Sequence[str]) -> str:
    return one.severity if one.severity in known else ""


def _counted(found: Sequence[OpinionView], groups: Sequence[Group]) -> str:
    parts = [f"{count(len(found), 'ý kiến')}, {count(len(groups), 'nhóm lĩnh vực')}"]
    joined = sum(len(line.joined) for group in groups for line in group.lines)
    if joined:
        parts.append(count(joined, "ý kiến trùng được gộp"))
    masked = sum(one.sensitive for one in found)
    if masked:
        parts.append(count(masked, "ý kiến nhạy cảm không in nội dung"))
    return "; ".join(parts) + "."


def _tables(groups: Sequence[Group]) -> Iterator[Heading | Table]:
    number = 0
    for place, group in enumerate(groups, 1):
        title = group.title or wording.NO_TOPIC
        yield Heading(words=f"{title} ({count(group.count, 'ý kiến')})", level=2, label=f"{place}.")
        rows = [_row(number + at, line) for at, line in enumerate(group.lines, 1)]
        number += len(rows)
        yield Table(columns=COLUMNS, rows=tuple(rows), small=True)


def _row(number: int, line: Line) -> Row:
    one = line.one
    said = text(italic(wording.MASKED)) if one.sensitive else text(_short(one.brief))
    from_whom = "; ".join(dict.fromkeys(_from(each) for each in line.everybody))
    ready = wording.PREPARED if one.prepared else wording.UNPREPARED
    return (
        text(str(number)),
        said,
        text(from_whom),
        text(one.severity),
        text(one.department_name or wording.NOT_ASSIGNED),
        text(ready),
    )


def _from(one: OpinionView) -> str:
    """Who raised it and through whom; of a sensitive one only the village."""
    if one.sensitive:
        return ", ".join(filter(None, (wording.NOBODY, wording.place(one))))
    reference = f"đơn thư số {one.reference}" if one.reference else ""
    source = f"nguồn: {inside(one.source)}" if one.source else ""
    who = ", ".join(filter(None, (one.addressed or wording.UNNAMED, one.village, reference)))
    return "; ".join(filter(None, (who, source)))


def _short(said: str) -> str:
    whole = words.clean(said)
    return whole if len(whole) <= LONGEST else f"{whole[:LONGEST].rsplit(' ', 1)[0]}…"


PAPER = Paper(
    kind="collected",
    title=_l("Opinions sent beforehand, sorted"),
    about=_l("By topic and urgency, with the departments that prepare the answers."),
    button=_l("Make the table"),
    file_name="Bảng tổng hợp ý kiến",
    sheets=table,
    in_pack=False,  # names and words of citizens do not lie about in the hall
)
