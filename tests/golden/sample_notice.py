"""A notice with every block that minutes do not have: date, bases, recipients level, appendix."""

from __future__ import annotations

from meeting.papers.model import (
    Annex,
    Column,
    Document,
    Heading,
    LegalBases,
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

COLUMNS = (
    Column(title="TT", share=1, align="center"),
    Column(title="Người nêu, thôn", share=4),
    Column(title="Nội dung", share=8, align="justify"),
    Column(title="Đơn vị chủ trì", share=4),
    Column(title="Thời hạn", share=3, align="center"),
)


def notice(rows: int = 60) -> Document:
    return Document(
        meta=Meta(title="Thông báo kết luận", author="UBND xã Thường Thới Hậu A"),
        head=NationalHead(
            parent=("HUYỆN HỒNG NGỰ",),
            organ=("ỦY BAN NHÂN DÂN", "XÃ THƯỜNG THỚI HẬU A"),
            number=Number(notation="TB-UBND", value="7"),
            place_date="Thường Thới Hậu A, ngày 02 tháng 10 năm 2026",
        ),
        blocks=(
            TypeAndSubject(
                type_name="THÔNG BÁO",
                subject="Kết luận của Chủ tịch Ủy ban nhân dân xã tại hội nghị đối thoại",
            ),
            LegalBases(
                items=(
                    "Căn cứ Điều 43 Luật Tổ chức chính quyền địa phương ngày 16/6/2025;",
                    "Căn cứ Điều 32 Luật Thực hiện dân chủ ở cơ sở",
                )
            ),
            Heading(label="I.", words="Đánh giá chung"),
            Paragraph(words=text("Hội nghị diễn ra ", bold("dân chủ, thẳng thắn"), ".")),
            Heading(label="II.", words="Giao việc"),
            Paragraph(words=text("Danh sách việc giao các đơn vị ở Phụ lục./.")),
            Signatures(
                left=Recipients(items=("Như trên", "Thường trực Đảng ủy (b/c)", "Lưu: VT, VP")),
                right=Signer(
                    authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
                    note="(Ký, ghi rõ họ tên)",
                    name="Nguyễn Văn Thước",
                ),
            ),
        ),
        annexes=(_tasks(rows),),
        closing_line="SHA-256: " + "0123456789abcdef" * 4,
    )


def _tasks(rows: int) -> Annex:
    said = "Đường mới lấy đất vườn nhà tôi, đo rồi cắm mốc rồi mà giá đền bù chưa ai công bố."
    return Annex(
        title="Danh sách giao việc",
        reference="(Kèm theo Thông báo số 07/TB-UBND ngày 02/10/2026)",
        landscape=True,
        blocks=(
            Table(
                columns=COLUMNS,
                small=True,
                rows=tuple(
                    row(n, "Nông Thị Slao, thôn Lân Luông", said, "Phòng Kinh tế", "16/10/2026")
                    for n in range(1, rows + 1)
                ),
            ),
        ),
    )
