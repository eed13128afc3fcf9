"""What is sensitive, not approved or only prepared reaches nobody it is not for.

Every live view, every picture for the hall, every page that everybody may open, every card on the
attendee's first page and every part of the minutes is looked at, by going through what the plugins
declare: what is added tomorrow is looked at tomorrow.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, render_template
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, Rule

from meeting.access import Actor, Role
from meeting.contract import LiveView
from meeting.db import db
from meeting.live import Room, Topic
from meeting.meetings import change_setting
from meeting.models import Device, Meeting
from plugins.opinions import service
from plugins.opinions.deciding import Wish
from plugins.opinions.models import Opinion
from plugins.opinions.rules import Asker
from plugins.opinions.usecases.intake import Details
from plugins.roster.api import Delegate
from tests.telling import telling

Do = Callable[..., Any]
ClientAs = Callable[[str], FlaskClient]
Phone = Callable[[int], FlaskClient]
PUBLIC = "Đường vào làng lầy lội"
MINE, OTHERS = "DIA_CHINH_XD", "CONG_AN"
IDS = 12  # numbers tried in addresses and rooms that take one: more than there are opinions
# Who works with opinions; everybody else on the staff is as far from them as the hall.
AT_WORK = {"opinions.manage", "opinions.approve", "opinions.decide", "opinions.read", "chair.read"}


@dataclass(frozen=True)
class Hall:
    """A meeting full of what is not for everybody."""

    owner: int  # the delegate whose things these are
    stranger: int  # another delegate
    device: int  # of a department that nothing secret is assigned to
    receipt: str


# Words that stand nowhere else. ``own``: their own writer may read them; the others nobody outside.
OWN = {
    "unapproved": "Chữ chưa duyệt QKX",
    "sensitive": "Chữ nhạy cảm QKX",
    "complaint": "Chữ khiếu nại QKX",
    "referred": "Chữ tố cáo QKX",
    "withdrawn": "Chữ rút lại QKX",
}
NOBODYS = {
    "slip": "Chữ trên phiếu kín QKX",
    "prepared": "Dự thảo ngắn QKX",
    "full": "Dự thảo đầy đủ QKX",
    "unsaid": "Trả lời chưa công bố QKX",
    "contact": "0905 QKX",
    "source": "Tài liệu số QKX",
}


@pytest.fixture
def hall(
    context: Flask, do: Do, write_down: Callable[..., int], client_as: ClientAs, bum: Actor
) -> Hall:
    owner = Asker(delegate_id=bum.id)

    def raised(text: str, **values: Any) -> int:
        return write_down(text, **{"asker": owner, "approved": True, **values})

    raised(OWN["unapproved"], approved=False)
    do(service.mark_sensitive, opinion_id=raised(OWN["sensitive"]), sensitive=True)
    do(service.set_kind, opinion_id=raised(OWN["complaint"]), kind="COMPLAINT")
    referred = raised(OWN["referred"])
    do(service.set_outcome, opinion_id=referred, wish=Wish(outcome="REFERRED"))
    do(service.withdraw_approval, opinion_id=raised(OWN["withdrawn"]))
    slip = raised(NOBODYS["slip"], asker=Asker(anonymous=True))
    do(service.mark_sensitive, opinion_id=slip, sensitive=True)
    details = Details(contact=NOBODYS["contact"], reference=NOBODYS["source"])
    do(service.describe, opinion_id=slip, details=details)
    public = raised(PUBLIC)
    do(service.assign_department, opinion_id=public, department=MINE)
    words = {"text": NOBODYS["prepared"], "full": NOBODYS["full"], "said_by": "", "seen": 0}
    do(service.prepare, opinion_id=public, **words)
    given = {"text": NOBODYS["unsaid"], "answered_by": "Phòng Kinh tế", "seen": 0}
    do(service.record_answer, opinion_id=public, **given)
    do(service.call_department, opinion_id=public)
    do(service.show, opinion_id=public)
    do(change_setting, name="opinions.support", value=True)
    client_as("answerer").post("/m/1/opinions/officials/sit", data={"department": OTHERS})
    device = db.session.scalar(sa.select(sa.func.max(Device.id))) or 0
    stranger = db.session.scalar(sa.select(Delegate.id).where(Delegate.id != bum.id)) or 0
    receipt = db.session.scalar(sa.select(Opinion.receipt).where(Opinion.id == slip)) or ""
    do(service.support, by=Actor("delegate", stranger, "Người khác"), opinion_id=public)
    return Hall(owner=bum.id or 0, stranger=stranger, device=device, receipt=receipt)


def secrets(*, of_owner: bool = False) -> list[str]:
    """What must not be read; their own words somebody may read on their own phone."""
    return [*NOBODYS.values(), *(() if of_owner else OWN.values())]


def leaked(html: str, *, of_owner: bool = False) -> list[str]:
    return [one for one in secrets(of_owner=of_owner) if one in html]


def rooms(view: LiveView) -> Iterator[Topic]:
    """Every room of a view: of each number that might be a person's, an opinion's, a device's."""
    if view.key is None:
        yield Topic(1, view.name)
    else:
        yield from (Topic(1, view.name, key) for key in range(1, 61))


