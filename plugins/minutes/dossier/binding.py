"""Cover and index of the dossier, as an office binds its papers (Decree 30, annex V)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from meeting import clock
from meeting.models import Meeting
from meeting.papers import frame
from meeting.papers import wording as office
from meeting.papers.model import (
    Block,
    Column,
    Cover,
    Document,
    Meta,
    Row,
    Table,
    TypeAndSubject,
    row,
)

COVER_TITLE = "Bìa hồ sơ"
INDEX_TITLE = "Mục lục văn bản trong hồ sơ"
INDEX_TYPE = "MỤC LỤC VĂN BẢN TRONG HỒ SƠ"
POSTED = "bản niêm yết"
NOT_FROZEN = "chưa chốt"
FROM, TO = "Từ ngày", "đến ngày"
HOLDS = "Gồm có"
DOTS = "…………"
FILE_NUMBER = "Hồ sơ số"
SHELF = "Mục lục số"
KEPT_FOR = "Thời hạn bảo quản"
COLUMNS = (
    Column(title="TT", share=9, align="center"),
    Column(title="Số, ký hiệu văn bản", share=30, align="center"),
    Column(title="Ngày, tháng văn bản", share=24, align="center"),
    Column(title="Tên loại và trích yếu nội dung văn bản", share=63),
    Column(title="Trang số", share=17, align="center"),
    Column(title="Ghi chú", share=22),
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A paper in the index."""

    number: str
    dated: dt.date | None
    title: str
    pages: int
    note: str = ""


def cover(meeting: Meeting, lines: Sequence[Line]) -> Document:
    """The cover: whose, of what, from when to when, how much; shelf and term for the archive."""
    host = meeting.plan.host
    page = Cover(
        parent=(host.parent,) if host.parent else (),
        organ=host.head_lines,
        subject=office.glued(frame.title(meeting.plan, meeting.session_index)),
        facts=(
            (FROM, f"{_day(meeting.opened_at)} {TO} {_day(meeting.closed_at)}"),
            (HOLDS, f"{len(lines):02d} văn bản, {sum(one.pages for one in lines):02d} trang"),
            *((label, "") for label in (FILE_NUMBER, SHELF, KEPT_FOR)),
        ),
    )
    return replace(_document(meeting, COVER_TITLE, [page]), head=None)


def _day(instant: dt.datetime | None) -> str:
    return f"{clock.local(instant):%d/%m/%Y}" if instant else DOTS


def index(meeting: Meeting, lines: Sequence[Line]) -> Document:
    """Every paper with the pages it has in the bound dossier."""
    rows: list[Row] = []
    page = 1
    for place, one in enumerate(lines, 1):
        last = page + one.pages - 1
        rows.append(
            row(
                place,
                one.number,
                f"{one.dated:%d/%m/%Y}" if one.dated else "",
                one.title,
                f"{page:02d}" if one.pages == 1 else f"{page:02d} - {last:02d}",
                one.note,
            )
        )
        page = last + 1
    blocks: list[Block] = [
        TypeAndSubject(
            type_name=INDEX_TYPE,
            subject=office.glued(frame.title(meeting.plan, meeting.session_index)),
        ),
        Table(columns=COLUMNS, rows=tuple(rows)),
    ]
    return _document(meeting, INDEX_TITLE, blocks)


def _document(meeting: Meeting, title: str, blocks: Sequence[Block]) -> Document:
    return Document(
        meta=Meta(
            title=f"{title}: {meeting.heading}",
            subject=meeting.title,
            author=meeting.plan.host.name,
            created=meeting.closed_at,
        ),
        head=frame.head(meeting.plan),
        blocks=tuple(blocks),
    )
