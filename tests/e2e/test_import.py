"""A village's list comes from Excel onto the list of delegates, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.plugins.roster.office_files import workbook
from tests.running import Running

from .acts import REFUSED
from .test_shell_looks import violations
from .words import vi

OpenPage = Callable[..., Page]
ROWS: list[list[Any]] = [
    ["ỦY BAN NHÂN DÂN XÃ TƠ TUNG"],
    ["STT", "Họ và tên", "Giới tính", "Làng", "Chức vụ", "Dân tộc"],
    [1, "Đinh Bưm", "Nam", "Stơr", "Già làng", "Bahnar"],
    [2, "Đinh Klĕn", "Nam", "Leng", None, "Bahnar"],
    [3, "Rơ Châm Hyưh", "Nam", "Sơ Tơr", None, "Jrai"],
    ["Tổng cộng: 03 người"],
]


def test_a_list_is_chosen_looked_at_answered_and_imported(
    open_page: OpenPage, hall: Running, tmp_path: Path
) -> None:
    wrong, right = tmp_path / "quét.pdf", tmp_path / "Danh sách làng.xlsx"
    wrong.write_bytes(b"%PDF-1.7")
    right.write_bytes(workbook(ROWS, ["A1:F1"]))
    page = open_page("secretary", 1366, 768, tolerate=REFUSED)
    page.goto(f"{hall.http}/m/1/roster/")
    page.get_by_role("link", name=vi("Import from an Excel file")).click()

    field = page.get_by_label(vi("File with the list (.xlsx or .csv)"))
    field.set_input_files(wrong)
    page.get_by_role("button", name=vi("Read the file")).click()
    expect(page.get_by_role("alert")).to_contain_text("PDF")
    assert violations(page) == []
    field.set_input_files(right)
    page.get_by_role("button", name=vi("Read the file")).click()

    # What waits for an answer is shown first; nothing of the ethnic group is.
    expect(page.get_by_role("heading", name=right.name)).to_be_visible()
    klen = page.get_by_role("row").filter(has_text="Đinh Klĕn")
    expect(klen).to_contain_text("làng Kuk Tung")
    expect(page.get_by_text("Bahnar")).to_have_count(0)
    expect(page.get_by_text("Đinh Bưm")).to_have_count(0)
    assert violations(page) == []
    klen.get_by_role("combobox").select_option(vi("Another person: add"))
    page.get_by_label("“Sơ Tơr”").select_option("làng Stơr")

    # Left and found again.
    page.get_by_role("button", name=vi("Only keep the choices")).click()
    expect(page.get_by_text(vi("Your choices are kept. Nothing is imported yet."))).to_be_visible()
    page.goto(f"{hall.http}/m/1/roster/import")
    page.get_by_role("link", name=vi("Go on")).click()
    expect(page.get_by_text("Rơ Châm Hyưh")).to_be_visible()
    quota = page.get_by_role("row", name=re.compile("^Làng Stơr"))
    expect(quota).to_contain_text(vi("%(count)s too many", count=1))

    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("button", name=vi("Import into the list")).click()
    expect(page.get_by_text("thêm 2 người, sửa 1")).to_be_visible()
    page.get_by_label(vi("Search by name or code")).fill("hyuh stor")
    expect(page.get_by_role("link", name="Rơ Châm Hyưh")).to_be_visible()

    with page.expect_download() as download:
        page.goto(f"{hall.http}/m/1/roster/")
        page.get_by_role("link", name=vi("Download the list (Excel)"), exact=True).click()
    assert download.value.suggested_filename == "danh-sach-dai-bieu.xlsx"
    assert download.value.path().read_bytes().startswith(b"PK")
