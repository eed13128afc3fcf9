"""From the chosen file over the preview to the list, as the office goes."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from meeting.access import Actor
from meeting.contract import run
from meeting.db import db
from meeting.models import JournalEntry
from plugins.roster.api import Delegate, add_person, lookup, people
from plugins.roster.importing import drafts
from plugins.roster.models import ImportDraft
from plugins.roster.service import remove_person
from plugins.roster.sheets.files import LARGEST_FILE
from tests.conftest import ClientAs

from .office_files import workbook

LIST = "/m/1/roster/"
HEAD = ["STT", "Họ và tên", "Ông/Bà", "Làng", "Chức vụ", "Thành phần"]


@pytest.fixture
def clerk(client_as: ClientAs) -> FlaskClient:
    return client_as("secretary")


def choose(clerk: FlaskClient, data: bytes, name: str = "danh sách.xlsx") -> TestResponse:
    form = {"file": (io.BytesIO(data), name)}
    return clerk.post(LIST + "import", data=form, content_type="multipart/form-data")


def rows(*people: tuple[str, ...]) -> bytes:
    return workbook([HEAD, *([number, *one] for number, one in enumerate(people, 1))])


def preview(clerk: FlaskClient, address: str, **query: Any) -> str:
    answer = clerk.get(address, query_string=query)
    assert answer.status_code == 200
    return html.unescape(answer.get_data(as_text=True))


def seen(page: str) -> str:
    (found,) = re.findall(r'name="seen" value="(\w+)"', page)
    return str(found)


def confirm(clerk: FlaskClient, address: str, **answers: Any) -> TestResponse:
    form = {"do": "apply", "seen": seen(preview(clerk, address)), **answers}
    return clerk.post(address, data=form, follow_redirects=True)


def known(app: Flask) -> dict[str, Delegate]:
    with app.app_context():
        return {one.name: one for one in db.session.query(Delegate).filter_by(meeting_id=1)}


def test_new_people_come_onto_the_list_with_codes(app: Flask, clerk: FlaskClient) -> None:
    before = len(known(app))
    chosen = choose(clerk, rows(("Đinh Thị Hơ̆i", "Bà", "Stơr"), ("Đinh Bưm", "Ông", "làng stor")))
    assert chosen.status_code == 303
    page = preview(clerk, chosen.location, state="all")
    assert "Đinh Thị Hơ̆i" in page
    assert "làng Stơr" in page
    assert "thừa 1" in page, "Stơr has six places and six people"
    assert len(known(app)) == before, "looking changes nothing"
    said = confirm(clerk, chosen.location).get_data(as_text=True)
    assert "thêm 1 người, sửa 0" in said
    fresh = known(app)["Đinh Thị Hơ̆i"]
    assert (fresh.honorific, fresh.kind, fresh.group, fresh.people_side) == (
        "Bà",
        "CITIZEN",
        "Nhân dân",
        True,
    )
    with app.app_context():
        code = db.session.get_one(Delegate, fresh.id).code
        invitation = lookup(db.session(), code)
        assert invitation is not None
        assert invitation.delegate_id == fresh.id
        (entry,) = db.session.query(JournalEntry).filter_by(event="roster.imported")
        assert entry.facts["added"] == 1
        assert entry.facts["file_name"] == "danh sách.xlsx"


def test_the_same_file_again_changes_nothing(app: Flask, clerk: FlaskClient) -> None:
    data = rows(("Đinh Thị Hơ̆i", "Bà", "Stơr"), ("Hồ Mới", "", "Leng", "Già làng"))
    confirm(clerk, choose(clerk, data).location)
    with app.app_context():
        before = drafts.known(db.session(), 1)
        journal = db.session.query(JournalEntry).count()
    again = choose(clerk, data).location
    assert "không phải nhập gì thêm" in preview(clerk, again)
    confirm(clerk, again)
    with app.app_context():
        assert drafts.known(db.session(), 1) == before
        assert db.session.query(JournalEntry).count() == journal


def test_changes_are_shown_and_made(app: Flask, clerk: FlaskClient) -> None:
    address = choose(clerk, rows(("Đinh Bưm", "Ông", "Stơr", "Già làng"))).location
    page = preview(clerk, address, state="changed")
    assert re.search(r"Chức vụ, đơn vị: +<ins>Già làng</ins>", page)
    confirm(clerk, address)
    assert known(app)["Đinh Bưm"].office_title == "Già làng"


def test_names_in_capitals_are_offered_in_the_usual_spelling(
    app: Flask, clerk: FlaskClient
) -> None:
    typed = rows(
        ("ĐINH THỊ H'LOAN", "Bà", "Stơr"),
        ("rơ châm ƀlới", "Ông", "Stơr"),
        ("ĐINH BƯM", "Ông", "Stơr"),  # on the list already, as it should be
        ("Y Hlŏp", "Ông", "Leng"),
    )
    address = choose(clerk, typed).location
    page = preview(clerk, address, state="all")
    assert "2 tên viết không hoa" in page
    assert "thường viết: Đinh Thị H'Loan" in page
    before = seen(page)
    for do, offered in (("usual", False), ("as_written", True), ("usual", False), ("keep", False)):
        clerk.post(address, data={"do": do})
        assert ("tên viết không hoa, hoặc" in preview(clerk, address, state="new")) is offered
        assert seen(preview(clerk, address)) == before
    confirm(clerk, address)
    there = set(known(app))
    assert {"Đinh Thị H'Loan", "Rơ Châm Ƀlới", "Đinh Bưm", "Y Hlŏp"} <= there
    assert not {"ĐINH THỊ H'LOAN", "rơ châm ƀlới", "ĐINH BƯM"} & there


def test_names_in_capitals_are_not_changed_by_force(app: Flask, clerk: FlaskClient) -> None:
    confirm(clerk, choose(clerk, rows(("ĐINH THỊ H'LOAN", "Bà", "Stơr"))).location)
    assert "ĐINH THỊ H'LOAN" in known(app)


def test_what_is_doubtful_waits_for_an_answer(app: Flask, clerk: FlaskClient) -> None:
    bum = known(app)["Đinh Bưm"]
    address = choose(clerk, rows(("Đinh Bưm", "", "Leng"), ("Hyek Mới", "", "Sơ Tơr"))).location
    page = preview(clerk, address)
    assert f'value="same:{bum.id}"' in page
    assert re.search(r'label="Viết gần giống">\s*<option value="1">làng Stơr', page)
    confirm(clerk, address)
    assert known(app)["Đinh Bưm"].village_id == bum.village_id
    assert "Hyek Mới" not in known(app)


def test_answers_are_kept_when_the_page_is_left(app: Flask, clerk: FlaskClient) -> None:
    bum = known(app)["Đinh Bưm"]
    address = choose(clerk, rows(("Đinh Bưm", "", "Leng"), ("Hyek Mới", "", "Sơ Tơr"))).location
    clerk.post(address, data={"do": "keep", "row:0-2": f"same:{bum.id}"})
    clerk.post(address, data={"do": "keep", "village:sơ tơr": "1"})
    assert "danh sách.xlsx" in preview(clerk, LIST + "import")
    page = preview(clerk, address, state="all")
    assert f'<option value="same:{bum.id}" selected>' in page
    assert '<option value="1" selected>làng Stơr' in page
    confirm(clerk, address)
    leng = next(one.id for one in _villages(app) if one.name == "Leng")
    assert known(app)["Đinh Bưm"].village_id == leng
    assert known(app)["Hyek Mới"].village_id == 1


def _villages(app: Flask) -> list[Any]:
    from plugins.roster.api import villages

    with app.app_context():
        return villages(db.session(), 1)


def test_confirming_an_old_page_imports_nothing(app: Flask, clerk: FlaskClient) -> None:
    address = choose(clerk, rows(("Đinh Thị Hơ̆i", "Bà", "Stơr"))).location
    old = seen(preview(clerk, address))
    with app.app_context():
        by = Actor.system("test")
        run(add_person, by=by, meeting_id=1, name="Đinh Thị Hơ̆i", village_id=1)
    before = len(known(app))
    answer = clerk.post(address, data={"do": "apply", "seen": old})
    assert answer.status_code == 409
    assert "Danh sách đã thay đổi" in html.unescape(answer.get_data(as_text=True))
    assert len(known(app)) == before
    confirm(clerk, address)
    assert known(app)["Đinh Thị Hơ̆i"].honorific == "Bà"
    assert len(known(app)) == before


def test_who_is_missing_stays_unless_ticked(app: Flask, clerk: FlaskClient) -> None:
    stor = [(one.name, one.honorific, "Stơr") for one in known(app).values() if one.village_id == 1]
    left = [one for one in stor if one[0] not in {"Đinh Bưm", "Đinh Yơk"}]
    address = choose(clerk, rows(*left)).location
    page = preview(clerk, address)
    bum, yok = (known(app)[name].id for name in ("Đinh Bưm", "Đinh Yơk"))
    assert sorted(map(int, re.findall(r'name="missing" value="(\d+)"', page))) == sorted([bum, yok])
    said = confirm(clerk, address, missing=[bum, yok], remove=[yok]).get_data(as_text=True)
    assert "đưa ra 1" in said
    after = known(app)
    assert after["Đinh Bưm"].removed_at is None
    assert after["Đinh Yơk"].removed_at is not None


def test_somebody_taken_off_is_put_back_when_asked(app: Flask, clerk: FlaskClient) -> None:
    bum = known(app)["Đinh Bưm"].id
    with app.app_context():
        run(remove_person, by=Actor.system("test"), meeting_id=1, delegate_id=bum)
    address = choose(clerk, rows(("Đinh Bưm", "Ông", "Stơr"))).location
    confirm(clerk, address, **{"row:0-2": f"same:{bum}"})
    with app.app_context():
        assert bum in people(db.session(), 1)
        assert db.session.get_one(Delegate, bum).code


def test_one_confirm_twice_imports_once(app: Flask, clerk: FlaskClient) -> None:
    address = choose(clerk, rows(("Đinh Thị Hơ̆i", "Bà", "Stơr"))).location
    form = {"do": "apply", "seen": seen(preview(clerk, address)), "key": "same"}
    first, second = (clerk.post(address, data=form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    other = clerk.post(address, data={**form, "key": "other"})
    assert other.status_code == 409
    assert sum(name == "Đinh Thị Hơ̆i" for name in known(app)) == 1
    with app.app_context():
        assert db.session.get_one(ImportDraft, 1).rows == {}, "no names are kept"


def test_a_sheet_is_chosen_and_a_file_forgotten(clerk: FlaskClient) -> None:
    import openpyxl

    from .office_files import fill, saved

    book = openpyxl.Workbook()
    for title, names in (("Stơr", ["Một Hai"]), ("Leng", ["Ba Bốn", "Năm Sáu"])):
        fill(book.create_sheet(title), [["Họ và tên"], *([name] for name in names)])
    address = choose(clerk, saved(book)).location
    assert "Ba Bốn" in preview(clerk, address, state="all")
    assert "Một Hai" not in preview(clerk, address, state="all")
    clerk.post(address + "/sheet", data={"sheet": "-1"})
    assert "Một Hai" in preview(clerk, address, state="all")
    assert clerk.post(address + "/sheet", data={"sheet": "7"}).status_code == 409
    clerk.post(address + "/discard")
    assert clerk.get(address).status_code == 404
    assert "danh sách.xlsx" not in preview(clerk, LIST + "import")


def test_a_long_list_comes_in_pages_and_goes_in_at_once(app: Flask, clerk: FlaskClient) -> None:
    address = choose(clerk, rows(*((f"Đinh Thứ {n}", "", "Leng") for n in range(1, 121)))).location
    first, last = (preview(clerk, address, state="new", page=page) for page in (1, 9))
    assert first.count("<tr>") - first.count("<thead><tr>") < 60
    assert "Đinh Thứ 120<" in last
    confirm(clerk, address)
    with app.app_context():
        codes = {one.code for one in db.session.query(Delegate) if one.name.startswith("Đinh Thứ")}
    assert len(codes) == 120


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Tệp trống"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Excel kiểu cũ"),
        (b"a;b\n1;2\n", "Không thấy cột họ tên"),
    ],
)
def test_what_is_no_list_is_said_on_the_page(clerk: FlaskClient, data: bytes, said: str) -> None:
    answer = choose(clerk, data)
    assert answer.status_code == 409
    assert said in html.unescape(answer.get_data(as_text=True))


def test_no_file_and_too_large_a_file(app: Flask, clerk: FlaskClient) -> None:
    assert clerk.post(LIST + "import", data={}).status_code == 409
    kind = "multipart/form-data; boundary=b"
    much = b"x" * (LARGEST_FILE + 100_000)
    answer = clerk.post(LIST + "import", data=much, content_type=kind)
    assert answer.status_code == 413
    assert "Tệp lớn hơn 8 MB" in answer.get_data(as_text=True)
    large = clerk.post(LIST + "new", data={"name": "x" * 2_000_000})
    assert large.status_code == 413, "other forms stay as small as they were"


def test_hostile_cells_are_shown_as_text(clerk: FlaskClient) -> None:
    evil = "<script>alert(1)</script>"
    address = choose(clerk, rows((f"Đinh {evil}", "", evil, evil, evil)), evil).location
    page = clerk.get(address, query_string={"state": "all"}).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_old_letters_are_said_and_not_taken(app: Flask, clerk: FlaskClient) -> None:
    address = choose(clerk, rows(("NguyÔn V¨n Th­íc", "", "Leng"))).location
    assert "Sai bảng mã" in preview(clerk, address)
    confirm(clerk, address)
    assert "NguyÔn V¨n Th­íc" not in known(app)


@pytest.mark.parametrize("address", ["import", "import/1", "import/1/sheet", "import/1/discard"])
def test_only_clerks_import(
    address: str, client: FlaskClient, clerk: FlaskClient, client_as: ClientAs
) -> None:
    choose(clerk, rows(("Đinh Thị Hơ̆i", "", "Stơr")))
    for browser in (client, client_as("observer"), client_as("screen")):
        assert browser.post(LIST + address).status_code == 403
        assert browser.get(LIST + "import/1").status_code == 403


def test_a_draft_of_another_meeting_is_nobodys(app: Flask, clerk: FlaskClient) -> None:
    from meeting.meetings import create_meeting
    from meeting.plan import load_plan_file, shipped_plans

    with app.app_context():
        plan = load_plan_file(shipped_plans()["phuong-1-2024"])
        other = run(create_meeting, by=Actor.system("test"), plan=plan)
    choose(clerk, rows(("Đinh Thị Hơ̆i", "", "Stơr")))
    assert clerk.get(f"/m/{other}/roster/import/1").status_code == 404
    assert clerk.post(f"/m/{other}/roster/import/1", data={"do": "apply"}).status_code == 409


def test_who_is_in_the_hall_is_not_taken_off_and_nothing_else_is_done(
    app: Flask, clerk: FlaskClient
) -> None:
    from plugins.checkin.service import check_in

    bum = known(app)["Đinh Bưm"].id
    with app.app_context():
        desk = Actor("device", 7, "Bàn đón tiếp 1", "registrar")
        run(check_in, by=desk, meeting_id=1, delegate_id=bum, via="desk")
    address = choose(clerk, rows(("Đinh Thị Hơ̆i", "Bà", "Stơr"))).location
    form = {"do": "apply", "seen": seen(preview(clerk, address)), "missing": [bum], "remove": [bum]}
    answer = clerk.post(address, data=form)
    assert answer.status_code == 409
    assert "Đinh Bưm" in html.unescape(answer.get_data(as_text=True))
    assert "Đinh Thị Hơ̆i" not in known(app)


def test_a_number_that_is_none_hurts_no_file(clerk: FlaskClient) -> None:
    address = choose(clerk, rows(("Đinh Mới", "Ông", "Stơr", "", ""))).headers["Location"]
    answers = {"row:0-2": "same:²", "row:0-3": "same:²", "missing": "²"}
    assert clerk.post(address, data=answers).status_code == 303
    assert "Đinh Mới" in preview(clerk, address)
