"""The sheet of what was collected comes in by the browser and goes out as file and paper."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.plugins.roster.office_files import workbook
from tests.running import Running

from .acts import REFUSED
from .conftest import OpenPage
from .test_shell_looks import violations
from .test_story import squeezed
from .words import vi

LIST = "/m/1/opinions/collected"
ROADS = "Đường, cầu, công trình, dự án"
ROWS: list[list[Any]] = [
    ["TỔNG HỢP Ý KIẾN, KIẾN NGHỊ CỦA NHÂN DÂN"],
    [],
    ["STT", "Họ đệm", "Tên", "Làng", "Nội dung kiến nghị", "Lĩnh vực", "Mức độ", "Số CCCD"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
    [1, "Đinh", "Bưm", "Stơr", "Đường vào làng lầy lội", ROADS, "Bức xúc", "064012345678"],
    [2, "Siu", "Kpă", "Sơ Tơr", "Cầu treo hỏng ván", "Cầu đường", "", ""],
    [3, "", "", "Leng", "@SUM(1) <b>Điện yếu</b>", "", "", ""],
    [4, "Đinh", "Thị Nhái", "Leng", "§­êng vµo lµng", "", "", ""],
    ["", "Tổng cộng:", "4 ý kiến"],
]  # fmt: skip
WRITTEN = [ROWS[4][4], ROWS[5][4], ROWS[6][4]]


def read(page: Page, file: Path) -> None:
    page.get_by_label(vi("File with the list (.xlsx or .csv)")).set_input_files(file)
    page.get_by_role("button", name=vi("Read the file")).click()


def fits(page: Page) -> None:
    """No fault that a machine finds, and nothing sticks out on the smallest screen."""
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1366, "height": 768})


def test_a_sheet_is_chosen_looked_at_answered_taken_over_and_handed_on(
    open_page: OpenPage, hall: Running, tmp_path: Path
) -> None:
    wrong, right = tmp_path / "quét.pdf", tmp_path / "Tổng hợp ý kiến.xlsx"
    wrong.write_bytes(b"%PDF-1.7")
    right.write_bytes(workbook(ROWS, ["A1:H1"]))
    page = open_page("secretary", 1366, 768, tolerate=REFUSED)
    page.goto(f"{hall.http}{LIST}")
    expect(page.get_by_text(vi("Nothing was sent beforehand yet."))).to_be_visible()
    page.get_by_role("link", name=vi("Import from an Excel file")).click()
    read(page, wrong)
    expect(page.get_by_role("alert")).to_contain_text("PDF")
    fits(page)
    read(page, right)
    looked_at(page, right.name)
    answered(page, hall, right.name)
    page.get_by_role("button", name=re.compile("^Ghi 3 ý kiến")).click()
    expect(page.get_by_text("Đã ghi: 3. Đã có từ trước: 0. Để lại: 1.")).to_be_visible()
    listed(page)
    handed_on(page, hall)
    again(page, hall, right)


def looked_at(page: Page, name: str) -> None:
    """Every row with what would become of it; nothing of a person's identity number."""
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.filter(has_text="TCVN3")).to_contain_text(vi("Cannot be read"))
    expect(rows.filter(has_text=WRITTEN[1])).to_contain_text("Sơ Tơr")
    expect(rows.filter(has_text="Điện yếu")).to_contain_text(WRITTEN[2])
    expect(page.get_by_text("064012345678")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^Ghi 2 ý kiến"))).to_be_visible()
    fits(page)


def answered(page: Page, hall: Running, name: str) -> None:
    """What nobody could know is chosen; it stays chosen while somebody goes away."""
    page.get_by_label(re.compile("“Sơ Tơr”")).select_option("làng Stơr")
    page.get_by_label(re.compile("“Cầu đường”")).select_option(ROADS)
    page.get_by_role("button", name=vi("Keep the choices, look again")).click()
    expect(page.get_by_text(vi("Kept. Nothing is written down yet."))).to_be_visible()
    page.goto(f"{hall.http}{LIST}")
    expect(page.get_by_text(vi("Nothing was sent beforehand yet."))).to_be_visible()
    page.goto(f"{hall.http}{LIST}/import")
    page.get_by_role("link", name=re.compile(f"{vi('Go on')} ?: {name}")).click()
    row = page.locator("tbody tr").filter(has_text=WRITTEN[1])
    expect(row).to_contain_text(vi("New"))
    expect(row).to_contain_text("làng Stơr")


def listed(page: Page) -> None:
    """By topic, the most urgent first, and by village."""
    items = page.locator(".co-group .op-item")
    expect(items).to_have_count(3)
    first = items.first
    for text in (WRITTEN[0], "Đinh Bưm", "Bức xúc"):
        expect(first).to_contain_text(text)
    expect(page.locator(".co-group").first).to_contain_text(WRITTEN[1])
    fits(page)
    page.get_by_role("link", name=vi("By %(unit)s", unit="làng")).click()
    stor = page.locator(".co-group").filter(has=page.get_by_role("heading", name="Stơr"))
    expect(stor.locator(".op-item")).to_have_count(2)


def handed_on(page: Page, hall: Running) -> None:
    """The file for other programs and the paper for the chair say the same."""
    with page.expect_download() as download:
        page.get_by_role("link", name=vi("Save as .xlsx")).click()
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    said = {cell.value: cell.data_type for cell in cells}
    assert [said.get(text) for text in WRITTEN] == ["s"] * 3  # a formula is only words
    page.get_by_role("button", name=vi("Print the table")).click()
    expect(page).to_have_url(re.compile(r"/papers/"))
    if not page.url.endswith(".pdf"):  # a busy machine: a page says how far it is
        page.get_by_role("link", name=vi("Open the PDF")).click()
    expect(page).to_have_url(re.compile(r"\.pdf$"))
    paper = page.request.get(page.url)
    text = squeezed(
        "".join(one.extract_text() for one in PdfReader(io.BytesIO(paper.body())).pages)
    )
    for one in (*WRITTEN, "Đinh Bưm", "Siu Kpă", ROADS, "BẢNG TỔNG HỢP"):
        assert squeezed(one) in text, one


def again(page: Page, hall: Running, file: Path) -> None:
    """The same file brings nothing new, and is thrown away."""
    page.goto(f"{hall.http}{LIST}/import")
    read(page, file)
    expect(page.locator("tbody tr").filter(has_text=vi("Written down already"))).to_have_count(3)
    page.get_by_role("button", name=vi("Forget it")).click()
    expect(page.get_by_text(vi("The file is forgotten."))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(vi("Go on")))).to_have_count(0)
    page.goto(f"{hall.http}{LIST}")
    expect(page.locator(".co-group .op-item")).to_have_count(3)
