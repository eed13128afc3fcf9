"""Minutes of the Tơ Tung meeting as the minutes plugin would write them: running narrative."""

from __future__ import annotations

import datetime as dt

from meeting.papers import wording
from meeting.papers.model import (
    Block,
    Column,
    Document,
    Heading,
    Item,
    Meta,
    NationalHead,
    Number,
    Paragraph,
    Recipients,
    Signatures,
    Signer,
    Table,
    TypeAndSubject,
    bold,
    row,
    text,
)

SUBJECT = "Hội nghị trao đổi, đối thoại giữa Ủy ban nhân dân xã Tơ Tung với Nhân dân năm 2023"
VILLAGES = (  # name, places, invited, present
    ("Stơr", 6, 6, 6),
    ("Kuk Tung", 6, 6, 5),
    ("Klếch", 6, 6, 6),
    ("Đak Pơ Kao", 6, 6, 6),
    ("Leng", 6, 6, 7),
    ("Đồng Tâm", 6, 6, 6),
    ("Nam Cao", 6, 6, 4),
    ("Cao Sơn", 6, 6, 6),
    ("Suối Lơ", 6, 6, 5),
    ("Tân Lập", 6, 6, 4),
)
OPINIONS = (  # who, village, verb, opinion, answerer, answer, decision
    (
        "Ông Đinh Bưm",
        "Stơr",
        "hỏi",
        "đường từ làng xuống cánh đồng mưa là lầy, xe máy cày không đi được; bà con hỏi bao giờ "
        "đổ bê tông?",
        "Ông Trần Xuân Nam - Chủ tịch UBND xã",
        "tuyến đường đã đưa vào danh mục đầu tư năm sau.",
        "Chủ trì giao công chức địa chính - xây dựng khảo sát, trả lời ông Đinh Bưm trước ngày "
        "10/11/2023.",
    ),
    (
        "Bà Đinh Thị Hlŏp",
        "Leng",
        "phản ánh",
        "nhà tôi năm ngoái còn hộ nghèo, năm nay bị đưa ra mà không ai nói cho biết.",
        "Ông Trần Xuân Nam - Chủ tịch UBND xã",
        "việc bình xét phải công khai tại làng; xã sẽ xem lại biên bản bình xét của làng Leng.",
        "Chủ trì giao công chức lao động - thương binh và xã hội rà lại hồ sơ, báo gia đình "
        "trước ngày 31/10/2023.",
    ),
    (
        "Ông Đinh Klĕn",
        "Kuk Tung",
        "kiến nghị",
        "rẫy của cha mẹ để lại làm lâu rồi, giờ Ban quản lý rừng bảo lấn đất rừng; xã nói giúp "
        "cho dân.",
        "",
        "",
        "Nội dung vượt thẩm quyền của xã; Chủ trì tiếp thu, giao công chức địa chính tham mưu văn "
        "bản kiến nghị Hạt Kiểm lâm huyện đo đạc lại và thông báo cho người có ý kiến biết.",
    ),
    (
        "Ông Nông Văn Páo",
        "Cao Sơn",
        "hỏi",
        "heo chết dịch chôn rồi mà tiền hỗ trợ chưa thấy.",
        "Bà Lê Thị Hồng - công chức tài chính - kế toán",
        "danh sách đã duyệt, chi trả trong tháng 11 và niêm yết tại nhà rông.",
        "",
    ),
    (
        "Ông Đinh Hơ̆n",
        "Klếch",
        "đề nghị",
        "nước giọt của làng mùa khô hết nước, xin cái giếng khoan cho làng.",
        "",
        "",
        "Chủ trì ghi nhận, đưa vào nhu cầu vốn chương trình mục tiêu quốc gia.",
    ),
    (
        "Bà Đinh Thị Ƀlĭ",
        "Stơr",
        "hỏi",
        "chồng tôi mất rồi mà tiền mai táng chưa có; thiếu giấy gì thì xã làm giúp được không?",
        "Ông Đinh Grơ̆ng - công chức văn hóa - xã hội",
        "hồ sơ còn thiếu giấy chứng tử; cán bộ sẽ đến tận nhà hướng dẫn.",
        "Chủ trì giao công chức văn hóa - xã hội hướng dẫn tại nhà trước ngày 27/10/2023.",
    ),
    (
        "Bà Đinh Thị H'Lĭnh",
        "Đak Pơ Kao",
        "phản ánh",
        "thanh niên uống rượu chạy xe rú ga ban đêm, già làng nói không nghe.",
        "Ông Phạm Văn Dũng - Trưởng Công an xã",
        "Công an xã tuần tra tối thứ bảy hằng tuần, phối hợp với già làng.",
        "",
    ),
)


def minutes(number: str | None = None) -> Document:
    """The whole paper; the records clerk's number is blank unless given."""
    return Document(
        meta=Meta(
            title=f"Biên bản {SUBJECT}",
            subject=SUBJECT,
            author="Ủy ban nhân dân xã Tơ Tung",
            created=dt.datetime(2023, 10, 20, 11, 5, tzinfo=dt.timezone(dt.timedelta(hours=7))),
        ),
        head=NationalHead(
            organ=("ỦY BAN NHÂN DÂN", "XÃ TƠ TUNG"),
            number=Number(notation="BB-UBND", value=number),
        ),
        blocks=(
            TypeAndSubject(type_name="BIÊN BẢN", subject=SUBJECT),
            *_opening(),
            *_participants(),
            *_course(),
            *_ending(),
        ),
    )


