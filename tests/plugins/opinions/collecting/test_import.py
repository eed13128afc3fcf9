"""Opinions from a sheet as offices have it: previewed, asked about, written down once."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from plugins.opinions.queries import OpinionView
from tests.conftest import ClientAs
from tests.plugins.roster.office_files import cp1258

IMPORT = "/m/1/opinions/collected/import"
JSON = {"Accept": "application/json"}
Stored = Callable[[], list[OpinionView]]
HEAD = [
    "STT", "Họ đệm", "Tên", "Làng", "Nội dung kiến nghị", "Lĩnh vực", "Mức độ", "Nguồn",
    "Đơn vị trả lời", "Đơn thư số", "Số CCCD",
]  # fmt: skip
ROADS = "Đường, cầu, công trình, dự án"


def book(rows: list[list[Any]]) -> bytes:
    """A workbook as an office makes it: title, merged villages, numbering, total, signature."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["TỔNG HỢP Ý KIẾN, KIẾN NGHỊ CỦA NHÂN DÂN"])
    sheet.merge_cells("A1:K1")
    sheet.append([])
    sheet.append(HEAD)
    sheet.append([f"({number})" for number in range(1, len(HEAD) + 1)])
    for row in rows:
        sheet.append(row)
    sheet.append(["", "Tổng cộng:", f"{len(rows)} ý kiến"])
    sheet.append(["", "", "", "", "", "NGƯỜI LẬP BIỂU"])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


ROWS: list[list[Any]] = [
    [1, "Đinh", "Bưm", "Stơr", "Đường vào làng lầy lội", ROADS, "Bức xúc",
     "Trưởng làng báo cáo", "Văn phòng UBND xã", "12/ĐT", "064012345678"],
    [2, "Siu", "Kpă", "Sơ Tơr", "+1 cầu hỏng", "Cầu đường", "", "", "", "", ""],
    [3, "", "", "Leng", "Điện yếu buổi tối", "", "", "", "", "", ""],
    [4, "Đinh", "Thị Nhái", "Leng", "§­êng vµo lµng", "", "", "", "", "", ""],
    [5, "Đinh", "Thị Nhái", "Leng", "", "", "", "", "", "", ""],
]  # fmt: skip


@pytest.fixture
def upload(secretary: FlaskClient) -> Callable[..., Any]:
    """Sends a file; returns the answer as a program gets it."""

    def send(data: bytes, name: str = "ý kiến.xlsx", headers: Any = JSON) -> Any:
        form = {"file": (io.BytesIO(data), name), "key": f"{name}{len(data)}"}
        return secretary.post(IMPORT, data=form, headers=headers)

    return send


def test_the_story_of_a_sheet(
    secretary: FlaskClient, upload: Callable[..., Any], stored: Stored
) -> None:
    draft = f"{IMPORT}/{upload(book(ROWS)).json['result']}"
    page = secretary.get(draft).text
    assert stored() == []  # nothing before it is confirmed
    assert "Mới: <b>2</b>" in page
    assert "Ghi 2 ý kiến" in page
    assert "Còn 3 dòng chưa chọn" in page
    assert "chưa rõ: “Cầu đường”" in page
    assert "sai bảng mã" in page or "TCVN3" in page
    assert "chưa có nội dung" in page
    assert "064012345678" not in page

    leng = page.split('name="means:village:sơ tơr"')[1].split("</select>")[0]
    stor = leng.split("làng Stơr")[0].rsplit('value="', 1)[1].split('"')[0]
    means = {"means:village:sơ tơr": stor, "means:topic:cầu đường": "GIAO_THONG_CT"}
    secretary.post(draft, data={**means, "key": "a", "do": "keep"})
    done = secretary.post(draft, data={"key": "b", "do": "take"}, follow_redirects=True).text
    assert "Đã ghi: 3. Đã có từ trước: 0. Để lại: 2." in done

    first, second, third = stored()
    assert (first.name, first.village, first.severity) == ("Đinh Bưm", "làng Stơr", "Bức xúc")
    assert (first.category_title, first.source) == (ROADS, "Trưởng làng báo cáo")
    assert (first.department_name, first.reference) == ("Văn phòng UBND xã", "12/ĐT")
    assert first.delegate_id is not None  # the one of the list
    assert first.raised_at is None
    assert not first.approved
    assert (second.text, second.village) == ("+1 cầu hỏng", "làng Stơr")
    assert second.category == "GIAO_THONG_CT"
    assert (third.name, third.village) == ("", "làng Leng")


