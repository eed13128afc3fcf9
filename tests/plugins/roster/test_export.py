"""The list as an office's file: reads well, carries nothing out, and comes back as it went."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting.access import Actor
from meeting.contract import run
from meeting.db import db
from plugins.roster.api import Delegate, add_person, shown
from plugins.roster.queries import delegates
from plugins.roster.sheets.grid import is_formula
from tests.conftest import ClientAs

from .test_import_views import choose, preview

LIST = "/m/1/roster/"
EVIL = "=HYPERLINK(A1)"


@pytest.fixture
def clerk(client_as: ClientAs) -> FlaskClient:
    return client_as("secretary")


def add(app: Flask, name: str, **details: Any) -> None:
    with app.app_context():
        run(add_person, by=Actor.system("test"), meeting_id=1, name=name, **details)


def table(data: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_a_workbook_an_office_likes(app: Flask, clerk: FlaskClient) -> None:
    answer = clerk.get(LIST + "export.xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="danh-sach-dai-bieu.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    sheet = book.active
    assert sheet is not None
    assert str(sheet["A1"].value).startswith("DANH SÁCH ĐẠI BIỂU – Hội nghị trao đổi")
    assert "A1:H1" in {str(area) for area in sheet.merged_cells.ranges}
    assert [cell.value for cell in sheet[4]][:4] == ["STT", "Họ và tên", "Ông/Bà", "Làng"]
    assert sheet.freeze_panes == "A5"
    assert sheet.column_dimensions["B"].width > 20
    assert sheet.print_title_rows == "$4:$4"
    with app.app_context():
        listed = [one.name for one in delegates(db.session(), 1)]
    assert [row[1] for row in table(answer.data)[4:]] == listed
    assert {row[3] for row in table(answer.data)[4:10]} == {"Stơr"}


def test_codes_only_for_those_who_manage(
    app: Flask, clerk: FlaskClient, client_as: ClientAs
) -> None:
    with app.app_context():
        one = db.session.get_one(Delegate, 20)
        code = shown(one.code)
    observer = client_as("observer")
    assert code not in observer.get(LIST + "export.csv").get_data(as_text=True)
    assert observer.get(LIST + "export-codes.csv").status_code == 403
    assert observer.get(LIST + "import/template.xlsx").status_code == 403
    assert client_as("screen").get(LIST + "export.xlsx").status_code == 403
    assert code in clerk.get(LIST + "export-codes.csv").get_data(as_text=True)
    rows = table(clerk.get(LIST + "export-codes.xlsx").data)
    assert rows[3][-1] == "Mã mời"
    assert code in [row[-1] for row in rows]


def test_text_opens_in_excel_with_its_letters(clerk: FlaskClient) -> None:
    data = clerk.get(LIST + "export.csv").data
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][1] == "Họ và tên"
    assert "Đinh Thị Hlŏp" in {row[1] for row in rows}


def test_no_cell_is_carried_out(app: Flask, clerk: FlaskClient) -> None:
    names = {f"{start}cmd|x" for start in "=+-@"}
    for name in sorted(names):
        add(app, name, village_id=1, office_title=EVIL, distinction="@SUM(1)")
    add(app, "Trần Xuân Nam", office_title="Phó, -2,=SUM(1)")
    book = openpyxl.load_workbook(io.BytesIO(clerk.get(LIST + "export.xlsx").data))
    assert book.active is not None
    cells = [cell for row in book.active.iter_rows() for cell in row if is_formula(cell.value)]
    assert {cell.value for cell in cells} == {*names, EVIL, "@SUM(1)"}
    assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}
    rows = clerk.get(LIST + "export.csv").data.decode("utf-8-sig").splitlines()
    for separator in ",;":  # Excel takes the one of its language, whatever the file has
        values = [value for row in csv.reader(rows, delimiter=separator) for value in row]
        assert not any(is_formula(value) for value in values)
    assert {f"'{name}" for name in names} <= set(values)


@pytest.mark.parametrize("kind", ["export.xlsx", "export.csv", "export-codes.xlsx"])
def test_what_was_exported_comes_back_as_the_same(
    app: Flask, clerk: FlaskClient, kind: str
) -> None:
    add(app, "=1+1 An", village_id=1, office_title=EVIL)
    add(app, "Trần Xuân Nam", office_title="Phó, -2,=SUM(1)")
    add(app, "Khách Mời", kind="GUEST", office_title="Báo Gia Lai")
    chosen = choose(clerk, clerk.get(LIST + kind).data, kind)
    page = preview(clerk, chosen.location)
    with app.app_context():
        everybody = len(delegates(db.session(), 1))
    assert f"<b>{everybody}</b> Đã có" in page
    assert "không phải nhập gì thêm" in page
    assert 'name="missing"' not in page


def test_the_empty_form_can_be_filled_in(clerk: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(clerk.get(LIST + "import/template.xlsx").data))
    sheet = book.active
    assert sheet is not None
    offers = {str(offer.sqref): offer.formula1 for offer in sheet.data_validations.dataValidation}
    assert any("Stơr" in str(formula) for formula in offers.values())
    assert [sheet.cell(row, 1).value for row in (5, 64)] == [1, 60]
    for column, value in ((2, "Đinh Mới"), (3, "Bà"), (4, "Stơr"), (6, "Nhân dân")):
        sheet.cell(5, column).value = value
    out = io.BytesIO()
    book.save(out)
    page = preview(clerk, choose(clerk, out.getvalue()).location, state="new")
    assert "Bà Đinh Mới" in page
    assert "<b>1</b> Mới" in page
