"""One meeting, from the invitation's QR to the signed paper, on four screens at once."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pypdf
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.running import Running

from .words import like, vi

DELEGATE = "Đinh Thị Hlŏp"
QUESTION = "Nhà tôi năm ngoái còn hộ nghèo, năm nay bị đưa ra mà không ai nói cho biết."
ANSWER = "Giao công chức LĐTBXH rà lại hồ sơ, báo gia đình trước ngày 10/11/2023."
OpenPage = Callable[..., Page]


def button(page: Page, message: str) -> None:
    """Press the button that says this."""
    page.get_by_role("button", name=like(message)).first.click()


def decoded(page: Page, selector: str) -> str:
    """What an independent reader sees in a QR on the page."""
    picture = Image.open(io.BytesIO(page.locator(selector).first.screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    return str(code.text)


def invitation_of(secretary: Page, hall: Running, name: str) -> str:
    """The path in the QR of somebody's invitation."""
    secretary.goto(f"{hall.http}/m/1/roster/")
    secretary.get_by_role("link", name=name).click()
    expect(secretary.get_by_role("heading", name=name)).to_be_visible()
    address = decoded(secretary, "figure.qr svg")
    return "/" + address.split("/", 3)[3]


def test_the_whole_meeting(hall: Running, open_page: OpenPage) -> None:
    secretary = open_page("secretary", 1366, 768)
    tablet = open_page("chair", 1280, 800)
    screen = open_page("screen", 1280, 720)
    phone = open_page(None, 360, 640)

    # The door
    expect(screen.get_by_text(re.compile("0 ?/ ?78"))).to_be_visible()
    phone.goto(hall.http + invitation_of(secretary, hall, DELEGATE))
    expect(phone.get_by_text(DELEGATE)).to_be_visible()
    button(phone, "I have arrived")
    expect(phone.get_by_text(like("You checked in at %(time)s.")).first).to_be_visible()
    expect(screen.get_by_text(re.compile("1 ?/ ?78"))).to_be_visible()
    secretary.goto(f"{hall.http}/m/1/checkin/desk")
    secretary.get_by_label(vi("Name or code")).fill("dinh bum")
    found = secretary.get_by_role("listitem").filter(has_text="Đinh Bưm")
    found.get_by_role("button", name=vi("Present"), exact=True).click()
    expect(screen.get_by_text(re.compile("2 ?/ ?78"))).to_be_visible()

    # The floor
    phone.goto(hall.http)
    phone.get_by_label(vi("Speak about what?")).fill("hộ nghèo")
    button(phone, "Ask for the floor")
    secretary.goto(f"{hall.http}/m/1/speakers/")
    button(secretary, "Call %(name)s")
    for page in (screen, tablet, phone):
        expect(page.locator("[data-clock]").first).to_have_text(re.compile(r"^0\d:\d\d$"))
    expect(screen.get_by_text(DELEGATE)).to_be_visible()
    expect(tablet.locator(".ch-name").get_by_text(DELEGATE)).to_be_visible()
    button(secretary, "Pause the clock")
    expect(screen.locator("[data-clock][data-left]")).to_be_visible()
    button(tablet, "Go on")
    expect(screen.locator("[data-clock][data-ends]")).to_be_visible()

    # The question
    phone.goto(f"{hall.http}/m/1/opinions/mine")
    phone.get_by_label(vi("Your question or proposal")).fill(QUESTION)
    button(phone, "Send")
    expect(phone.get_by_text(QUESTION)).to_be_visible()
    secretary.goto(f"{hall.http}/m/1/opinions/")
    expect(secretary.get_by_text(QUESTION)).to_be_visible()
    button(secretary, "Approve opinion %(number)s")
    tablet.get_by_role("link", name=vi("Next"), exact=True).click()
    expect(tablet.get_by_text(QUESTION)).to_be_visible()
    button(tablet, "Show on the hall screen")
    expect(screen.get_by_text(QUESTION)).to_be_visible()

    # Closing waits until all is settled
    secretary.goto(f"{hall.http}/m/1/minutes/close")
    checks = secretary.locator("[data-live='minutes.checks']")
    expect(checks).to_contain_text(DELEGATE)
    button(tablet, "End the speech")
    settle(secretary, hall)
    secretary.goto(f"{hall.http}/m/1/minutes/close")
    expect(checks).not_to_contain_text(DELEGATE)
    button(secretary, "Continue: read and close")
    button(secretary, "Close now and make the minutes")
    made = secretary.get_by_text(vi("The meeting is closed and its minutes are made."))
    expect(made).to_be_visible()
    expect(secretary.locator("#printing-paper")).to_be_attached()  # its print dialog opens

    # The paper
    paper = secretary.request.get(f"{hall.http}/m/1/minutes/minutes.pdf")
    assert paper.ok
    pages = pypdf.PdfReader(io.BytesIO(paper.body())).pages
    printed = squeezed("".join(page.extract_text() for page in pages))
    for text in (DELEGATE, QUESTION, ANSWER, "BIÊN BẢN", "THƯ KÝ", "CHỦ TỌA"):
        assert squeezed(text) in printed, text
    phone.goto(f"{hall.http}/m/1/opinions/mine")
    expect(phone.get_by_text(ANSWER)).to_be_visible()


def settle(secretary: Page, hall: Running) -> None:
    """Write the answer down and say what becomes of the question."""
    secretary.goto(f"{hall.http}/m/1/opinions/1")
    button(secretary, "The speaker asked for nothing")
    expect(secretary.get_by_text(vi("Saved.")).first).to_be_visible()
    secretary.goto(f"{hall.http}/m/1/opinions/2")
    secretary.locator("[data-begins=begin-answer]").click()
    answer = secretary.locator(".op-new [data-autosave]")
    answer.get_by_label(vi("For the minutes, in short")).fill(ANSWER)
    answer.get_by_label(vi("Answered by")).fill("Chủ trì")
    outcome = secretary.locator("form[action$='/outcome']")
    outcome.get_by_text(vi("Answered at the meeting")).first.click()
    outcome.get_by_role("button", name=vi("Save")).first.click()  # what is typed goes first
    expect(secretary.get_by_text(vi("Saved.")).first).to_be_visible()


def squeezed(text: str) -> str:
    """Text without white space: a paper breaks lines where it likes."""
    return "".join(text.split())