def test_the_same_file_twice_changes_nothing(
    secretary: FlaskClient, upload: Callable[..., Any], stored: Stored
) -> None:
    rows = [ROWS[0], ROWS[2], ROWS[2]]  # and one row stands twice in it
    for turn, added in (("a", 2), ("b", 0)):
        draft = upload(book(rows), f"{turn}.xlsx").json["result"]
        sent = {"key": turn, "do": "take"}
        answer = secretary.post(f"{IMPORT}/{draft}", data=sent, headers=JSON)
        taken = answer.get_json()["result"]
        assert taken["added"] == added
    assert len(stored()) == 2
    again = secretary.post(f"{IMPORT}/{draft}", data={"key": "z", "do": "take"})
    assert again.status_code == 409


def test_a_csv_of_an_old_machine(
    secretary: FlaskClient, upload: Callable[..., Any], stored: Stored
) -> None:
    said = "Họ và tên;Làng;Nội dung\r\nĐinh Bưm;Stơr;Đề nghị sửa đường\r\n"
    draft = upload(cp1258(said), "y kien.csv").json["result"]
    secretary.post(f"{IMPORT}/{draft}", data={"key": "a", "do": "take"})
    (one,) = stored()
    assert (one.name, one.text) == ("Đinh Bưm", "Đề nghị sửa đường")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"", "Tệp trống"),
        ("Họ và tên;Làng\r\nĐinh Bưm;Stơr\r\n".encode(), "Không thấy cột nội dung"),
        ("Họ và tên;Nội dung\r\n".encode(), "Dưới dòng tiêu đề không có ý kiến"),
    ],
)
def test_other_files_are_refused_with_what_to_do(
    upload: Callable[..., Any], stored: Stored, data: bytes, said: str
) -> None:
    answer = upload(data, "x.csv", headers={})
    assert answer.status_code == 409
    assert said in answer.text
    assert stored() == []


def test_who_may(client_as: ClientAs, upload: Callable[..., Any]) -> None:
    draft = upload(book(ROWS[:1])).json["result"]
    for role in ("chair", "observer", "registrar"):
        assert client_as(role).get(IMPORT).status_code == 403
        assert client_as(role).post(f"{IMPORT}/{draft}", data={"key": "a"}).status_code == 403
    assert client_as("summariser").get(f"{IMPORT}/{draft}").status_code == 200


def test_the_form_and_the_way_back(
    secretary: FlaskClient, upload: Callable[..., Any], stored: Stored
) -> None:
    form = secretary.get("/m/1/opinions/collected/template.xlsx")
    assert form.status_code == 200
    draft = upload(book(ROWS[:3])).json["result"]
    assert "ý kiến.xlsx" in secretary.get(IMPORT).text
    secretary.post(f"{IMPORT}/{draft}", data={"key": "a", "do": "take"})
    exported = secretary.get("/m/1/opinions/collected.xlsx").data
    again = upload(exported, "xuất ra.xlsx").json["result"]
    sent = {"key": "b", "do": "take"}
    taken = secretary.post(f"{IMPORT}/{again}", data=sent, headers=JSON).get_json()["result"]
    assert (taken["added"], taken["left_out"]) == (0, 0)
    other = upload(book(ROWS[:2]), "bỏ.xlsx").json["result"]
    secretary.post(f"{IMPORT}/{other}/discard", data={"key": "c"})
    assert secretary.get(f"{IMPORT}/{other}").status_code == 404
    assert len(stored()) == 2
