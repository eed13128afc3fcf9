"""The pages of the programme, its fragments, its scenes and the script, as browsers get them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient

from meeting import clock
from meeting.access import Actor
from meeting.db import db
from meeting.live import Room, Topic
from meeting.meetings import change_setting, close_meeting, create_meeting, open_meeting
from meeting.models import Meeting
from meeting.plan import load_plan_file, shipped_plans
from meeting.writing import run
from plugins.agenda import introduction, queries, scene, service
from plugins.agenda.introduction import Guest
from plugins.agenda.rules import Step, Typed
from plugins.checkin.service import check_in
from plugins.minutes.queries import desk
from plugins.roster.api import Delegate
from plugins.speakers import service as speakers
from plugins.speakers.api import waiting
from tests.conftest import ClientAs

Act = Callable[..., Any]
Programme = Callable[[], list[Step]]
HOME = "/m/1/agenda/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def secretary(client_as: ClientAs) -> FlaskClient:
    return client_as("secretary")


def fragment(app: Flask, view: str) -> str:
    """A live view as it is now, without tags."""
    html = app.extensions["meeting"].live.snapshot(Room(Topic(1, view), "vi")).html
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def text(client: FlaskClient, address: str) -> str:
    """A page as one reads it: blanks that keep words together are blanks."""
    return client.get(address).get_data(as_text=True).replace("\u00a0", " ")


# -- running ---------------------------------------------------------------------------------------


def test_the_secretary_begins_a_step_and_everybody_sees_it(
    app: Flask, secretary: FlaskClient, act: Act, ids: dict[str, int]
) -> None:
    answer = secretary.post(f"{HOME}steps/{ids['REPORT']}/start", data={"seen": "0"})
    assert (answer.status_code, answer.location) == (303, HOME)
    for view in ("agenda.panel", "agenda.programme", "agenda.steps"):
        assert "Đang thực hiện" in fragment(app, view) or "Bước 4/9" in fragment(app, view)
    assert "Sang: Nhân dân phát biểu ý kiến" in fragment(app, "agenda.panel")


def test_the_buttons_of_the_desk_lead_back_to_it(
    secretary: FlaskClient, ids: dict[str, int]
) -> None:
    desk = "/m/1/speakers/"
    page = text(secretary, desk)
    assert 'form id="agenda-act"' in page
    address = f"{HOME}steps/{ids['REPORT']}/start"
    assert secretary.post(address, data={"seen": "0", "from": desk}).location == desk
    late = secretary.post(f"{HOME}steps/{ids['OPENING']}/start", data={"seen": "0", "from": desk})
    assert (late.status_code, late.location) == (303, desk)
    assert "Chương trình đã sang bước khác" in text(secretary, desk)
    for evil in ("https://example.org/", "//example.org", "/m/2/speakers/", "/nowhere"):
        span = secretary.post(address, data={"seen": "0", "from": evil})
        assert span.location == HOME
    assert secretary.post(address, data={"seen": "0", "from": "/" + desk}).location == desk


def test_a_late_click_on_the_page_says_so_there(
    secretary: FlaskClient, act: Act, ids: dict[str, int]
) -> None:
    act(service.start, item_id=ids["OPENING"], seen=0)
    for data in ({"seen": "0"}, {}):
        answer = secretary.post(f"{HOME}steps/{ids['REPORT']}/start", data=data)
        assert answer.status_code == 409
        assert "đã sang bước khác" in answer.get_data(as_text=True)
    program = secretary.post(f"{HOME}steps/{ids['REPORT']}/start", headers=JSON)
    assert program.get_json()["error"]["code"] == "agenda.moved"


def test_who_still_waits_is_not_passed_over_by_one_click(
    app: Flask, secretary: FlaskClient, act: Act, ids: dict[str, int]
) -> None:
    span = act(service.start, item_id=ids["SPEAKING"], seen=0)
    address = f"{HOME}steps/{ids['CONCLUSION']}/start"
    assert "Sang bước sau?" not in fragment(app, "agenda.panel")
    for name in ("Đinh Một", "Đinh Hai"):
        act(speakers.request_turn, speaker_name=name)
    said = "Còn 2 người chưa được phát biểu. Sang bước sau?"
    assert said in fragment(app, "agenda.panel")
    assert said in fragment(app, "agenda.steps")
    assert said not in fragment(app, "agenda.programme")
    late = secretary.post(address, data={"seen": span})
    assert late.status_code == 409
    assert "Còn 2 người chưa được phát biểu." in late.get_data(as_text=True)
    program = secretary.post(address, data={"seen": span}, headers=JSON)
    assert program.get_json()["error"]["code"] == "agenda.people_wait"
    within = f'formaction="{HOME}steps/{ids["ANSWERS"]}/start"'
    assert within in text(secretary, HOME), "they are heard after the answers"
    assert f'formaction="{address}?leave=1"' in text(secretary, HOME)
    assert secretary.post(f"{address}?leave=1", data={"seen": span}).status_code == 303
    assert "Sang bước sau?" not in fragment(app, "agenda.panel")


def test_behind_the_last_step_the_meeting_ends(
    app: Flask, secretary: FlaskClient, act: Act, programme: Programme
) -> None:
    act(service.start, item_id=programme()[-1].id, seen=0)
    assert "Kết thúc hội nghị, làm biên bản" in fragment(app, "agenda.panel")
    assert 'href="/m/1/minutes/close" data-key="s"' in text(secretary, "/m/1/speakers/")


def test_a_program_gets_the_ids(secretary: FlaskClient, ids: dict[str, int]) -> None:
    address = f"{HOME}steps/{ids['REPORT']}/start"
    span = secretary.post(address, data={"seen": "0"}, headers=JSON).get_json()["result"]
    ended = secretary.post(f"{HOME}spans/{span}/end", headers=JSON)
    assert ended.get_json() == {"ok": True, "result": None}
    step = {"title": "Văn nghệ", "kind": "OPENING"}
    assert secretary.post(f"{HOME}new", data=step, headers=JSON).get_json()["result"] > 0
    bad = secretary.post(f"{HOME}new", data={"title": "x"}, headers=JSON)
    assert bad.get_json()["error"]["code"] == "agenda.no_kind"


def test_planned_and_real_time_and_the_balance(
    app: Flask, act: Act, ids: dict[str, int], clock_at: clock.Frozen
) -> None:
    seen = act(service.start, item_id=ids["REPORT"], seen=0)
    clock_at.tick(minutes=21)
    act(change_setting, name="speakers.present_only", value=False)
    seen = act(service.start, item_id=ids["SPEAKING"], seen=seen)
    person = next(one.id for one in delegates(people_side=True))
    act(speakers.request_turn, delegate_id=person)
    turn = waiting(db.session(), 1)[0].id
    act(speakers.call_next, turn_id=turn, seen=0)
    clock_at.tick(minutes=4)
    act(speakers.end, turn_id=turn)
    clock_at.tick(minutes=2)
    act(service.start, item_id=ids["ANSWERS"], seen=seen)
    panel = fragment(app, "agenda.panel")
    assert "06:00 / dự kiến 120 phút" in panel  # asking and answering are one step
    assert "Nhân dân phát biểu 4 phút" in panel
    assert "Trả lời ý kiến 2 phút" in panel
    assert "Trình bày một chiều 21 phút" in panel
    steps = fragment(app, "agenda.steps")
    assert "21:00 / 15" in steps


def delegates(*, people_side: bool) -> list[Delegate]:
    return db.session.query(Delegate).filter_by(meeting_id=1, people_side=people_side).all()


def test_in_rounds_the_panel_says_when_to_answer(
    app: Flask, act: Act, ids: dict[str, int], clock_at: clock.Frozen
) -> None:
    for name, value in (
        ("agenda.answer_mode", "batch"),
        ("agenda.batch_size", 2),
        ("speakers.present_only", False),
    ):
        act(change_setting, name=name, value=value)
    act(service.start, item_id=ids["SPEAKING"], seen=0)
    assert "Đợt này đã có 00/02 ý kiến." in fragment(app, "agenda.panel")
    for person in [one.id for one in delegates(people_side=True)][:2]:
        act(speakers.request_turn, delegate_id=person)
        turn = waiting(db.session(), 1)[0].id
        act(speakers.call_next, turn_id=turn, seen=0)
        clock_at.tick(minutes=3)
        act(speakers.end, turn_id=turn)
    panel = fragment(app, "agenda.panel")
    assert "Đợt này đã có 02/02 ý kiến. Mời trả lời." in panel
    assert "Sang: Trả lời, trao đổi các ý kiến, kiến nghị" in panel


def test_after_the_close_nothing_can_be_pressed(
    app: Flask, secretary: FlaskClient, act: Act, ids: dict[str, int]
) -> None:
    act(service.start, item_id=ids["CLOSING"], seen=0)
    act(close_meeting)
    page = text(secretary, HOME)
    assert "/start" not in page
    assert "take-over" not in page
    assert f"{HOME}new" not in page
    answer = secretary.post(f"{HOME}steps/{ids['REPORT']}/start", data={"seen": "0"})
    assert answer.status_code == 409


# -- changing --------------------------------------------------------------------------------------


def test_a_refused_step_keeps_what_was_typed(secretary: FlaskClient, ids: dict[str, int]) -> None:
    typed = {
        "title": "Báo cáo <b>dài</b>", "kind": "GUESTS", "who": "Bà Hlŏp", "minutes": "nửa giờ",
        "note": "nhắc", "before_id": str(ids["REPORT"]),
    }  # fmt: skip
    answer = secretary.post(f"{HOME}new", data=typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Ghi số phút tròn" in page
    assert "Báo cáo &lt;b&gt;dài&lt;/b&gt;" in page
    assert 'value="nửa giờ"' in page
    assert re.search(r'value="GUESTS" selected', page)
    assert re.search(rf'value="{ids["REPORT"]}" selected', page)


def test_somebody_elses_change_is_shown_beside_ones_own(
    secretary: FlaskClient, act: Act, ids: dict[str, int]
) -> None:
    item = ids["REPORT"]
    theirs = Typed(title="Báo cáo của họ", kind="REPORT", note="Ghi chú của họ")
    act(service.change, item_id=item, seen=0, typed=theirs)
    mine = {"title": "Báo cáo của tôi", "kind": "REPORT", "seen": "0"}
    answer = secretary.post(f"{HOME}steps/{item}", data=mine)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    for said in ("Báo cáo của họ", "Ghi chú của họ", "Báo cáo của tôi", 'name="seen" value="1"'):
        assert said in page
    again = secretary.post(f"{HOME}steps/{item}", data={**mine, "seen": "1"})
    assert (again.status_code, again.location) == (303, HOME)
    assert "Báo cáo của tôi" in text(secretary, HOME)


def test_a_step_is_moved_taken_out_and_the_whole_replaced(
    secretary: FlaskClient, ids: dict[str, int], programme: Programme
) -> None:
    first, second = programme()[:2]
    secretary.post(f"{HOME}steps/{second.id}/up", data={"above_id": str(first.id)})
    assert programme()[0].id == second.id
    assert "Đúng, bỏ bước này" in text(secretary, f"{HOME}steps/{first.id}")
    secretary.post(f"{HOME}steps/{first.id}/remove")
    assert first.id not in [one.id for one in programme()]
    assert text(secretary, HOME).count('name="source"') == 2
    secretary.post(f"{HOME}take-over", data={"source": "plan"})
    assert programme()[0].title == first.title
    missing = secretary.get(f"{HOME}steps/{first.id}")
    assert missing.status_code == 404


@pytest.mark.parametrize("role", ["registrar", "chair", "observer", "mc", "screen", "summariser"])
def test_others_neither_run_nor_change_it(
    role: str, client_as: ClientAs, ids: dict[str, int]
) -> None:
    other = client_as(role)
    for address in (HOME, f"{HOME}new", f"{HOME}steps/{ids['REPORT']}"):
        assert other.get(address).status_code == 403
    for address in ("start", "up", "remove"):
        assert other.post(f"{HOME}steps/{ids['REPORT']}/{address}").status_code == 403
    assert other.post(f"{HOME}take-over").status_code == 403
    assert (other.get(f"{HOME}script").status_code == 200) is (role in {"observer", "mc"})


def test_the_mc_opens_the_script_and_finds_the_present_step_marked(
    app: Flask, client_as: ClientAs, act: Act, ids: dict[str, int]
) -> None:
    act(service.start, item_id=ids["REPORT"], seen=0)
    mc = client_as("mc")
    assert mc.get("/").location == f"{HOME}script"
    page = text(mc, f"{HOME}script")
    assert f'class="script-step is-now" id="script-{ids["REPORT"]}" aria-current="step"' in page
    assert page.count("is-now") == 2  # in the list of steps, too
    assert "Đang thực hiện" in fragment(app, "agenda.place")
    assert f"{HOME}" in text(mc, "/m/1/staff")
    for closed in ("/m/1/roster/", "/m/1/speakers/", "/m/1/opinions/all", "/m/1/devices"):
        assert mc.get(closed).status_code == 403


def test_the_script_tells_when_its_words_are_old(
    secretary: FlaskClient, act: Act, ids: dict[str, int]
) -> None:
    def edition() -> str:
        found = re.search(r'data-edition="([^"]+)"', text(secretary, f"{HOME}script"))
        assert found
        return found[1]

    first = edition()
    act(service.start, item_id=ids["REPORT"], seen=0)
    assert edition() == first
    act(service.change, item_id=ids["REPORT"], seen=0, typed=Typed(title="Khác", kind="REPORT"))
    assert edition() != first


# -- what others see -------------------------------------------------------------------------------


def test_a_note_is_for_the_staff_alone(
    app: Flask,
    client: FlaskClient,
    secretary: FlaskClient,
    client_as: ClientAs,
    act: Act,
    ids: dict[str, int],
) -> None:
    typed = Typed(title="Báo cáo", kind="REPORT", note="Micro số hai hết pin")
    act(service.change, item_id=ids["REPORT"], seen=0, typed=typed)
    act(service.start, item_id=ids["REPORT"], seen=0)
    assert "Micro số hai" in fragment(app, "agenda.panel")
    assert "Micro số hai" in text(secretary, f"{HOME}script")
    for public in (text(client, "/m/1/"), text(client_as("screen"), "/m/1/display/")):
        assert "Báo cáo" in public
        assert "Micro số hai" not in public


def test_hostile_words_are_only_words(
    app: Flask, client: FlaskClient, secretary: FlaskClient, act: Act, ids: dict[str, int]
) -> None:
    evil = "<script>alert(1)</script> & {{ 7*7 }}"
    typed = Typed(title=evil, kind="REPORT", who=evil, note=evil)
    act(service.change, item_id=ids["REPORT"], seen=0, typed=typed)
    act(service.start, item_id=ids["REPORT"], seen=0)
    pages = [text(secretary, HOME), text(secretary, f"{HOME}script"), text(client, "/m/1/")]
    for page in pages:
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_the_scenes_follow_the_programme(
    context: Flask, act: Act, ids: dict[str, int], client_as: ClientAs
) -> None:
    wants = {one.name: one.wants for one in scene.SCENES}
    seen, found = 0, {}
    for kind in ("WELCOME", "RULES", "REPORT", "SPEAKING", "GUESTS"):
        seen = act(service.start, item_id=ids[kind], seen=seen)
        found[kind] = [name for name in wants if wants[name](db.session(), 1)]
    assert found == {
        "WELCOME": [],
        "RULES": ["agenda.programme"],
        "REPORT": ["agenda.step"],
        "SPEAKING": ["agenda.step"],
        "GUESTS": ["agenda.step"],
    }
    preview = client_as("secretary")
    for name in wants:
        assert "Ủy ban MTTQ và các đoàn thể" in text(preview, f"/m/1/display/scene/{name}")


def test_the_minutes_propose_what_was_really_done(
    context: Flask, act: Act, ids: dict[str, int], programme: Programme
) -> None:
    typed = Typed(title="Văn nghệ chào mừng", kind="OPENING", who="Đội cồng chiêng")
    added = act(service.add, typed=typed, before_id=ids["RULES"])

    def proposed() -> list[str]:
        db.session.remove()
        return desk(db.session(), db.session.get_one(Meeting, 1)).entered.opening.split("\n")

    assert proposed()[1] == "Văn nghệ chào mừng (Đội cồng chiêng)."
    assert len(proposed()) == 4
    seen = act(service.start, item_id=added, seen=0)
    act(service.start, item_id=ids["REPORT"], seen=seen)
    found = proposed()
    assert [found[0], len(found)] == ["Văn nghệ chào mừng (Đội cồng chiêng).", 2]


def test_a_survey_says_how_to_take_part(context: Flask) -> None:
    by = Actor.system("test")
    plan = load_plan_file(shipped_plans()["kiem-tan-2023"])
    meeting_id = run(create_meeting, by=by, plan=plan)
    run(open_meeting, by=by, meeting_id=meeting_id)
    step = next(s for s in queries.steps(db.session(), meeting_id) if s.kind == "SURVEY")
    run(service.start, by=by, meeting_id=meeting_id, item_id=step.id, seen=0)
    db.session.remove()
    shown = scene.step(db.session(), meeting_id)
    assert (shown["survey"], shown["is_now"]) == (plan.survey, True)
    meeting = db.session.get_one(Meeting, meeting_id)
    html = render_template("agenda/_scene_step.html", meeting=meeting, **shown)
    for said in (plan.survey.owner, *plan.survey.choices):
        assert said in html


# -- the script ------------------------------------------------------------------------------------


def test_heads_are_introduced_before_deputies_in_the_plans_order() -> None:
    def guest(group: str, office: str) -> Guest:
        return Guest(group=group, name=office, honorific="", office=office, is_here=False)

    found = introduction.circles(
        ["Đảng ủy", "UBND"],
        [
            guest("", "chuyên viên"),
            guest("UBND", "Phó Chủ tịch UBND xã"),
            guest("UBND", "Chủ tịch UBND xã"),
            guest("Đảng ủy", "Ủy viên"),
            guest("Đảng ủy", "Phó Bí thư"),
            guest("Đảng ủy", "Bí thư Đảng ủy"),
        ],
    )
    assert [(c.title, [g.office for g in c.guests]) for c in found] == [
        ("Đảng ủy", ["Bí thư Đảng ủy", "Phó Bí thư", "Ủy viên"]),
        ("UBND", ["Chủ tịch UBND xã", "Phó Chủ tịch UBND xã"]),
        ("", ["chuyên viên"]),
    ]


def test_the_script_names_everybody_and_marks_who_is_here(
    app: Flask, secretary: FlaskClient, act: Act
) -> None:
    officials, people = delegates(people_side=False), delegates(people_side=True)
    page = text(secretary, f"{HOME}script")
    for one in officials:
        assert one.name in page
    for said in (
        "Chủ trì hội nghị: Chủ tịch UBND xã Trần Xuân Nam.",
        "Kính mời Chủ tịch UBND xã Trần Xuân Nam phát biểu kết luận hội nghị.",
        "kính mời Ủy ban MTTQ, trưởng các đoàn thể",
        "(chủ tịch UBND xã, công chức xã)",
        "Đến đúng giờ, ký danh sách",
        "05 phút",
    ):
        assert said in page
    assert page.index("Mời thư ký đọc lại biên bản") < page.index("Hội nghị đến đây kết thúc")
    assert people[0].name not in page
    assert "✓ Ông" not in fragment(app, "agenda.introduction")
    for one in (officials[0], people[0], people[1]):
        act(check_in, delegate_id=one.id, via="desk")
    introduced = fragment(app, "agenda.introduction")
    assert introduced.count("✓") == 2  # the key, and one
    assert "Cùng 02 bà con Nhân dân" in introduced


def test_without_checking_in_nobody_is_marked(context: Flask, act: Act) -> None:
    assert introduction.together(0, 0, "làng") == ""
    assert introduction.together(52, 10, "làng") == "Cùng 52 bà con Nhân dân, đại diện 10 làng."
    assert introduction.together(5, 1, "thôn") == "Cùng 05 bà con Nhân dân."
