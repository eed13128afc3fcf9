"""The list as a file an office works with, and an empty form of the same shape."""

from __future__ import annotations

from typing import Any

from flask import Response, g

from meeting import clock
from meeting.contract import requires
from meeting.db import db
from plugins.roster import queries, rules
from plugins.roster.models import Delegate
from plugins.roster.routes import routes
from plugins.roster.sheets.answer import list_file

# Like every paper, a file is in Vietnamese whatever the pages are in; the import knows these words.
_HEAD = (
    ("STT", 6),
    ("Họ và tên", 28),
    ("Ông/Bà", 9),
    ("", 18),  # the plan's word for a village
    ("Chức vụ, đơn vị", 34),
    ("Thành phần mời", 30),
    ("Lĩnh vực", 18),
    ("Ghi chú (đặc điểm phân biệt)", 26),
)
_CODE = ("Mã mời", 12)
_BLANK_ROWS = 60


@routes.get("/export.<any(xlsx, csv):kind>")
@requires("roster.read")
def export_list(kind: str) -> Response:
    """Everybody on the list, village by village, by given name."""
    return _list(kind, codes=False)


@routes.get("/export-codes.<any(xlsx, csv):kind>")
@requires("roster.manage")
def export_codes(kind: str) -> Response:
    """The same with everybody's code: imported again, a code says whose name was corrected."""
    return _list(kind, codes=True)


def _list(kind: str, *, codes: bool) -> Response:
    people = queries.delegates(db.session(), g.meeting.id)
    groups = {one.name for one in g.meeting.plan.groups}
    rows = [
        [number, *_cells(one, groups), *([_code(one)] if codes else [])]
        for number, one in enumerate(people, 1)
    ]
    when = clock.local(clock.now())
    titles = [
        f"DANH SÁCH ĐẠI BIỂU – {g.meeting.title}",
        f"{len(people)} người, lập lúc {when:%H:%M} ngày {when:%d/%m/%Y}",
    ]
    return _file(kind, "danh-sach-dai-bieu", titles, rows, codes=codes)


def _cells(one: Delegate, groups: set[str]) -> list[str]:
    return [
        one.name,
        one.honorific,
        one.village.name if one.village else "",
        one.office_title,
        one.group if one.group in groups else "",
        one.field,
        one.distinction,
    ]


def _code(one: Delegate) -> str:
    return rules.shown(one.invitation.code) if one.invitation else ""


@routes.get("/import/template.xlsx")
@requires("roster.manage")
def import_template() -> Response:
    """An empty list to be filled in, with this meeting's villages and groups to choose from."""
    titles = [
        f"DANH SÁCH ĐẠI BIỂU – {g.meeting.title}",
        "Mỗi người một dòng. Không ghi số căn cước, ngày sinh, dân tộc, số điện thoại.",
    ]
    villages = queries.villages(db.session(), g.meeting.id)
    choices = {
        "2": ["Ông", "Bà"],
        "3": [one.name for one in villages],
        "5": [one.name for one in g.meeting.plan.groups],
    }
    return _file("xlsx", "mau-danh-sach", titles, [], choices=choices)


def _file(
    kind: str, name: str, titles: list[str], rows: list[list[Any]], *,
    codes: bool = False, choices: dict[str, list[str]] | None = None,
) -> Response:  # fmt: skip
    unit = g.meeting.plan.unit_label.singular.capitalize()
    columns = [(label or unit, width) for label, width in (*_HEAD, *([_CODE] if codes else []))]
    return list_file(
        kind, name, sheet="Danh sách", titles=titles, columns=columns, rows=rows,
        blank=0 if rows or choices is None else _BLANK_ROWS, choices=choices or {},
    )  # fmt: skip
