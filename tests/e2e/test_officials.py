"""A department's phone and tablet beside the chair's call and the asker's own phone."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.running import Running, Visitor

from .acts import DEAD, arrive, mark, phones
from .test_shell_looks import violations
from .words import vi

OpenPage = Callable[..., Page]
DESK, OFFICIALS = "/m/1/opinions/", "/m/1/opinions/officials"
ROADS = "DIA_CHINH_XD"
WORDS = "Đường vào làng Stơr lầy lội, bao giờ đổ bê tông?"
SHORT, FULL = "Khởi công quý I năm 2024.", "Đã được bố trí 200 triệu đồng, khởi công quý I."
REFUSED = r"status of 409"


def press(secretary: Visitor, path: str, **data: object) -> None:
    assert secretary.submit(f"{DESK}1/{path}", data, form=f"{DESK}1").ok


def test_a_department_prepares_is_called_and_answers(
    hall: Running, open_page: OpenPage, secretary: Visitor
) -> None:
    # The first time: which department is it?
    phone = open_page("answerer", 360, 740, tolerate=DEAD)
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        vi("Which department is this device for?")
    )
    assert violations(phone) == []
    phone.get_by_label("Công chức Địa chính", exact=False).check()
    phone.get_by_role("button", name=vi("This is us")).click()
    expect(phone.get_by_text(vi("Nothing is assigned to you yet."))).to_be_visible()
    mark(phone)

    # What the secretary gives to it appears by itself
    slip = {"channel": "VIA_SECRETARY", "who": "name", "name": "Đinh Bưm", "approved": "y"}
    assert secretary.submit(DESK, {**slip, "text": WORDS}, form=DESK).ok
    press(secretary, "assign", department=ROADS)
    phone.get_by_role("link", name=re.compile("Ông Đinh Bưm")).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(vi("Opinion %(number)s", number=1))
    expect(phone.locator(".of-opinion")).to_contain_text(WORDS)
    assert violations(phone) == []

    # What it prepares saves itself; the chair and its other device read along
    tablet = open_page("answerer", 1024, 768, tolerate=f"{DEAD}|{REFUSED}")
    tablet.goto(f"{hall.http}{OFFICIALS}/1")
    chair = open_page("chair", 1280, 800, tolerate=DEAD)
    expect(chair.locator(".ch-question")).to_contain_text(WORDS)
    phone.get_by_label(vi("Short, for the minutes")).fill(SHORT)
    phone.get_by_label(vi("In full, to read out")).fill(FULL)
    expect(phone.locator("[data-sign=saved]")).to_be_visible()
    expect(tablet.get_by_label(vi("Short, for the minutes"))).to_have_value(SHORT)
    expect(chair.locator("main")).to_contain_text(SHORT)
    assert violations(tablet) == []

    # Both write at once: no word is lost
    for page, words in ((phone, f"{SHORT} Có đường tạm."), (tablet, f"{SHORT} Dân quân san lấp.")):
        page.get_by_label(vi("Short, for the minutes")).fill(words)
    for page in (phone, tablet):
        expect(page.locator("[data-versions], [data-sign=saved]").first).to_be_visible()
    late = phone if phone.locator("[data-versions]").count() else tablet
    late.get_by_role("button", name=re.compile(vi("Keep both"))).click()
    for page in (phone, tablet):
        field = page.get_by_label(vi("Short, for the minutes"))
        expect(field).to_have_value(re.compile("Có đường tạm.*Dân quân|Dân quân.*Có đường tạm"))

    # The chair calls: a sign on both, until one of them has heard it
    tablet.goto(f"{hall.http}{OFFICIALS}")
    chair.get_by_role("button", name=re.compile(vi("Call to answer"))).first.click()
    for page in (phone, tablet):
        expect(page.locator(".of-call")).to_contain_text(vi("The chair asks you to answer"))
        expect(page).to_have_title(f"● {vi('The chair calls you')}")
    assert violations(phone) == []
    tablet.get_by_role("button", name=re.compile(vi("I hear"))).click()
    expect(tablet.get_by_label(vi("In full, to read out"))).to_have_value(FULL)
    for page in (phone, tablet):
        expect(page.locator(".of-call")).to_have_count(0)
        expect(page).to_have_title(re.compile("^Ý kiến số 1"))
    assert phone.evaluate("window.stillHere === true"), "nothing was loaded anew"

    # The asker reads what was decided, and nothing that was only prepared
    asker = open_page(None, 360, 740)
    arrive(asker, hall)
    asker.goto(f"{phones(hall)}/m/1/opinions/mine")
    mine = asker.locator("#mine-1")
    expect(mine).to_contain_text(WORDS)
    press(secretary, "outcome", outcome="PENDING", department=ROADS, due_date="2023-11-10")
    expect(mine).to_contain_text("10/11/2023")
    for page in (phone, tablet):
        expect(page.locator(".of-outcome")).to_contain_text("10/11/2023")
    assert "Khởi công" not in asker.content()
    assert violations(asker) == []
