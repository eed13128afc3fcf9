"""Who has spoken how long: the page, and the tables as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, g, render_template
from sqlalchemy.orm import Session

from meeting import clock
from meeting.contract import LiveView, requires
from meeting.db import db
from plugins.roster.api import DelegateChanged, list_file, villages
from plugins.speakers import statistics
from plugins.speakers.events import EVENTS
from plugins.speakers.speeches import speeches
from plugins.speakers.statistics import Speech, Sum, by_person, grouped, minutes, total
from plugins.speakers.views import routes

# Like every paper, a file is in Vietnamese whatever the pages are in.
_SUM_HEAD = (("Số người", 9), ("Số lượt", 9), ("Phút:giây", 11), ("Giây", 9), ("Tỷ lệ (%)", 10))
_PERSON_HEAD = (("Ông/Bà", 9), ("Họ và tên", 28), ("", 18), ("Chức vụ, đơn vị", 34))
_SIDES = {True: "Nhân dân", False: "Cán bộ"}
_NOT_STATED = "Chưa ghi"

Row = list[Any]
Head = tuple[tuple[str, int], ...]


def figures(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """Everything the page shows."""
    found = speeches(session, meeting_id, clock.now())
    return {
        "whole": total(found),
        "sides": _by_side(found),
        "forms": _by_form(found),
        "topics": _by_topic(found),
        "villages": _by_village(session, meeting_id, found),
        "people": by_person(found),
        "minutes": statistics.minutes,
    }


def _by_side(found: list[Speech]) -> list[tuple[bool, Sum]]:
    groups = grouped(found, lambda one: one.by_people)
    return [(side, total(groups.get(side, []))) for side in (True, False)]


def _by_form(found: list[Speech]) -> list[tuple[str, Sum]]:
    """Men and women, as far as the form of address says."""
    groups = grouped(found, lambda one: one.honorific)
    forms = ["Ông", "Bà", *([""] if "" in groups else [])]
    return [(form, total(groups.get(form, []))) for form in forms]


def _by_topic(found: list[Speech]) -> list[tuple[str, Sum]]:
    """Nothing where nobody named a topic."""
    groups = grouped(found, lambda one: one.topic_title)
    if not any(groups):
        return []
    return [(str(title), total(some)) for title, some in groups.items()]


def _by_village(session: Session, meeting_id: int, found: list[Speech]) -> list[tuple[str, Sum]]:
    """Every village, those nobody has spoken for too; at the end people without one."""
    groups = grouped(found, lambda one: one.village_id)
    rows = [(one.heading, total(groups.get(one.id, []))) for one in villages(session, meeting_id)]
    return [*rows, *([("", total(groups[None]))] if None in groups else [])]


STATISTICS = LiveView(
    name="speakers.statistics",
    template="speakers/_statistics.html",
    context=figures,
    on=(*EVENTS, DelegateChanged),
    permission="speakers.statistics",
)


@routes.get("/statistics", endpoint="statistics")
@requires("speakers.statistics")
def statistics_page() -> str:
    """Who has spoken how long."""
    return render_template("speakers/statistics.html")


# -- files --------------------------------------------------------------------------------------


@routes.get("/statistics-<any(speeches, people, villages, groups):table>.<any(xlsx, csv):kind>")
@requires("speakers.statistics")
def statistics_file(table: str, kind: str) -> Response:
    """One table as a file."""
    found = speeches(db.session(), g.meeting.id, clock.now())
    title, name, head, rows = _TABLES[table](found)
    unit = g.meeting.plan.unit_label.singular.capitalize()
    columns = [("STT", 6), *((label or unit, width) for label, width in head)]
    when = clock.local(clock.now())
    titles = [
        f"{title} – {g.meeting.title}",
        f"{total(found).turns} lượt phát biểu, lập lúc {when:%H:%M} ngày {when:%d/%m/%Y}",
    ]
    numbered = [[number, *row] for number, row in enumerate(rows, 1)]
    return list_file(kind, name, sheet="Phát biểu", titles=titles, columns=columns, rows=numbered)


def _speeches(found: list[Speech]) -> tuple[str, str, Head, list[Row]]:
    head = (
        *_PERSON_HEAD, ("Thành phần", 12), ("Nội dung", 24), ("Đăng ký nói về", 34),
        ("Lượt", 16), ("Bắt đầu", 10), ("Kết thúc", 10), ("Phút:giây", 11), ("Giây", 9),
        ("Quá giờ (giây)", 10), ("Nhắc", 8), ("Nói bằng", 16), ("Phiên dịch", 24),
    )  # fmt: skip
    rows = [
        [
            *_who(one), one.topic_title, one.subject, "Trao đổi thêm" if one.is_follow_up else "",
            _at(one.started_at), _at(one.ended_at), minutes(one.ms), one.ms // 1000,
            one.over_ms // 1000, one.reminders, one.language, one.interpreter,
        ]
        for one in found
    ]  # fmt: skip
    return "CÁC LƯỢT PHÁT BIỂU", "cac-luot-phat-bieu", head, rows


def _people(found: list[Speech]) -> tuple[str, str, Head, list[Row]]:
    head = (
        *_PERSON_HEAD, ("Thành phần", 12), ("Số lượt", 9), ("Phút:giây", 11), ("Giây", 9),
        ("Lượt đầu lúc", 12), ("Lượt cuối lúc", 12),
    )  # fmt: skip
    rows = [
        [*_who(one), it.turns, it.time, it.ms // 1000, _at(it.first_at), _at(it.last_at)]
        for one, it in by_person(found)
    ]
    return "NGƯỜI PHÁT BIỂU", "nguoi-phat-bieu", head, rows


def _villages(found: list[Speech]) -> tuple[str, str, Head, list[Row]]:
    whole = total(found)
    rows = [
        [village or "Không thuộc nơi nào", *_sum(it, whole)]
        for village, it in _by_village(db.session(), g.meeting.id, found)
    ]
    unit = g.meeting.plan.unit_label.singular.upper()
    return f"PHÁT BIỂU THEO {unit}", "phat-bieu-theo-noi-o", (("", 26), *_SUM_HEAD), rows


def _groups(found: list[Speech]) -> tuple[str, str, Head, list[Row]]:
    whole = total(found)
    parts = [
        *(("Thành phần", _SIDES[side], it) for side, it in _by_side(found)),
        *(("Cách xưng hô", form or _NOT_STATED, it) for form, it in _by_form(found)),
        *(("Nội dung", title or _NOT_STATED, it) for title, it in _by_topic(found)),
    ]
    rows = [[kind, group, *_sum(it, whole)] for kind, group, it in parts]
    head = (("Chia theo", 16), ("Nhóm", 28), *_SUM_HEAD)
    return "PHÁT BIỂU THEO NHÓM", "phat-bieu-theo-nhom", head, rows


_TABLES = {"speeches": _speeches, "people": _people, "villages": _villages, "groups": _groups}


def _who(one: Speech) -> Row:
    return [one.honorific, one.name, one.village, one.office_title, _SIDES[one.by_people]]


def _sum(it: Sum, whole: Sum) -> Row:
    return [it.people, it.turns, it.time, it.ms // 1000, it.percent_of(whole)]


def _at(instant: Any) -> str:
    return f"{clock.local(instant):%H:%M:%S}" if instant else ""
