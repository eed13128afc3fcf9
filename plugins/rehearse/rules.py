"""Whom and what a rehearsal invents: people, questions and answers, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

FAMILIES = {
    "Ông": ("Đinh", "Đinh Văn", "Nông Văn", "Trần Văn", "Vi Văn"),
    "Bà": ("Đinh Thị", "Nguyễn Thị", "Lăng Thị", "Hoàng Thị"),
}
GIVEN = {
    "Ông": ("Bưm", "Klĕn", "Ŏnh", "Pŭih", "Hơ̆n", "Grơ̆ng", "Sŭk", "Hyek", "Páo", "Tư Em"),
    "Bà": ("Hlŏp", "Nhŭng", "Ƀlĭ", "H'Lĭnh", "Thoòng", "Slao", "Mận", "Út Mười"),
}
WHERE = ("đường xuống cánh đồng", "cầu treo đầu làng", "mương nước phía tây", "sân nhà rông")
WHAT = (
    "mưa là lầy, xe không đi được",
    "hư hai năm chưa sửa",
    "mùa khô hết nước",
    "tối không có đèn",
)
WISH = ("Xin xã xem giúp.", "Bao giờ thì làm?", "Bà con mong sớm được sửa.", "Đề nghị trả lời rõ.")
ANSWERS = (
    "Đã đưa vào danh mục năm sau, bà con giám sát khi thi công.",
    "Giao bộ phận chuyên môn kiểm tra trong tuần và báo lại làng.",
    "Xã ghi nhận, sẽ bố trí kinh phí sửa chữa trước mùa mưa.",
)


@dataclass(frozen=True)
class Person:
    """Somebody who comes to the rehearsal."""

    number: int
    name: str
    honorific: str
    village: int  # index in the plan
    has_phone: bool
    asks: bool
    speaks: bool


def invent_people(count: int, villages: int, random: Random) -> list[Person]:
    """``count`` people spread evenly over the villages; most have a phone, some ask, some speak."""
    return [_invent_person(number, number % villages, random) for number in range(count)]


def _invent_person(number: int, village: int, random: Random) -> Person:
    honorific = random.choice(tuple(FAMILIES))
    return Person(
        number=number,
        name=f"{random.choice(FAMILIES[honorific])} {random.choice(GIVEN[honorific])}",
        honorific=honorific,
        village=village,
        has_phone=random.random() < 0.7,
        asks=number % 4 == 0,
        speaks=number % 5 == 0,
    )


def invent_question(number: int, random: Random) -> str:
    """A villager's words; the number makes each one different from all others."""
    place, trouble, wish = random.choice(WHERE), random.choice(WHAT), random.choice(WISH)
    return f"{place[:1].upper()}{place[1:]} của tổ {number} {trouble}. {wish}"


def invent_answer(number: int, random: Random) -> str:
    """An official's words."""
    return f"Về ý kiến {number}: {random.choice(ANSWERS)}"


def people_present(count: int) -> str:
    """How the minutes say how many came: below ten with a leading zero."""
    return f"Tổng số có mặt: {count:02d} người"


def squeezed(text: str) -> str:
    """Text without any white space: a paper breaks lines where it likes."""
    return "".join(text.split())


def missing(acknowledged: list[str], printed: str) -> list[str]:
    """What was acknowledged and does not stand in the printed text."""
    paper = squeezed(printed)
    return [text for text in acknowledged if squeezed(text) not in paper]