def _opening() -> list[Block]:
    start = dt.datetime(2023, 10, 20, 7, 30)  # noqa: DTZ001 - wall clock of the hall
    return [
        Paragraph(
            words=text(
                bold("Thời gian bắt đầu: "),
                f"{wording.time(start)}, {wording.weekday(start)}, {wording.date(start)}.",
            )
        ),
        Paragraph(
            words=text(bold("Địa điểm: "), "Hội trường Nhà văn hóa xã Tơ Tung, tỉnh Gia Lai.")
        ),
    ]


def _participants() -> list[Block]:
    present = sum(each[3] for each in VILLAGES)
    return [
        Heading(label=wording.roman(1), words="Thành phần tham dự"),
        Item(label="1.", words=text(bold("Chủ trì: "), "Ông Trần Xuân Nam - Chủ tịch UBND xã.")),
        Item(label="2.", words=text(bold("Thư ký: "), "Bà Nguyễn Thị Đào - công chức Văn phòng.")),
        Item(
            label="3.",
            words=text(
                bold("Đại biểu: "),
                "Thường trực Đảng ủy, HĐND, UBND, UBMTTQVN xã, trưởng các đoàn thể và công chức "
                f"xã: {wording.count(18, 'người')}.",
            ),
        ),
        Item(
            label="4.",
            words=text(
                bold("Đại biểu Nhân dân: "),
                f"{wording.count(present, 'người')}, đại diện {wording.count(10, 'làng')}:",
            ),
        ),
        _village_table(),
        Paragraph(
            words=text(
                f"Tổng số có mặt: {present}/60 đại biểu được mời; vắng {wording.count(5)} "
                f"(có lý do {wording.count(2)}, không lý do {wording.count(3)})."
            )
        ),
    ]


def _village_table() -> Table:
    quotas, invited, present = (sum(figures) for figures in list(zip(*VILLAGES, strict=True))[1:])
    return Table(
        columns=(
            Column(title="TT", share=1, align="center"),
            Column(title="Làng", share=4),
            Column(title="Số đại biểu", share=2, align="center"),
            Column(title="Được mời", share=2, align="center"),
            Column(title="Có mặt", share=2, align="center"),
            Column(title="Ghi chú", share=3),
        ),
        rows=tuple(
            row(place, name, f"{quota:02d}", f"{invited:02d}", f"{present:02d}", _note(present))
            for place, (name, quota, invited, present) in enumerate(VILLAGES, start=1)
        ),
        total=row("", "Tổng cộng", quotas, invited, present, ""),
    )


def _note(present: int) -> str:
    return f"vượt {present - 6:02d}" if present > 6 else ""


def _course() -> list[Block]:
    blocks: list[Block] = [
        Heading(label=wording.roman(2), words="Nội dung"),
        Heading(label="1.", words="Khai mạc", level=2),
        Paragraph(
            words=text(
                "Bà Nguyễn Thị Đào nêu lý do, giới thiệu đại biểu, thông qua chương trình và nội "
                "quy hội nghị; Chủ trì cử thư ký ghi biên bản."
            )
        ),
        Heading(label="2.", words="Chủ trì thông báo tình hình, nội dung đối thoại", level=2),
        Paragraph(
            words=text(
                "Ông Trần Xuân Nam thông báo tình hình phát triển kinh tế - xã hội 9 tháng đầu năm "
                "2023 của xã, mục đích, yêu cầu và nội dung chủ yếu của hội nghị."
            )
        ),
        Heading(label="3.", words="Ý kiến của Nhân dân và trả lời", level=2),
    ]
    for position, (who, village, verb, said, answerer, answer, decision) in enumerate(
        OPINIONS, start=1
    ):
        blocks.append(
            Item(
                label=wording.letter(position),
                words=text(bold(f"{who}, làng {village}"), f" {verb}: {said}"),
            )
        )
        if answer:
            blocks.append(Paragraph(words=text(f"{answerer} trả lời: {answer}")))
        if decision:
            blocks.append(Paragraph(words=text(decision)))
    return blocks


def _ending() -> list[Block]:
    return [
        Heading(label=wording.roman(3), words="Tổng hợp"),
        Paragraph(
            words=text(
                f"Hội nghị có {wording.count(len(OPINIONS), 'lượt ý kiến')} của "
                f"{wording.count(len(OPINIONS), 'người')}; trả lời tại chỗ {wording.count(2)}; "
                f"giao giải quyết {wording.count(3)}; vượt thẩm quyền {wording.count(1)}; trả lời "
                f"riêng bằng văn bản {wording.count(0)}; ghi nhận {wording.count(1)}."
            )
        ),
        Heading(label=wording.roman(4), words="Kết luận của chủ trì"),
        Paragraph(words=text("Kết luận hội nghị, Chủ tịch UBND xã Trần Xuân Nam nhấn mạnh:")),
        Item(label="1.", words=text("Biểu dương tinh thần thẳng thắn của bà con 10 làng.")),
        Item(
            label="2.",
            words=text(
                "Giao Văn phòng theo dõi, đôn đốc các nội dung đã giao; ban hành thông báo kết "
                "luận trong 05 ngày làm việc."
            ),
        ),
        Item(
            label="3.",
            words=text(
                "Đề nghị UBMTTQVN xã giám sát việc trả lời; Trưởng làng thông báo lại cho bà con "
                "không dự."
            ),
        ),
        Paragraph(
            words=text(
                "Hội nghị kết thúc vào hồi 11 giờ 00 phút cùng ngày. Biên bản đã được đọc lại cho "
                "hội nghị nghe, thống nhất và ký tên./."
            )
        ),
        Signatures(
            left=Signer(authority=("THƯ KÝ",), name="Nguyễn Thị Đào"),
            right=Signer(authority=("CHỦ TỌA",), name="Trần Xuân Nam"),
        ),
        Recipients(
            items=("Thường trực Đảng ủy, HĐND xã", "UBMTTQVN xã", "10 làng", "Lưu: VT, Hồ sơ")
        ),
    ]