def is_outside(app: Flask, view: LiveView) -> bool:
    """Whether the hall, a phone, or a device that does not work with opinions may see a view."""
    if view.permission is None:
        return True
    registry = app.extensions["meeting"].registry
    at_work = {role for name in AT_WORK for role in registry.permissions[name].roles}
    return bool(set(registry.permissions[view.permission].roles) - at_work - {Role.ANSWERER})


def test_no_live_view_of_the_hall_a_phone_or_another_desk_tells(app: Flask, hall: Hall) -> None:
    live, registry = app.extensions["meeting"].live, app.extensions["meeting"].registry
    outside = [one for one in registry.views.values() if is_outside(app, one)]
    assert {"opinions.mine", "speakers.queue", "display.screen"} & {one.name for one in outside}
    for view in outside:
        for topic in rooms(view):
            html = live.snapshot(Room(topic, "vi")).html
            own = view.permission is None and topic.key == hall.owner
            assert leaked(html, of_owner=own) == [], topic


def test_each_phone_reads_its_own_and_nothing_that_is_only_prepared(app: Flask, hall: Hall) -> None:
    live = app.extensions["meeting"].live
    html = live.snapshot(Room(Topic(1, "opinions.mine", hall.owner), "vi")).html
    assert [one for one in OWN.values() if one not in html] == []
    assert leaked(html, of_owner=True) == []


def test_a_department_reads_nothing_of_anothers(app: Flask, hall: Hall) -> None:
    live, registry = app.extensions["meeting"].live, app.extensions["meeting"].registry
    theirs = [
        one
        for one in registry.views.values()
        if one.permission and Role.ANSWERER in registry.permissions[one.permission].roles
    ]
    assert {one.name for one in theirs} >= {"opinions.assigned", "opinions.called"}
    for view in theirs:
        keys: list[int | None] = [hall.device] if view.own else [t.key for t in rooms(view)]
        for key in keys:
            html = live.snapshot(Room(Topic(1, view.name, key), "vi")).html
            assert [*leaked(html), *([PUBLIC] if PUBLIC in html and view.own else [])] == [], view


def test_no_view_of_who_only_watches_tells_what_is_sensitive(app: Flask, hall: Hall) -> None:
    live, registry = app.extensions["meeting"].live, app.extensions["meeting"].registry
    watched = [
        one
        for one in registry.views.values()
        if one.permission and Role.OBSERVER in registry.permissions[one.permission].roles
    ]
    for view in watched:
        for topic in rooms(view):
            html = live.snapshot(Room(topic, "vi")).html
            for secret in (OWN["sensitive"], OWN["referred"], OWN["complaint"], NOBODYS["slip"]):
                assert secret not in html, topic


def test_no_picture_for_the_hall_tells(context: Flask, hall: Hall) -> None:
    registry = context.extensions["meeting"].registry
    scenes = registry.contributions("display.scene", 1)
    assert any(one.name == "opinions.question" for one in scenes)
    db.session.remove()
    meeting = db.session.get_one(Meeting, 1)
    with context.test_request_context():
        for scene in scenes:
            values = scene.context(db.session(), 1)
            html = render_template(scene.template, meeting=meeting, **values)
            assert leaked(html) == [], scene.name


