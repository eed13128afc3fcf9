"""The table of opinions on its side, and the letters, measured from their pages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from meeting import clock
from meeting.db import db
from meeting.papers import decree30
from meeting.papers.model import Document
from meeting.papers.pdf.document import render_pdf
from meeting.plan import shipped_plans
from plugins.minutes.writing import record
from plugins.opinions.minutes import passing_on, replies
from tests.golden.paper_reader import MM, Page, pages
from tests.plugins.opinions import paper_days
from tests.telling import telling

LONG_SIDE = decree30.PAGE_HEIGHT * MM
LEFT, RIGHT = decree30.MARGIN_LEFT * MM, decree30.MARGIN_RIGHT * MM
pytestmark = pytest.mark.usefixtures("context")


def printed(document: Document) -> Sequence[Page]:
    return pages(render_pdf(document))


def minutes(name: str) -> Document:
    held = paper_days.meeting(paper_days.hold(name))
    return record.document(db.session(), paper_days.contributions(), held, clock.now())


def test_the_table_lies_on_its_side_with_its_head_on_every_page() -> None:
    found = printed(minutes("phuong-1-2024"))
    lying = [page for page in found if page.width > page.height]
    assert len(lying) > 1
    for page in lying:
        assert page.width == pytest.approx(LONG_SIDE, abs=0.1)
        left, right, _ = page.edges
        assert left >= LEFT - 0.1
        assert right <= LONG_SIDE - RIGHT + 0.1
        assert page.line("STT").size == decree30.TABLE_SIZE_SMALL
    assert all(page.width < page.height for page in found[: -len(lying)])


@pytest.mark.parametrize("name", sorted(shipped_plans()))
def test_a_letter_takes_one_page(name: str) -> None:
    meeting_id = paper_days.hold(name)
    found = [
        *replies.write(telling(meeting_id, replies.NAME)),
        *passing_on.slips(telling(meeting_id, passing_on.SLIP)),
        *passing_on.forwarding(telling(meeting_id, passing_on.FORWARDING)),
    ]
    assert found
    for letter in found:
        (page,) = printed(letter.document)
        left, right, _ = page.edges
        assert left >= LEFT - 0.1
        assert right <= decree30.PAGE_WIDTH * MM - RIGHT + 0.1


def test_what_a_reply_is_about_stands_below_its_number_and_lines_are_left_for_the_pen() -> None:
    letter = replies.write(telling(paper_days.hold("to-tung-2023"), replies.NAME))[0]
    (page,) = printed(letter.document)
    number, about = page.line("Số:"), page.line("V/v")
    assert about.size == decree30.ABOUT_SIZE
    assert number.base < about.base < page.line("Kính gửi").base
    blanks = [line for line in page.lines if line.text == replies.BLANK]
    assert len(blanks) == replies.BLANK_LINES
    for line in blanks:
        assert line.left == pytest.approx(LEFT, abs=0.5)
        assert line.right <= decree30.PAGE_WIDTH * MM - RIGHT
