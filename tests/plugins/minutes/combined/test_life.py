"""The papers over all sessions: when and with which session they are, numbers, dossier."""

from __future__ import annotations

import zipfile
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from meeting import clock
from meeting.db import db
from meeting.dossier import export, opening
from meeting.dossier.restore import restore
from meeting.meetings import create_meeting, open_meeting, sister_meetings
from meeting.models import Meeting
from meeting.writing import run
from plugins.minutes.papers import catalogue
from tests.conftest import site
from tests.plugins.minutes.combined import three_sessions
from tests.plugins.minutes.conftest import letters
from tests.plugins.opinions import paper_days

from .reading import (
    NOTICE,
    REPORT,
    figures,
    paper,
    refusal,
    said,
    switch_off,
    tables,
)
from .three_sessions import KEEPER


def test_what_is_missing_or_not_closed_is_named(beginning: clock.Frozen) -> None:
    found = three_sessions.made(of=(0, 2))
    three_sessions.hold(found[0])
    beginning.tick(hours=3)
    three_sessions.close(found[0])
    words = refusal(NOTICE, found[0])
    assert "chưa có: xã Thường Lạc; chưa kết thúc: xã Long Thuận." in words
    three_sessions.hold(found[2])
    beginning.tick(hours=3)
    three_sessions.close(found[2])
    words = refusal(REPORT, found[2])
    assert "chưa có: xã Thường Lạc." in words
    late = three_sessions.made(of=(1,))[1]
    assert "Chưa kết thúc: xã Thường Lạc." in refusal(REPORT, found[2])
    three_sessions.hold(late)
    beginning.tick(hours=3)
    three_sessions.close(late)
    assert "xã Thường Lạc" in refusal(REPORT, found[2])  # lies there now
    assert len(paper(REPORT, late).annexes) == 3


def test_a_session_in_which_nobody_said_anything_stands_in_the_figures(
    beginning: clock.Frozen,
) -> None:
    found = three_sessions.made()
    three_sessions.hold(found[0])
    for index in (1, 2):
        paper_days.act(found[index], open_meeting)
    beginning.tick(hours=3)
    for meeting_id in found.values():
        three_sessions.close(meeting_id)
    whole = paper(REPORT, found[2])
    communes = tables(whole)[-1]
    assert figures(communes, "Thường Lạc") == {}
    assert figures(communes, "Cộng") == figures(communes, "Thường Thới Hậu A")
    assert len(whole.annexes) == 1


def test_a_plan_of_one_meeting_offers_none_of_them(beginning: clock.Frozen) -> None:
    meeting = paper_days.meeting(paper_days.opened("to-tung-2023"))
    assert not {NOTICE, REPORT} & {one.name for one in catalogue.kinds(db.session(), meeting)}


def test_sisters_are_those_that_were_held(beginning: clock.Frozen) -> None:
    first = three_sessions.made()
    three_sessions.hold(first[0])
    again = three_sessions.made()  # the plan was loaded once more by mistake
    other = paper_days.opened("to-tung-2023")

    def sisters(meeting_id: int) -> list[int]:
        return [one.id for one in sister_meetings(db.session(), paper_days.meeting(meeting_id))]

    assert sisters(first[1]) == [first[0], first[1], again[2]]
    three_sessions.hold(again[1])
    assert sisters(first[0]) == [first[0], again[1], again[2]]
    assert sisters(again[0]) == [again[0], again[1], again[2]]
    three_sessions.hold(first[2])
    assert sisters(first[0]) == [first[0], again[1], first[2]]  # the copy was never opened
    next_year = three_sessions.plan().model_copy(update={"content": ("Năm sau",)})
    later = run(create_meeting, by=paper_days.BY, plan=next_year, session_index=2)
    assert sisters(first[0]) == [first[0], again[1], later]
    assert sisters(other) == [other]


def test_the_pages_offer_them_in_one_session_and_lead_there_from_the_others(
    app: Flask, secretary: FlaskClient
) -> None:
    page = secretary.get("/m/1/minutes/papers").text
    assert "Thông báo kết luận chung các buổi" in page
    assert "Văn bản này nằm ở buổi kết thúc sau cùng: xã Long Thuận." in page
    assert f'href="/m/{KEEPER}/minutes/papers"' in page
    assert "combined_notice/file.pdf" not in page
    refused = secretary.get("/m/1/minutes/papers/combined_notice/file.pdf")
    assert refused.status_code == 409
    assert "xã Long Thuận" in refused.text
    here = secretary.get(f"/m/{KEEPER}/minutes/papers").text
    assert "combined_notice/file.pdf" in here
    assert "combined_report/file.docx" in here
    assert "nằm ở buổi" not in here


