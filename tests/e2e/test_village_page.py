"""A village head names the village's people on a small phone, while the office watches."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.running import Running

from .acts import REFUSED, phones
from .words import like, vi

OpenPage = Callable[..., Page]
STOR = 1


def button(page: Page, message: str) -> None:
    page.get_by_role("button", name=vi(message), exact=True).click()


def link_of(office: Page, hall: Running) -> str:
    """The path in the QR that the office prints for the village."""
    office.goto(f"{hall.http}/m/1/roster/villages/slips?village={STOR}")
    picture = Image.open(io.BytesIO(office.locator("figure.qr svg").screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    return "/" + str(code.text).split("/", 3)[3]


def listed(phone: Page) -> Locator:
    return phone.get_by_role("listitem")


def write(phone: Page, name: str, honorific: str) -> None:
    phone.get_by_label(vi("Full name")).fill(name)
    phone.get_by_text(honorific, exact=True).click()


def take_off(phone: Page, name: str) -> None:
    phone.get_by_role("link", name=vi("Correct or take off: %(name)s", name=name)).click()
    phone.get_by_text(vi("Take off the list"), exact=True).click()
    button(phone, "Yes, take off")
    expect(phone.get_by_text(name)).to_have_count(0)


def fits(phone: Page) -> bool:
    """Whether nothing sticks out to the right."""
    width = phone.evaluate("document.documentElement.scrollWidth")
    return bool(width <= 360)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_village_names_its_people(script: bool, hall: Running, open_page: OpenPage) -> None:
    office = open_page("organiser", 1366, 768)
    path = link_of(office, hall)
    office.goto(f"{hall.http}/m/1/roster/villages")
    row = office.locator(f"#village-row-{STOR}")
    expect(row).to_contain_text("đủ")

    # The link, on plain HTTP
    phone = open_page(None, 360, 740, java_script_enabled=script, tolerate=rf"{REFUSED}|404")
    phone.goto(phones(hall) + path)
    expect(phone.get_by_role("heading", name="đã ghi 6, đủ")).to_be_visible()
    expect(phone.get_by_label(vi("Full name"))).to_have_count(0)

    # One does not come, another does; the office sees both
    take_off(phone, "Đinh Bưm")
    expect(row).to_contain_text("còn 1 chỗ")
    write(phone, "Đinh Thị Hơ̆n Nguyễn Hoàng Phương Thảo", "Bà")
    phone.get_by_role("button", name=vi("Put on the list")).dblclick()
    expect(phone.get_by_role("heading", name="đã ghi 6, đủ")).to_be_visible()
    expect(listed(phone)).to_have_count(6)
    expect(row).to_contain_text("Đinh Thị Hơ̆n Nguyễn Hoàng Phương Thảo")
    if script:
        assert fits(phone)

    # A wrong sign in a name, and somebody else in its place
    phone.get_by_role("link", name="Đinh Grơ̆ng").click()
    phone.get_by_label(vi("Full name")).fill("Đinh Grơng")
    button(phone, "Save")
    expect(phone.get_by_text("Ông Đinh Grơng")).to_be_visible()
    phone.get_by_role("link", name="Đinh Yơk").click()
    phone.get_by_label(vi("Full name")).fill("Ksor Hai")
    button(phone, "Save")
    button(phone, "Another person, who comes instead")
    expect(phone.get_by_text("Ksor Hai").first).to_be_visible()
    expect(phone.get_by_text("Đinh Yơk")).to_have_count(0)

    # Sent, and closed by the office
    button(phone, "The list is complete: send it to the office")
    expect(phone.get_by_text(like("The list was sent at %(time)s, %(day)s."))).to_be_visible()
    expect(row).to_contain_text(vi("sent"))
    row.get_by_role("link").click()
    button(office, "Close this list")
    expect(office.get_by_role("button", name=vi("Open the list again"))).to_be_visible()
    phone.goto(phones(hall) + path)
    expect(phone.get_by_text(vi("The office has closed this list."))).to_be_visible()
    expect(phone.get_by_role("button")).to_have_count(0)

    # A new link: what was handed out is dead
    office.get_by_text(vi("Replace the link"), exact=True).click()
    button(office, "Yes, replace it")
    expect(
        office.get_by_text(vi("The link is new. The old one opens nothing now."))
    ).to_be_visible()
    phone.goto(phones(hall) + path)
    expect(phone.get_by_role("heading", name=vi("This page does not open"))).to_be_visible()


def test_the_office_finds_people_and_notes_what_went_out(
    hall: Running, open_page: OpenPage
) -> None:
    office = open_page("organiser", 1366, 768)
    office.goto(f"{hall.http}/m/1/roster/")
    everybody = office.locator("#found tbody tr")
    expect(everybody).to_have_count(78)
    office.get_by_label(vi("Search by name or code")).fill("khoi")
    expect(everybody).to_have_count(2)
    expect(everybody.first).to_contain_text("con ông Pŭih")
    expect(everybody.last).to_contain_text("nhà cạnh nhà rông")
    everybody.first.get_by_role("link").click()
    expect(office.get_by_text("Có 2 người tên Đinh Văn Khŏi")).to_be_visible()
    office.get_by_role("link", name=vi("Correct the data")).click()
    office.get_by_label(vi("What tells them from a namesake")).fill("con ông Pŭih, Hội Nông dân")
    button(office, "Save")
    expect(office.get_by_text("con ông Pŭih, Hội Nông dân").first).to_be_visible()

    office.goto(f"{hall.http}/m/1/roster/sent")
    office.get_by_label(vi("Whose invitations")).select_option(str(STOR))
    office.get_by_label(vi("How it went out")).select_option("VILLAGE_HEAD")
    button(office, "Note as sent")
    expect(office.get_by_text(vi("Noted as sent."))).to_be_visible()
    office.goto(f"{hall.http}/m/1/roster/")
    office.get_by_label(vi("Only those without an invitation yet")).check()
    expect(everybody).to_have_count(72)
    office.get_by_label("Làng", exact=True).select_option(str(STOR))
    expect(office.get_by_text(vi("Nobody found"))).to_be_visible()
