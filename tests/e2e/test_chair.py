"""The chair's tablet beside the secretary and the hall screen: swipes, decisions, notes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.running import Running, Visitor

from .acts import DEAD, act, answered, line, until
from .conftest import program
from .test_shell_looks import violations
from .words import like, vi

OpenPage = Callable[..., Page]
DESK = "/m/1/opinions/"
TEXTS = ("Đường vào làng lầy lội", "Nước giọt cạn từ tháng hai", "Heo chết chưa có tiền")
PREPARED = "Xã đã đưa vào kế hoạch, khởi công quý hai."
NOTE = "Hỏi riêng ông Hải"


def raise_opinions(secretary: Visitor, *texts: str) -> None:
    for text in texts:
        form = {"channel": "VIA_SECRETARY", "who": "nobody", "text": text, "approved": "y"}
        assert secretary.submit(DESK, form).ok


def swipe(cdp: CDPSession, *points: tuple[int, int]) -> None:
    """One finger from the first point to the last."""
    for kind, (x, y) in zip(
        ("touchStart", *("touchMove" for _ in points[1:])), points, strict=True
    ):
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def button(tablet: Page, words: str) -> Locator:
    return tablet.locator(".ch-foot").get_by_role("button", name=vi(words)).first


def tap(tablet: Page, words: str) -> None:
    with answered(tablet):
        button(tablet, words).tap()


def undone(tablet: Page) -> None:
    tap(tablet, "Take it back")
    expect(tablet.locator(".ch-undo")).to_contain_text(vi("taken back"))


def opinion(tablet: Page) -> Locator:
    return tablet.locator(".ch-question")


def stored_note(chair: Visitor, number: int) -> str:
    return chair.page(f"/m/1/chair/?at={number}").text


def test_the_chairs_tablet(
    hall: Running,
    open_page: OpenPage,
    secretary: Visitor,
    paired_site: tuple[Any, dict[str, str]],
) -> None:
    raise_opinions(secretary, *TEXTS)
    tablet = open_page("chair", 1280, 800, has_touch=True, tolerate=DEAD)
    screen = open_page("screen", 1280, 720)
    chair = program(hall, paired_site[1]["chair"])
    cdp = tablet.context.new_cdp_session(tablet)
    expect(opinion(tablet)).to_contain_text(TEXTS[0])
    assert violations(tablet) == []

    # Turning by a finger; at the end nothing happens, and the browser's own pages stay
    swipe(cdp, (900, 350), (700, 355), (500, 360))
    expect(opinion(tablet)).to_contain_text(TEXTS[1])
    swipe(cdp, (400, 350), (600, 355), (800, 350))
    expect(opinion(tablet)).to_contain_text(TEXTS[0])
    swipe(cdp, (400, 350), (600, 355), (800, 350))
    tablet.get_by_role("link", name=vi("Next"), exact=True).tap()
    expect(opinion(tablet)).to_contain_text(TEXTS[1])

    # One tap each, and back
    tap(tablet, "Show on the hall screen")
    expect(screen.get_by_text(TEXTS[1])).to_be_visible()
    tap(tablet, "Take it back")
    expect(screen.get_by_text(TEXTS[1])).to_have_count(0)
    tap(tablet, "Answered")
    expect(tablet.locator(".ch-outcome")).to_contain_text(vi("Answered at the meeting"))
    undone(tablet)
    tablet.locator("#ch-give summary").tap()
    with answered(tablet):
        tablet.locator("#ch-give button").first.tap()
    tap(tablet, "Call to answer")
    expect(tablet.locator(".is-calling")).to_be_visible()
    with answered(tablet):
        tablet.locator(".is-wide").tap()
    expect(tablet.locator(".ch-outcome")).to_be_visible()
    undone(tablet)

    # What the department writes and the secretary decides is there at once, without a move
    form = f"{DESK}2"
    noted = {"outcome": "NOTED"}
    assert secretary.submit(f"{form}/outcome", noted, form=form).ok
    expect(tablet.locator(".ch-outcome")).to_contain_text(vi("Noted"))
    expect(tablet.locator(".ch-chip.is-settled")).to_have_count(1)
    raise_opinions(secretary, "Việc mới gửi")
    expect(tablet.locator(".ch-chip")).to_have_count(4)
    expect(opinion(tablet)).to_contain_text(TEXTS[1])

    # A note saves itself, and is nobody else's
    tablet.get_by_label(vi("My note")).fill(NOTE)
    expect(tablet.locator("[data-note-state]")).to_have_text(vi("Saved."))
    assert NOTE in stored_note(chair, 2)
    assert NOTE not in secretary.page(form).text

    # Through a cut: kept on the tablet, over a page that goes, and sent later
    tablet.context.set_offline(True)
    expect(line(tablet)).to_have_text(
        vi("Connection lost. What you read stays here, and your notes are kept on this tablet.")
    )
    tablet.get_by_label(vi("My note")).fill(f"{NOTE} về khoản này")
    expect(tablet.locator("[data-note-state]")).to_have_text(
        vi("Not sent yet: kept on this tablet.")
    )
    assert "về khoản này" not in stored_note(chair, 2)
    until(
        tablet,
        "doithoai.store('doithoai-chair').all().then((all) => /khoản/.test(JSON.stringify(all)))",
    )
    other = tablet.context.new_page()  # the tablet is started again
    tablet.close()
    other.context.set_offline(False)
    other.goto(f"{hall.http}/m/1/chair/?at=2")
    expect(other.get_by_label(vi("My note"))).to_have_value(f"{NOTE} về khoản này")
    until(other, "doithoai.store('doithoai-chair').all().then((all) => !all.length)")
    assert "về khoản này" in stored_note(chair, 2)

    # A button pressed during the cut says so, and is sent when the line is back
    other.get_by_role("link", name=vi("Next"), exact=True).tap()
    expect(opinion(other)).to_contain_text(TEXTS[2])
    other.context.set_offline(True)
    button(other, "Take note").tap()
    expect(line(other)).to_have_text(
        vi("Not sent yet. Please keep this page open: it sends it by itself as soon as it can.")
    )
    expect(other.locator(".ch-outcome")).to_have_count(0)
    other.context.set_offline(False)
    expect(other.locator(".ch-outcome")).to_contain_text(vi("Noted"))

    # Whoever speaks: their opinion opens where nobody holds another one in hand
    act(secretary, "request", speaker_name="Nông Văn Páo", subject="Cầu treo sang làng")
    other.goto(f"{hall.http}/m/1/chair/?at=1")
    fresh = open_page("chair", 800, 1280, has_touch=True)
    other.get_by_role("button", name=like("Give the floor to %(name)s")).tap()
    expect(opinion(fresh)).to_contain_text("Cầu treo sang làng")
    expect(opinion(other)).to_contain_text(TEXTS[0])
    other.locator("[data-to-speaker]").tap()
    expect(opinion(other)).to_contain_text("Cầu treo sang làng")
    assert violations(fresh) == []
    fresh.locator("#ch-filter summary").tap()
    assert violations(fresh) == []
    fresh.get_by_role("link", name=vi("Without an outcome")).tap()
    expect(fresh.locator(".ch-count")).to_contain_text("/ 3")
    expect(fresh).to_have_url(re.compile(r"/chair/\?only=open$"))
