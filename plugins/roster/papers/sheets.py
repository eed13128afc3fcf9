"""Lists on paper: to sign at the door, to count by hand, to receive money, to note down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meeting.papers import wording as office
from meeting.papers.bundle import Blank, Fine, Grid, Leaf, Part
from meeting.papers.model import (
    Column,
    Paragraph,
    Signatures,
    Signer,
    Spacer,
    TypeAndSubject,
    bold,
    text,
)
from plugins.roster.papers import wording
from plugins.roster.papers.facts import Facts, Guest, Home

BLANK_ROWS = 5
ROW = 10.0  # millimetres: a signature takes them
NUMBER = Column(title="STT", share=12, align="center")
NAME = Column(title="Họ và tên", share=48)
ADDRESS = Column(title="Ông/\nBà", share=13, align="center")
SIGN = Column(title="Ký tên", share=36)
REMARK = Column(title="Ghi chú", share=24)


def _top(facts: Facts, title: str) -> Iterator[Leaf]:
    """Title, meeting, time and place of every list."""
    yield TypeAndSubject(type_name=title, subject=facts.title)
    where = office.sentence(wording.where(facts))
    yield _plain(wording.WHEN, office.sentence(wording.when(facts)))
    yield _plain(wording.WHERE, where)


def _plain(label: str, words: str) -> Paragraph:
    return Paragraph(words=text(bold(label), words), indent=False, align="left")


# -- signing --------------------------------------------------------------------------------------


def sign_in(facts: Facts, village: Home) -> Part:
    """A village's people, each with room for a signature."""
    people = facts.of_village(village)
    places = f"{office.count(village.places, 'chỗ')}; " if village.places else ""
    said = f"{places}{office.count(len(people), 'người')} trong danh sách."
    columns = (NUMBER, NAME, ADDRESS, Column(title="Thành phần", share=34), SIGN, REMARK)
    rows = [(one.name, one.honorific, office.opening(one.office or one.group)) for one in people]
    return _signing(facts, village.label, _plain(f"{village.heading}: ", said), columns, rows)


def officials(facts: Facts) -> Part:
    """Officials and guests sign a sheet of their own."""
    return _by_office(facts, wording.OFFICIALS, facts.officials)


def elsewhere(facts: Facts) -> Part:
    """People who belong to no village: enterprises, organisations."""
    return _by_office(facts, wording.ELSEWHERE, facts.elsewhere)


def _by_office(facts: Facts, title: str, people: Sequence[Guest]) -> Part:
    columns = (NUMBER, NAME, ADDRESS, Column(title="Chức vụ, thành phần", share=44), SIGN, REMARK)
    rows = [
        (one.name, one.honorific, office.opening(one.office or one.group or one.village))
        for one in people
    ]
    said = f"{office.count(len(rows), 'người')} trong danh sách."
    foot = title[:1].lower() + title[1:]
    return _signing(facts, foot, _plain(f"{title}: ", said), columns, rows)


def _signing(
    facts: Facts,
    foot: str,
    about: Paragraph,
    columns: tuple[Column, ...],
    people: Sequence[tuple[str, str, str]],
) -> Part:
    rows = [(str(number), *one, "", "") for number, one in enumerate(people, start=1)]
    return Part(
        title=f"{wording.SIGN_IN} – {foot}",
        foot=foot,
        blocks=(
            *_top(facts, wording.SIGN_IN),
            about,
            Grid(columns=columns, rows=tuple(rows), blank=BLANK_ROWS, height=ROW),
            Blank(labels=("Cộng số người đã ký tên (ghi bằng số và bằng chữ):",)),
            Spacer(points=8),
            Fine(words=f"Thông báo về dữ liệu cá nhân. {wording.privacy(facts)}"),
        ),
    )


def all_signing(facts: Facts) -> list[Part]:
    """The sheets of all villages and of the others."""
    return [*(sign_in(facts, one) for one in facts.villages), *others_signing(facts)]


def others_signing(facts: Facts) -> list[Part]:
    """The sheets of those who do not come for a village."""
    found = [officials(facts)] if facts.officials else []
    return [*found, elsewhere(facts)] if facts.elsewhere else found


# -- for the accountant ---------------------------------------------------------------------------


