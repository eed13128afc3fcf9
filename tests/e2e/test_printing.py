"""What the office prints from the browser, read back by an independent reader."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pypdfium2
import zxingcpp
from playwright.sync_api import Page

from tests.running import Running


def test_every_printed_slip_leads_to_its_own_invitation(
    hall: Running, open_page: Callable[..., Page]
) -> None:
    office = open_page("organiser", 1366, 768)
    office.goto(f"{hall.http}/m/1/roster/slips")
    pages = pypdfium2.PdfDocument(office.pdf(format="A4", print_background=True))
    read = {
        code.text.rsplit("/", 1)[1]
        for page in pages
        for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    }
    with sqlite3.connect(hall.data / "doithoai.db") as database:
        secrets = {secret for (secret,) in database.execute("SELECT secret FROM roster_invitation")}
    assert len(secrets) == 78
    assert read == secrets
