"""Question slips, and the pack for a hall where everything electric fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from meeting.papers import wording as office
from meeting.papers.bundle import Blank, Boxes, Cards, Fine, Leaf, Part, Sheet, WritingLines
from meeting.papers.letters import NO_BREAK
from meeting.papers.model import (
    Item,
    Paragraph,
    Spacer,
    TypeAndSubject,
    bold,
    text,
)
from plugins.roster.papers import sheets, wording
from plugins.roster.papers.facts import Facts

SLIPS_FOR = 2  # every second guest of the pack gets a slip


def questions(facts: Facts, per_page: int, pages: int) -> Cards:
    """A slip to put a question through the secretary; its number is given on arrival."""
    return Cards(
        title=wording.SLIP,
        blocks=tuple(_question(facts, small=per_page == 4)),
        down=2,
        across=2 if per_page == 4 else 1,
        pages=pages,
    )


def _question(facts: Facts, *, small: bool) -> Iterator[Leaf]:
    size = 11.5 if small else 13.0
    ticks = 8.5 if small else 10.5
    columns = 2 if small else 3
    name = "Họ và tên (có thể để trống):" if facts.plan.asking.anonymous_slips else "Họ và tên:"
    lines = (name, f"{facts.unit}, đơn vị:")
    title = text(bold(wording.SLIP), f"{NO_BREAK * 8}Số: ………")
    yield Paragraph(words=title, align="center", indent=False)
    yield from (
        [Blank(labels=(one,), size=size) for one in lines]
        if small
        else ([Blank(labels=lines, size=size)])
    )
    yield Spacer(points=5)
    yield _label("Lĩnh vực (đánh dấu × vào ô):")
    labels = tuple(one.title for one in facts.plan.categories)
    yield Boxes(labels=labels, columns=columns, size=ticks)
    yield Spacer(points=4)
    more = " (viết tiếp mặt sau)" if small else ""
    yield _label(f"Nội dung câu hỏi, kiến nghị{more}:")
    yield WritingLines(count=0, gap=7.5)
    yield Spacer(points=5)
    reply = ("Trả lời tại hội nghị", "Trả lời bằng văn bản")
    yield Boxes(labels=reply, columns=columns, size=ticks)
    yield Blank(labels=("Điện thoại (chỉ ghi khi muốn được báo kết quả):",), size=size - 1)


def _label(words: str) -> Paragraph:
    return Paragraph(words=text(bold(words)), indent=False, align="left")


# -- pack -----------------------------------------------------------------------------------------


def pack(facts: Facts, others: Iterable[Sheet] = ()) -> list[Sheet]:
    """All of it, to lie in a drawer at the hall; papers of other plugins first."""
    slip_pages = max(5, -(-len(facts.guests) // (2 * SLIPS_FOR)))
    inside: list[Sheet] = [
        *others,
        sheets.counting(facts),
        *sheets.all_signing(facts),
        sheets.codes(facts),
        sheets.queue(facts),
        sheets.notes(facts),
        sheets.money(facts),
        questions(facts, 2, slip_pages),
    ]
    return [_cover(facts, inside), *inside]


def _cover(facts: Facts, inside: list[Sheet]) -> Part:
    """What is in the pack and when it is taken out."""
    return Part(
        title=wording.PACK,
        foot="bộ giấy tờ dự phòng",
        blocks=(
            TypeAndSubject(type_name=wording.PACK, subject=facts.title),
            Paragraph(words=text(bold(wording.WHEN), office.sentence(wording.when(facts)))),
            Paragraph(words=text(bold(wording.WHERE), office.sentence(wording.where(facts)))),
            Paragraph(
                words=text(
                    "Dùng khi mất điện hoặc máy không chạy: cho đại biểu ký tên theo từng tờ, "
                    "đếm vào bảng, ghi người đăng ký phát biểu theo thứ tự, phát phiếu câu hỏi. "
                    "Khi máy chạy lại, thư ký nhập những gì đã ghi trên giấy."
                )
            ),
            Paragraph(words=text(bold("Gồm có:"))),
            *(_entry(number, one) for number, one in enumerate(inside, start=1)),
            Fine(
                words="Trong bộ này có họ tên và mã giấy mời: giữ kín, sau hội nghị lưu hoặc hủy."
            ),
        ),
    )


def _entry(number: int, sheet: Sheet) -> Item:
    pages = f" ({office.count(sheet.pages, 'trang')})" if isinstance(sheet, Cards) else ""
    return Item(label=f"{number}.", words=text(f"{sheet.title}{pages}"))
