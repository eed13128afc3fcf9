"""The survey on paper: the blank form, the tally that its owner signs, its part of the minutes.

Vietnamese whatever language the screens speak.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from sqlalchemy.orm import Session

from meeting import clock
from meeting.contract import _l
from meeting.models import Meeting
from meeting.papers import frame, wording
from meeting.papers.bundle import Cards, Grid, Leaf
from meeting.papers.letters import NO_BREAK
from meeting.papers.model import (
    Block,
    Column,
    Document,
    Heading,
    Item,
    Meta,
    NationalHead,
    Paragraph,
    Signatures,
    Signer,
    Spacer,
    Table,
    TypeAndSubject,
    bold,
    italic,
    row,
    text,
)
from meeting.plan import Plan
from meeting.points import Letter, Paper, PaperKind, Section, Telling
from plugins.survey import queries
from plugins.survey.rules import Asked, Counts, percent

TALLY_KIND = "survey_tally"  # as the papers of the meeting call it
FORM = "PHIẾU LẤY Ý KIẾN"
TALLY = "BẢNG TỔNG HỢP"
HEADING = "Kết quả lấy ý kiến hài lòng"
ABOUT = "về sự hài lòng của Nhân dân tại {title}"
RESULT = "Kết quả lấy ý kiến về sự hài lòng của Nhân dân tại {title}"
TICK = "Phiếu không ghi tên. Mời ông/bà đánh dấu × vào một ô ở mỗi dòng."
GIVE_BACK = "Xin ông/bà gửi lại phiếu cho {owner} trước khi ra về. Trân trọng cảm ơn!"
HELD = "{owner} đã lấy ý kiến về sự hài lòng của Nhân dân bằng phiếu không ghi tên. "
FORMS = (
    "Số phiếu phát ra: {handed_out}; thu về: {returned} ({share} số phiếu phát ra); "
    "hợp lệ: {valid}; không hợp lệ: {invalid}."
)
SHARES = "Tỷ lệ tính trên số phiếu hợp lệ."
SIGNED = "Bảng tổng hợp do {owner} ký được kèm theo biên bản."
WHEN, WHERE = "Thời gian: ", "Địa điểm: "
COUNTED_BY = "NGƯỜI TỔNG HỢP"
SIGN_NOTE = "(Ký, ghi rõ họ tên)"
MOST_ON_HALF_A_PAGE = 7  # items; more of them get a page to themselves
_FRONT = ("việt nam", "xã", "phường", "thị trấn", "đặc khu")


def owner_lines(plan: Plan) -> tuple[str, ...]:
    """Whose survey it is, with the commune where the plan leaves it out: organ, then place."""
    owner, commune = plan.survey.owner, plan.host.commune
    bare = owner.removesuffix(commune).rstrip()
    if bare == owner and not owner.casefold().endswith(_FRONT):
        return (owner,)
    kind = commune.split()[0]
    return (bare.removesuffix(kind).rstrip() or owner, commune)


def owner(plan: Plan) -> str:
    return " ".join(owner_lines(plan))


# -- the blank form -------------------------------------------------------------------------------


def forms(_session: Session, meeting: Meeting) -> Sequence[Cards]:
    """Two forms on a page, one when the plan asks much; none when it asks nothing."""
    if not meeting.plan.survey.on:
        return []
    asked = queries.asked(meeting.plan)
    blocks = tuple(_form(meeting, asked))
    down: Literal[1, 2] = 2 if len(asked.items) <= MOST_ON_HALF_A_PAGE else 1
    return [Cards(title=FORM, blocks=blocks, down=down)]


def _inside(title: str) -> str:
    """The meeting's name inside a sentence."""
    return wording.glued(wording.inside(title))


def _form(meeting: Meeting, asked: Asked) -> Iterator[Leaf]:
    subject = ABOUT.format(title=_inside(meeting.title))
    yield Paragraph(words=text(bold(FORM)), align="center", indent=False)
    yield Paragraph(words=text(bold(subject)), align="center", indent=False)
    yield Spacer(points=4)
    yield Paragraph(words=text(italic(TICK)), align="center", indent=False)
    yield Spacer(points=4)
    columns = (
        Column(title="TT", share=10, align="center"),
        Column(title="Nội dung", share=80),
        *(Column(title=wording.glued(one), share=24, align="center") for one in asked.choices),
    )
    boxes = ("□",) * len(asked.choices)
    rows = tuple((str(at), item, *boxes) for at, item in enumerate(asked.items, start=1))
    yield Grid(columns=columns, rows=rows, height=12)
    yield Spacer(points=6)
    thanks = italic(GIVE_BACK.format(owner=owner(meeting.plan)))
    yield Paragraph(words=text(thanks), align="center", indent=False)


# -- the tally ------------------------------------------------------------------------------------