def addresses(app: Flask, hall: Hall, marks: set[str]) -> Iterator[str]:
    """Every address behind which a page with one of these marks may be, of every number."""
    adapter = app.url_map.bind("")
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if "GET" not in (rule.methods or ()) or getattr(view, "access", "") not in marks:
            continue
        tried = [_tried(rule, name, hall) for name in sorted(rule.arguments)]
        for values in product(*tried):
            found = dict(zip(sorted(rule.arguments), values, strict=True))
            yield adapter.build(rule.endpoint, found)


def _tried(rule: Rule, name: str, hall: Hall) -> list[Any]:
    """What stands in a place of an address: the slip's code, each kind, each number."""
    converter = rule._converters[name]
    if name == "meeting_id":
        return [1]
    if name == "code":
        return [hall.receipt]
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)
    return list(range(1, IDS))


def body(client: FlaskClient, address: str) -> str:
    """What can be read there; of a workbook what its sheets hold. Papers are tested below."""
    answer = client.get(address)
    assert answer.status_code < 500, address
    if answer.data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
            return "".join(
                packed.read(name).decode("utf-8", "replace") for name in packed.namelist()
            )
    return str(answer.data, "utf-8", "replace")


def test_no_page_that_everybody_may_open_tells(
    app: Flask, hall: Hall, client: FlaskClient, delegate_client: Phone
) -> None:
    stranger, owner = delegate_client(hall.stranger), delegate_client(hall.owner)
    found = sorted({*addresses(app, hall, {"public", "attendee"})})
    assert f"/m/1/opinions/receipt/{hall.receipt}" in found, "also behind the code"
    assert "/m/1/opinions/others" in found
    for address in found:
        for phone in (client, stranger):
            assert leaked(body(phone, address)) == [], address
        assert leaked(body(owner, address), of_owner=True) == [], address
    assert PUBLIC in body(stranger, "/m/1/opinions/others")
    assert OWN["sensitive"] not in body(owner, "/m/1/opinions/others"), "not even their own"


@pytest.mark.parametrize(
    "role", ["screen", "kiosk", "registrar", "surveyor", "mc", "observer", "answerer"]
)
def test_no_page_of_who_does_not_work_with_opinions_tells(
    app: Flask, hall: Hall, client_as: ClientAs, role: str
) -> None:
    registry = app.extensions["meeting"].registry
    theirs = {name for name, one in registry.permissions.items() if Role(role) in one.roles}
    theirs = theirs if role in {"observer", "answerer"} else theirs - AT_WORK
    device = client_as(role)
    if role == "answerer":
        device.post("/m/1/opinions/officials/sit", data={"department": OTHERS})
    sensitive = [OWN["sensitive"], OWN["referred"], OWN["complaint"], *NOBODYS.values()]
    if role == "observer":  # reads what is written down, not what is masked or only prepared
        sensitive = [one for one in sensitive if one != NOBODYS["unsaid"]]
    for address in sorted({*addresses(app, hall, theirs)}):
        html = body(device, address)
        told = [one for one in (sensitive if role == "observer" else secrets()) if one in html]
        assert told == [], address


def test_papers_tell_what_was_said_and_mask_the_rest(context: Flask, hall: Hall, do: Do) -> None:
    registry = context.extensions["meeting"].registry
    wish = Wish(outcome="PENDING", department=MINE, due_date=date(2023, 11, 10))
    do(service.set_outcome, opinion_id=7, wish=wish)
    hidden = [OWN["sensitive"], OWN["complaint"], OWN["referred"], *NOBODYS.values()]
    hidden.remove(NOBODYS["unsaid"])  # now it is said
    with context.test_request_context():
        sections = registry.contributions("minutes.section", 1)
        for paper, masked in product(("minutes", *sorted({one.of for one in sections})), (0, 1)):
            told = telling(1, paper, masked=bool(masked))
            printed = repr([one.build(told) for one in sections if one.of == paper])
            # the report over all sessions has only figures of its own, and the annex of each report
            assert PUBLIC in printed or paper == "combined_report", paper
            assert [one for one in hidden if one in printed] == [], paper
        for kind in registry.contributions("minutes.paper", 1):
            printed = repr([letter.document for letter in kind.write(telling(1, kind.name))])
            if kind.name == "written_reply":  # the full wording is for who asked
                printed = printed.replace(NOBODYS["full"], "")
            assert [one for one in hidden if one in printed] == [], kind.name