def test_number_correction_and_the_next_version_work_as_for_every_paper(
    app: Flask, secretary: FlaskClient
) -> None:
    base = f"/m/{KEEPER}/minutes"
    dated = {"dated": "2020-11-16"}
    notice = f"{base}/papers/{NOTICE}"
    single = f"{base}/papers/conclusion_notice"
    assert secretary.post(f"{single}/number", data={"number": "7", **dated}).status_code == 303
    answer = secretary.post(
        f"{notice}/number", data={"number": "7", **dated}, follow_redirects=True
    )
    assert "mang số 07" in answer.text  # one series for both
    printed = letters(secretary.get(f"{notice}/file.pdf").data)
    assert "Số: 07/TB-UBND" in printed
    assert "Hồng Ngự, ngày 16 tháng 11 năm 2020" in printed
    words = {"paper": NOTICE, "before": three_sessions.OWN[1], "after": "Bốc thăm trong tháng 12."}
    assert secretary.post(f"{base}/read/correct", data=words).status_code == 303
    reason = {"paper": NOTICE, "reason": "Chủ tịch sửa thời hạn"}
    assert secretary.post(f"{base}/read/version", data=reason).status_code == 303
    for masked in ("", "?masked=1"):
        printed = letters(secretary.get(f"{notice}/file.pdf{masked}").data)
        assert "Bốc thăm trong tháng 12." in printed
        assert three_sessions.OWN[1] not in printed
    page = secretary.get(f"{base}/read?paper={NOTICE}").text
    assert "Bốc thăm trong tháng 12." in page
    words = {"phrase": "minutes.combined_report_follows", "words": "{host} xin báo cáo:"}
    assert secretary.post(f"{base}/phrases", data=words).status_code == 303
    given = {"number": "8", **dated}
    assert secretary.post(f"{base}/papers/{REPORT}/number", data=given).status_code == 303
    report = letters(secretary.get(f"{base}/papers/{REPORT}/file.pdf").data)
    assert "Ủy ban nhân dân huyện Hồng Ngự xin báo cáo:" in report
    assert report.count("(Kèm theo Báo cáo số 08/BC-UBND ngày 16 tháng 11 năm 2020") == 3


def test_its_session_takes_them_along_in_the_dossier_and_another_server_keeps_what_was_made(
    app: Flask, secretary: FlaskClient, static_cache: Path, tmp_path: Path
) -> None:
    given = {"number": "9", "dated": "2020-11-16"}
    notice = f"/m/{KEEPER}/minutes/papers/{NOTICE}"
    assert secretary.post(f"{notice}/number", data=given).status_code == 303
    words = said(paper(NOTICE))
    for name in ("opinions", "checkin", "agenda"):  # fewer papers to be set
        paper_days.act(KEEPER, switch_off, name=name)
    core, meeting = app.extensions["meeting"], db.session.get_one(Meeting, KEEPER)
    target = export.place_of(core.config.data, meeting)
    path = export.make(db.session(), core.registry, meeting, target).path
    with zipfile.ZipFile(path) as dossier:
        names = [one.partition("van-ban/")[2] for one in dossier.namelist()]
    assert sorted(one.partition("-")[2] for one in names if "-chung" in one) == [
        "bao-cao-tong-hop-chung.docx",
        "bao-cao-tong-hop-chung.pdf",
        "thong-bao-ket-luan-chung-niem-yet.docx",
        "thong-bao-ket-luan-chung-niem-yet.pdf",
        "thong-bao-ket-luan-chung.docx",
        "thong-bao-ket-luan-chung.pdf",
    ]
    elsewhere = site(tmp_path / "elsewhere", static_cache)
    with elsewhere.app_context():
        with path.open("rb") as file:
            alone = restore(opening.read(file), paper_days.BY)
        assert said(paper(NOTICE, alone)) == words
        assert "xã Thường Thới Hậu A và xã Thường Lạc" in refusal(REPORT, alone)
        meeting = db.session.get_one(Meeting, alone)
        kinds = [catalogue.kind_of(db.session(), meeting, name) for name in (NOTICE, REPORT)]
        kept = [len(catalogue.papers(db.session(), meeting, kind)) for kind in kinds]
        assert kept == [1, 0]
    elsewhere.extensions["meeting"].close()
