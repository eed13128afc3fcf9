"""The secretary prints at the server's computer: one press of a button, and an empty tray."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests import cups
from tests.e2e.words import vi
from tests.running import Running, Visitor

PRINTER = "HP-phong-hop"


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Iterator[cups.Printing]:
    """What the server started after it prints with."""
    with cups.system() as found:
        for name, value in found.environment.items():
            monkeypatch.setenv(name, value)
        found.add(PRINTER)
        yield found


def test_the_minutes_come_out_of_the_printer(
    office: cups.Printing, hall: Running, secretary: Visitor, open_page: Callable[..., Page]
) -> None:
    first, second = "/m/1/minutes/close", "/m/1/minutes/close/confirm"
    secretary.submit(
        "/m/1/minutes/draft", {"conclusion": "Giao Văn phòng.", "revision": "0"}, form=first
    )
    assert secretary.submit("/m/1/minutes/close", {"revision": "1"}, form=second).ok
    page = open_page("secretary", 1366, 768)
    page.goto(f"{hall.http}/m/1/minutes/")

    page.get_by_role("link", name=vi("Print at the server's computer …")).click()
    page.get_by_text(PRINTER).click()
    page.get_by_role("button", name=vi("Save")).click()
    page.get_by_label(vi("Copies")).fill("1")
    page.get_by_role("button", name=vi("Print 1 copy")).dblclick()
    state = page.locator("#printing-state")
    expect(state).to_contain_text(vi("through the printer: look in its tray"))
    assert len(office.printed()) == 1

    office.take_paper_out()
    page.get_by_label(vi("Copies")).fill("2")
    page.get_by_role("button", name="In 2 bản").click()
    expect(state).to_contain_text("Máy in báo hết giấy.")
    office.put_paper_in(PRINTER)
    expect(state).not_to_contain_text("Máy in báo hết giấy.")
    expect(state.locator(".badge-success")).to_have_count(2)
    assert len(office.printed()) == 3

    page.goto(f"{hall.http}/m/1/minutes/papers")
    card = page.locator(".papers > li", has_text="Thông báo kết luận").first
    card.locator("summary").get_by_text(vi("Print"), exact=True).click()
    card.get_by_role("button", name="In 3 bản").click()
    expect(state.locator(".badge-success")).to_have_count(3)
    assert len(office.printed()) == 6
