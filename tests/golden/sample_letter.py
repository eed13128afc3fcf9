"""A reply to a villager, the same to higher bodies, and the cover of the file they go into."""

from __future__ import annotations

from meeting.papers.model import (
    Addressees,
    Annex,
    Cover,
    Document,
    Heading,
    Meta,
    NationalHead,
    Number,
    Paragraph,
    Recipients,
    Signatures,
    Signer,
    TypeAndSubject,
    text,
)

WOMAN = "Bà Đinh Thị Hlŏp, làng Leng, xã Tơ Tung"
HIGHER = (
    "Ủy ban nhân dân huyện Kbang",
    "Hạt Kiểm lâm huyện Kbang",
    "Ban Quản lý rừng phòng hộ Xã Nam, cùng các phòng, ban chuyên môn có liên quan của huyện;",
)


def letter(*to: str) -> Document:
    """A letter names no type: what it is about stands below its number."""
    return Document(
        meta=Meta(title="Công văn trả lời", author="Ủy ban nhân dân xã Tơ Tung"),
        head=NationalHead(
            organ=("ỦY BAN NHÂN DÂN", "XÃ TƠ TUNG"),
            number=Number(notation="UBND-VP", value="125"),
            place_date="Tơ Tung, ngày 27 tháng 10 năm 2023",
            about="trả lời ý kiến của bà Đinh Thị Hlŏp, làng Leng tại hội nghị đối thoại năm 2023",
        ),
        blocks=(
            Addressees(items=to),
            Paragraph(
                words=text(
                    "Tại hội nghị trao đổi, đối thoại ngày 20/10/2023, bà phản ánh: nhà tôi năm "
                    "ngoái còn hộ nghèo, năm nay bị đưa ra mà không ai nói cho biết."
                )
            ),
            Paragraph(words=text("Ủy ban nhân dân xã đã rà lại hồ sơ; kết quả ở Phụ lục./.")),
            Signatures(
                left=Recipients(items=("Như trên", "Thường trực Đảng ủy (b/c)", "Lưu: VT, VP")),
                right=Signer(
                    authority=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
                    name="Đinh Grơ̆ng",
                ),
            ),
        ),
        annexes=(
            Annex(title="Biên bản bình xét", blocks=(Paragraph(words=text("Không có.")),)),
            Annex(title="Danh sách", blocks=(Paragraph(words=text("Không có.")),)),
        ),
    )


def dossier() -> Document:
    """The cover and the first page behind it."""
    return Document(
        meta=Meta(title="Hồ sơ hội nghị"),
        blocks=(
            Cover(
                parent=("HUYỆN KBANG",),
                organ=("ỦY BAN NHÂN DÂN", "XÃ TƠ TUNG"),
                subject="Hội nghị trao đổi, đối thoại giữa Ủy ban nhân dân xã Tơ Tung với Nhân dân "
                "năm 2023",
                facts=(("Hồ sơ số", ""), ("Số tờ", "64"), ("Thời hạn bảo quản", "20 năm")),
                foot="Năm 2023",
            ),
            TypeAndSubject(type_name="MỤC LỤC", subject="Văn bản trong hồ sơ"),
            Heading(words="Văn bản của hội nghị"),
        ),
    )