def money(facts: Facts) -> Part:
    """Never part of the attendance: names, amounts and signatures are all written by hand."""
    columns = (
        Column(title="STT", share=12, align="center"),
        Column(title="Họ và tên", share=60),
        Column(title="Số tiền", share=40),
        Column(title="Ký nhận", share=55),
    )
    return Part(
        title=wording.MONEY,
        foot="danh sách ký nhận tiền",
        blocks=(
            *_top(facts, wording.MONEY),
            Blank(labels=("Nội dung chi:",)),
            Spacer(points=6),
            Grid(columns=columns, blank=30, height=9),
            Blank(labels=("Tổng số tiền (ghi bằng số và bằng chữ):",)),
            Signatures(left=Signer(authority=("NGƯỜI LẬP",)), right=Signer(authority=("KẾ TOÁN",))),
        ),
    )


# -- for the day without electricity --------------------------------------------------------------


def codes(facts: Facts) -> Part:
    """Every code beside its name: a desk without screen looks up who holds which strip."""
    columns = (
        NUMBER,
        Column(title="Họ và tên", share=50),
        Column(title=f"{facts.unit}, đơn vị", share=62),
        Column(title="Mã", share=30, align="center"),
        Column(title="Có mặt", share=18, align="center"),
    )
    rows = [
        (str(number), one.name, one.village or one.office, one.code, "")
        for number, one in enumerate(facts.guests, start=1)
    ]
    return Part(
        title=wording.CODES,
        foot="danh sách mã, chỉ dùng tại bàn đón tiếp",
        blocks=(*_top(facts, wording.CODES), Grid(columns=columns, rows=tuple(rows), height=7.5)),
    )


def counting(facts: Facts) -> Part:
    """The village table, to be counted by hand."""
    titles = (facts.unit, "Số chỗ", "Mời", "Có mặt", "Vắng", "Vượt", "Đi thay", "Ghi chú")
    shares = (44, 15, 15, 18, 15, 15, 17, 26)
    columns = (
        Column(title="TT", share=10, align="center"),
        Column(title=titles[0], share=shares[0]),
        *(
            Column(title=title, share=share, align="center")
            for title, share in zip(titles[1:], shares[1:], strict=True)
        ),
    )
    rows = [
        _counted(str(number), village.heading, village.places, facts.of_village(village))
        for number, village in enumerate(facts.villages, start=1)
    ]
    rows.append(_counted("", wording.OFFICIALS, None, facts.officials))
    if facts.elsewhere:
        rows.append(_counted("", wording.ELSEWHERE, None, facts.elsewhere))
    rows.append(_counted("", "CỘNG", None, facts.guests))
    return Part(
        title=wording.COUNTING,
        foot="bảng đếm đại biểu",
        blocks=(*_top(facts, wording.COUNTING), Grid(columns=columns, rows=tuple(rows), height=9)),
    )


def _counted(
    number: str, label: str, places: int | None, people: Sequence[Guest]
) -> tuple[str, ...]:
    invited = sum(1 for one in people if one.invited)
    return (number, label, str(places or ""), str(invited), "", "", "", "", "")


def queue(facts: Facts) -> Part:
    """Who wants to speak, in the order in which they came."""
    columns = (
        Column(title="TT", share=10, align="center"),
        Column(title="Giờ", share=14),
        Column(title="Họ và tên", share=44),
        Column(title=facts.unit, share=26),
        Column(title="Nội dung, lĩnh vực", share=52),
        Column(title="Đã nói", share=16),
    )
    rows = [(str(number), "", "", "", "", "") for number in range(1, 41)]
    return Part(
        title=wording.QUEUE,
        foot="danh sách đăng ký phát biểu",
        blocks=(*_top(facts, wording.QUEUE), Grid(columns=columns, rows=tuple(rows), height=10)),
    )


def notes(facts: Facts) -> Part:
    """What the secretary writes down for the minutes."""
    columns = (
        Column(title="TT", share=9, align="center"),
        Column(title=f"Người nêu, {facts.plan.unit_label.singular}", share=34),
        Column(title="Tóm tắt ý kiến", share=50),
        Column(title="Trả lời, người trả lời", share=48),
        Column(title="Kết quả, giao ai, hạn", share=30),
    )
    rows = [(str(number), "", "", "", "") for number in range(1, 11)]
    return Part(
        title=wording.NOTES_TITLE,
        foot="ghi chép hội nghị",
        blocks=(
            *_top(facts, wording.NOTES_TITLE),
            Blank(labels=("Bắt đầu lúc:",)),
            Blank(labels=("Chủ trì:",)),
            Blank(labels=("Thư ký:",)),
            Blank(labels=("Số đại biểu có mặt / được mời:",)),
            Spacer(points=6),
            Grid(columns=columns, rows=tuple(rows), height=32),
            Blank(labels=("Kết luận của chủ trì:",)),
            *(Blank(labels=("",)) for _ in range(6)),
            Blank(labels=("Kết thúc lúc:",)),
        ),
    )
