"""The three sessions of one plan, two days apart: every way to raise something, every outcome."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from meeting import clock
from meeting.db import db
from meeting.meetings import create_meeting, open_meeting
from meeting.plan import Plan, load_plan_file, shipped_plans
from meeting.writing import run
from plugins.checkin.api import Via, check_in
from plugins.minutes.closing import service
from plugins.minutes.rules import Entered
from plugins.roster.api import Delegate
from tests.e2e.thirty import COLLECTED, DIRECT, S4, SLIP, A, B, M, N, P, R, Raised, W
from tests.plugins.opinions import paper_days

FIRST_DAY = datetime(2020, 11, 10, 7, 30, tzinfo=clock.VIETNAM)
KEEPER = 3  # the meeting that is closed last
ENVIRONMENT, LAND = "Sở Tài nguyên và Môi trường", "UBND tỉnh Đồng Tháp"
RAISED: tuple[tuple[Raised, ...], ...] = (
    (
        Raised(
            S4, "Phan Thị Lùn", SLIP, "AN_SINH_YTE_GD",
            "Cháu mồ côi sống với bà, xin được xét trợ cấp.",
            A, "Hướng dẫn hồ sơ ngay sau buổi họp.", "Bình Hòa Thượng", sensitive=True,
        ),
        Raised(
            S4, "Huỳnh Văn Út", DIRECT, "KINH_TE",
            "Lộ đan ra cánh đồng nhỏ quá, máy gặt đập không vô được.", N, "", "Bình Hòa Trung",
        ),
        Raised(
            S4, "Võ Thị Bé Ba", DIRECT, "MOI_TRUONG",
            "Rác chợ đổ xuống kinh, mùa nước lên trôi vô nhà.",
            P, "Giao khảo sát điểm tập kết.", "Bình Hòa Hạ",
        ),
        Raised(
            S4, "Lê Văn Tư Em", DIRECT, "MOI_TRUONG",
            "Tôi cũng nói chuyện rác chợ như bà Ba.", M, "", "Bình Hòa Hạ", same=2,
        ),
        Raised(
            S4, "", SLIP, "CAN_BO", "Có cán bộ gợi ý tiền bồi dưỡng khi làm giấy tờ đất.",
            R, "", "Bình Hòa Lợi", sensitive=True,
        ),
    ),
    (
        Raised(
            S4, "Nguyễn Thị Út Mười", DIRECT, "BOI_THUONG",
            "Sạt lở bờ sông mất đất, cụm dân cư hứa nền nhà hai năm rồi chưa bốc thăm.",
            P, "Giao trả lời.", "Thường Hòa",
        ),
        Raised(
            S4, "Phan Văn Chín", COLLECTED, "DAT_DAI",
            "Đất bãi bồi đang canh tác chưa được cấp giấy.", B, "", "Thường Phú", body=LAND,
        ),
        Raised(
            S4, "Trần Thị Kim Loan", SLIP, "KHAC", "Giá phân bón sao lên hoài?",
            W, "", "Thường An",
        ),
        Raised(
            S4, "Lê Văn Tư Em", DIRECT, "AN_NINH",
            "Đá gà ăn tiền sau chợ, báo ấp rồi mà vẫn còn.",
            A, "Công an xã tăng cường tuần tra.", "Thường Thạnh",
        ),
    ),
    (
        Raised(
            S4, "Lê Văn Đực", DIRECT, "MOI_TRUONG",
            "Ao cá tra xả thẳng ra kinh, nước hôi xài không được.",
            P, "Kiểm tra, xử phạt.", "Long Hòa",
        ),
        Raised(
            S4, "Hồ Thị Bé Hai", SLIP, "DAT_DAI", "Xin đo lại ranh đất cồn.",
            B, "Thuộc thẩm quyền cấp tỉnh.", "Long Thạnh", body=ENVIRONMENT,
        ),
        Raised(
            S4, "Nguyễn Văn Lành", DIRECT, "AN_NINH", "Xe chở cát chạy đêm làm hư lộ.",
            A, "Đặt biển hạn chế tải trọng.", "Long Thới",
            follow_up="Bao giờ đặt biển? – Trong tháng này.",
        ),
        Raised(
            S4, "Hợp tác xã Nông nghiệp Long Thuận", COLLECTED, "KINH_TE",
            "Đề nghị giới thiệu nơi bao tiêu rau màu.", N, "", "Long Hưng",
        ),
    ),
)  # fmt: skip
SHARED = "Biểu dương tinh thần thẳng thắn của bà con."
OWN = (
    "UBND xã Thường Thới Hậu A dời điểm tập kết rác chợ trong quý IV.",
    "Khẩn trương bốc thăm nền nhà cho các hộ sạt lở.",
    "Kiểm tra các ao cá tra dọc kinh.",
)


def plan() -> Plan:
    return load_plan_file(shipped_plans()[S4])


def made(*, of: Sequence[int] = (0, 1, 2)) -> dict[int, int]:
    """The planned meetings of these sessions: their ids by session."""
    return {
        index: run(create_meeting, by=paper_days.BY, plan=plan(), session_index=index)
        for index in of
    }


def hold(meeting_id: int) -> None:
    """Open a session; everything that is raised there is raised and settled."""
    run(open_meeting, by=paper_days.BY, meeting_id=meeting_id)
    index = paper_days.meeting(meeting_id).session_index
    numbers: dict[int, int] = {}
    for place, one in enumerate(RAISED[index]):
        numbers[place] = paper_days.raise_(meeting_id, plan(), one, numbers)
    come(meeting_id)


def come(meeting_id: int) -> None:
    """Whoever is on the list comes in, but every fifth."""
    query = sa.select(Delegate.id).where(Delegate.meeting_id == meeting_id).order_by(Delegate.id)
    for place, delegate_id in enumerate(db.session.scalars(query).all()):
        if place % 5 != 4:
            paper_days.act(meeting_id, check_in, delegate_id=delegate_id, via=Via.DESK)


def close(meeting_id: int) -> None:
    """Close it with its conclusion: a point that is said everywhere, and one of its own."""
    session = paper_days.meeting(meeting_id).plan.session(
        paper_days.meeting(meeting_id).session_index
    )
    entered = Entered(
        chair=session.chair.full,
        secretary=session.secretaries[0].full,
        conclusion=f"{SHARED}\n{OWN[session.index]}",
    )
    paper_days.act(meeting_id, service.save_draft, revision=0, entered=entered)
    paper_days.act(meeting_id, service.close)


def hold_all(stopped: clock.Frozen) -> dict[int, int]:
    """All three, held and closed one after another. Returns their ids by session."""
    found = made()
    for meeting_id in found.values():
        hold(meeting_id)
        stopped.tick(hours=3)
        close(meeting_id)
        stopped.tick(days=2, hours=-3)
    return found
