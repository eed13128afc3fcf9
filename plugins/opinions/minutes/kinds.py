"""The kinds of paper that opinions bring to the page of papers."""

from __future__ import annotations

from meeting.contract import _l
from meeting.points import PaperKind
from plugins.opinions.collecting import paper as collected
from plugins.opinions.minutes import passing_on, replies

KINDS = (
    PaperKind(
        name="collected_list",
        title=_l("Opinions sent beforehand, sorted"),
        about=_l("By topic and urgency, with the departments that prepare the answers."),
        file_name="bang-tong-hop-y-kien",
        order=5,
        write=collected.letter,
        numbered=False,
        after_close=False,
    ),
    PaperKind(
        name=replies.NAME,
        title=_l("Reply letters"),
        about=_l("One to each person who is owed an answer in writing, with all they asked."),
        file_name="van-ban-tra-loi",
        several=True,
        order=40,
        write=replies.write,
    ),
    PaperKind(
        name=passing_on.SLIP,
        title=_l("Transfer slips"),
        about=_l("What each department has to do, and by when."),
        file_name="phieu-chuyen",
        several=True,
        order=50,
        write=passing_on.slips,
    ),
    PaperKind(
        name=passing_on.FORWARDING,
        title=_l("Letters to competent bodies"),
        about=_l("What is beyond our authority, to each body that can settle it."),
        file_name="cong-van-kien-nghi",
        several=True,
        order=60,
        write=passing_on.forwarding,
    ),
)