def tally(telling: Telling) -> Sequence[Letter]:
    """The counts as a table to be signed; nothing before they are entered."""
    meeting, counts = telling.meeting, queries.result(telling.session, telling.meeting)
    if counts is None:
        return []
    plan, own = meeting.plan, meeting.plan.session(meeting.session_index)
    lines = tuple(one.upper() for one in owner_lines(plan))
    day = own.schedule.date or clock.local(meeting.opened_at or clock.now()).date()
    subject = RESULT.format(title=_inside(meeting.title))
    head = NationalHead(organ=lines, place_date=frame.place_date(plan, day.year))
    blocks: tuple[Block, ...] = (
        TypeAndSubject(type_name=TALLY, subject=subject),
        Paragraph(words=text(bold(WHEN), wording.sentence(frame.when(own.schedule)))),
        Paragraph(words=text(bold(WHERE), wording.sentence(own.venue.full))),
        *_forms(counts),
        *_table(queries.asked(plan), counts),
        _signed(lines),
    )
    meta = Meta(title=f"{TALLY.capitalize()} {subject}", subject=subject, author=owner(plan))
    return [Letter(document=Document(meta=meta, head=head, blocks=blocks))]


def _forms(counts: Counts) -> Iterator[Item]:
    said = (
        ("Số phiếu phát ra", wording.count(counts.handed_out, "phiếu")),
        ("Số phiếu thu về", _returned(counts)),
        ("Số phiếu hợp lệ", wording.count(counts.valid, "phiếu")),
        ("Số phiếu không hợp lệ", wording.count(counts.invalid, "phiếu")),
    )
    for at, (name, figure) in enumerate(said, start=1):
        yield Item(label=wording.numbered(at), words=text(f"{name}: ", bold(f"{figure}.")))


def _returned(counts: Counts) -> str:
    share = percent(counts.returned, counts.handed_out)
    return f"{wording.count(counts.returned, 'phiếu')} (đạt {share} số phiếu phát ra)"


def _table(asked: Asked, counts: Counts) -> Iterator[Block]:
    """Item by item and choice by choice; nothing when no form counts."""
    if not counts.valid:
        return
    columns = (
        Column(title="TT", share=10, align="center"),
        Column(title="Nội dung", share=56),
        *(Column(title=wording.glued(one), share=25, align="center") for one in asked.choices),
    )
    rows = tuple(
        row(at, item, *(f"{one}\n({percent(one, counts.valid)})" for one in line))
        for at, (item, line) in enumerate(zip(asked.items, counts.answers, strict=True), start=1)
    )
    yield Table(columns=columns, rows=rows)
    yield Paragraph(words=text(italic(SHARES)))


def _signed(lines: Sequence[str]) -> Signatures:
    short = [one.replace("MẶT TRẬN TỔ QUỐC", "MTTQ").replace(" ", NO_BREAK) for one in lines]
    return Signatures(
        left=Signer(authority=(COUNTED_BY,), note=SIGN_NOTE),
        right=Signer(authority=(f"TM.{NO_BREAK}{short[0]}", *short[1:]), note=SIGN_NOTE),
    )


# -- in the minutes -------------------------------------------------------------------------------


def in_minutes(telling: Telling) -> Sequence[Block]:
    """Behind the conclusion: the forms, the table, and that its owner signs the tally."""
    counts = queries.result(telling.session, telling.meeting)
    if counts is None:
        return []
    plan = telling.plan
    said = HELD.format(owner=owner(plan)) + FORMS.format(
        handed_out=wording.count(counts.handed_out, "phiếu"),
        returned=wording.count(counts.returned, "phiếu"),
        share=percent(counts.returned, counts.handed_out),
        valid=wording.count(counts.valid, "phiếu"),
        invalid=wording.count(counts.invalid, "phiếu"),
    )
    return [
        Heading(words=HEADING),
        Paragraph(words=text(said)),
        *_table(queries.asked(plan), counts),
        Paragraph(words=text(SIGNED.format(owner=owner(plan)))),
    ]


SECTION = Section(order=80, build=in_minutes)

PAPERS = (
    Paper(
        kind="survey-form",
        title=_l("Survey form"),
        about=_l("Blank forms without a name, two on a page to be cut. Print one and copy it."),
        button=_l("Make the survey form"),
        file_name="Phiếu lấy ý kiến hài lòng",
        sheets=forms,
        only_pdf=True,
    ),
)

KINDS = (
    PaperKind(
        name=TALLY_KIND,
        title=_l("Tally of the survey"),
        about=_l("The counts of the survey forms, to be signed by whoever held the survey."),
        file_name="bang-tong-hop-hai-long",
        order=45,
        write=tally,
        numbered=False,
        after_close=False,
        permission="survey.count",
    ),
)
