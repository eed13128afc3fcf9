"""What was collected before the day: by topic or village on the screen and as a file."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting import clock
from meeting.contract import MenuItem, _, _l, done, perform, requires
from meeting.db import db
from meeting.models import MeetingState
from plugins.opinions import service
from plugins.opinions.collecting import lists
from plugins.opinions.collecting.lists import Group, Line
from plugins.opinions.collecting.wording import MASKED, NOBODY, PREPARED, who
from plugins.opinions.views import routes
from plugins.roster.api import list_file, villages

TOPIC, VILLAGE = "topic", "village"
ALL_AT_ONCE = 150  # beyond this only the group that is opened is loaded

MENU = MenuItem("opinions.collected", _l("Opinions sent beforehand"), "opinions.collected", order=6)

# Like every paper, a file is in Vietnamese; the import knows these words.
_COLUMNS = (
    ("STT", 6),
    ("Họ và tên", 26),
    ("", 16),  # the plan's word for a village
    ("Nội dung", 70),
    ("Lĩnh vực", 26),
    ("Mức độ", 16),
    ("Nguồn", 24),
    ("Đơn vị trả lời", 26),
    ("Đơn thư số", 16),
    ("Số ý kiến", 10),
    ("Gộp với ý kiến số", 12),
    ("Chuẩn bị trả lời", 40),
)


@routes.get("/collected")
@requires("opinions.collected")
def collected() -> str:
    """By topic or by village, the most urgent first."""
    found = lists.collected(db.session(), g.meeting.id)
    by = VILLAGE if request.args.get("by") == VILLAGE else TOPIC
    groups = _groups(by)
    wanted = request.args.get("group", groups[0].key if groups else "")
    return render_template(
        "opinions/collected.html",
        groups=groups,
        by=by,
        tally=lists.tally(found),
        is_unseen=lists.is_unseen,
        whole=len(found) <= ALL_AT_ONCE,
        wanted=wanted,
        may_call=g.meeting.state == MeetingState.OPEN,
    )


@routes.post("/collected/<int:opinion_id>/take-up")
@requires("opinions.approve")
def take_up(opinion_id: int) -> Response:
    """It is taken up in the hall now."""
    taken = perform(service.call_up, opinion_id=opinion_id)
    by = VILLAGE if request.form.get("by") == VILLAGE else TOPIC
    here = {"meeting_id": g.meeting.id, "by": by, "group": request.form.get("group") or None}
    to = url_for("opinions.collected", **here, _anchor=f"collected-{opinion_id}")
    return done(taken, to, _("Taken up in the hall."))


@routes.post("/collected/approve")
@requires("opinions.approve")
def approve_given() -> Response:
    """All that was given to a department is let through, so that it may prepare its answers."""
    count = perform(service.approve_given)
    by = VILLAGE if request.form.get("by") == VILLAGE else TOPIC
    to = url_for("opinions.collected", meeting_id=g.meeting.id, by=by)
    said = _("Approved: %(count)s. The departments see them now.", count=count)
    return done(count, to, said)


@routes.get("/collected.xlsx")
@requires("opinions.collected")
def collected_file() -> Response:
    """The list by topic as an .xlsx; without the words of what is sensitive, for files travel."""
    groups = _groups(TOPIC)
    lines = [line for group in groups for line in group.lines]
    when = clock.local(clock.now())
    unit = g.meeting.plan.unit_label.singular.capitalize()
    return list_file(
        "xlsx",
        "y-kien-truoc-hoi-nghi",
        sheet="Ý kiến",
        titles=[
            f"TỔNG HỢP Ý KIẾN TRƯỚC HỘI NGHỊ – {g.meeting.title}",
            f"{sum(one.count for one in groups)} ý kiến, lập lúc {when:%H:%M} ngày {when:%d/%m/%Y}",
        ],
        columns=[(label or unit, width) for label, width in _COLUMNS],
        rows=[[number, *row] for number, row in enumerate(_rows(lines), 1)],
    )


def _rows(lines: list[Line]) -> list[list[Any]]:
    return [
        [
            NOBODY if one.sensitive else who(one),
            one.village,
            MASKED if one.sensitive else one.text,
            one.category_title,
            one.severity,
            one.source,
            one.department_name,
            one.reference,
            one.number,
            one.merged_into or "",
            PREPARED if one.sensitive and one.prepared else one.prepared,
        ]
        for line in lines
        for one in line.everybody
    ]


def _groups(by: str) -> list[Group]:
    session, plan = db.session(), g.meeting.plan
    found = lists.collected(session, g.meeting.id)
    if by == VILLAGE:
        return lists.by_village(found, plan, villages(session, g.meeting.id))
    return lists.by_topic(found, plan)
