"""The list: filters, search without marks, orders, pages, and what a reader may not be told."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.datastructures import MultiDict

from meeting.access import Actor
from meeting.clock import Frozen
from meeting.db import db
from plugins.opinions import queries, service
from plugins.opinions.deciding import Wish as Outcome
from plugins.opinions.desk import finding, lists
from plugins.opinions.desk.lists import NONE, Order, Shown, Wish
from plugins.opinions.rules import Asker
from plugins.opinions.service import Details
from plugins.roster.api import villages

Do = Callable[..., Any]
WriteDown = Callable[..., int]
pytestmark = pytest.mark.usefixtures("context")


def numbers(wish: Wish, size: int = lists.PAGE) -> list[int]:
    return [one.number for one in lists.listing(db.session(), 1, wish, size).opinions]


def asked(**values: object) -> Wish:
    address = MultiDict({name: str(value) for name, value in values.items()})
    return Wish.of(address, shown=Shown.ALL, order=Order.NEWEST)


def test_each_part_of_the_list_and_how_many_there_are(do: Do, write_down: WriteDown) -> None:
    first, second, _third = (write_down(f"Câu {number}") for number in range(3))
    do(service.approve, opinion_id=second)
    do(service.set_outcome, opinion_id=first, wish=Outcome(outcome="NOTED"))
    parts = {part: numbers(Wish(shown=part)) for part in Shown}
    assert parts == {
        Shown.WAITING: [3],
        Shown.OPEN: [3, 2],
        Shown.SETTLED: [1],
        Shown.ALL: [3, 2, 1],
    }
    tally = lists.listing(db.session(), 1, Wish(shown=Shown.WAITING)).tally
    assert (tally.waiting, tally.open, tally.settled, tally.all) == (1, 2, 1, 3)


@pytest.mark.parametrize("order", list(Order))
def test_pages_follow_each_other_without_gap_or_repeat(
    do: Do, write_down: WriteDown, order: Order
) -> None:
    topics = ["DIEN_NUOC", "", "DAT_DAI"]
    severities = ["", "Góp ý", "Bức xúc"]
    for number in range(11):
        opinion_id = write_down(category=topics[number % 3])
        details = Details(severity=severities[number % 3])
        do(service.describe, opinion_id=opinion_id, details=details)
    whole = numbers(Wish(shown=Shown.ALL, order=order))
    assert sorted(whole) == list(range(1, 12))
    found, after = [], ""
    for _page in range(4):
        wish = Wish(shown=Shown.ALL, order=order, after=after)
        page = lists.listing(db.session(), 1, wish, 3)
        found += [one.number for one in page.opinions]
        after = page.after
    assert (found, after) == (whole, "")


def test_what_stands_first(do: Do, write_down: WriteDown, bum: Actor) -> None:
    from meeting.meetings import change_setting

    plain, urgent, electric = (write_down(f"Câu {number}") for number in range(3))
    do(service.describe, opinion_id=urgent, details=Details(severity="Bức xúc"))
    do(service.describe, opinion_id=plain, details=Details(severity="Góp ý"))
    do(service.set_category, opinion_id=electric, category="DIEN_NUOC")
    do(change_setting, name="opinions.support", value=True)
    do(service.approve, opinion_id=plain)
    do(service.support, opinion_id=plain, by=bum)
    assert numbers(Wish(order=Order.NEWEST)) == [3, 2, 1]
    assert numbers(Wish(order=Order.NUMBER)) == [1, 2, 3]
    assert numbers(Wish(order=Order.URGENCY)) == [2, 1, 3]
    assert numbers(Wish(order=Order.TOPIC)) == [3, 2, 1]
    assert numbers(Wish(order=Order.SUPPORT)) == [1, 3, 2]


def test_filters_fit_together(do: Do, write_down: WriteDown, bum: Actor) -> None:
    stor = villages(db.session(), 1)[0].id
    of_person = write_down(asker=Asker(delegate_id=bum.id), category="DIEN_NUOC")
    write_down(asker=Asker(name="Ai đó", village_id=stor), channel="DIRECT")
    write_down(asker=Asker(anonymous=True), details=Details(severity="Bức xúc"))
    do(service.assign_department, opinion_id=of_person, department="VAN_PHONG")
    assert numbers(asked(village=stor)) == [2, 1], "the person's village counts, too"
    assert numbers(asked(village=stor, channel="DIRECT")) == [2]
    assert numbers(asked(topic="DIEN_NUOC", department="VAN_PHONG")) == [1]
    assert numbers(asked(topic=NONE)) == [3, 2]
    assert numbers(asked(department=NONE)) == [3, 2]
    assert numbers(asked(severity="Bức xúc")) == [3]
    assert numbers(asked(topic="ĐÂU_ĐÂU")) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("duong klech", [1]),
        ("ĐƯỜNG", [1]),
        ("hlop", [2]),
        ("dinh thi", [2]),
        ("2", [2]),
        ("A-17", [3]),
        ("17/don", [3]),
        ("bê tông xin", [1]),
        ("không có", []),
        ("<script>", []),
        ("%", []),
    ],
)
def test_search_without_marks(do: Do, write_down: WriteDown, typed: str, found: list[int]) -> None:
    write_down("Đường vào làng Klếch lầy lội quá, xin xã đổ bê tông.")
    write_down("Nước yếu.", asker=Asker(name="Đinh Thị Hlŏp"))
    third = write_down("Ruộng bị ngập.")
    do(service.describe, opinion_id=third, details=Details(slip="A-17", reference="17/Đơn"))
    assert numbers(asked(q=typed)) == found


def test_what_is_sensitive_cannot_be_guessed_by_searching(do: Do, write_down: WriteDown) -> None:
    opinion_id = write_down("Cán bộ vòi tiền", category="DAT_DAI")
    do(service.mark_sensitive, opinion_id=opinion_id, sensitive=True)
    village = villages(db.session(), 1)[0].id
    assert numbers(Wish(shown=Shown.ALL, blind=True)) == [1], "that there is one is no secret"
    for wish in (
        Wish(search="tiền", blind=True),
        Wish(topic="DAT_DAI", blind=True),
        Wish(village=village, blind=True),
        Wish(severity="Bức xúc", blind=True),
    ):
        page = lists.listing(db.session(), 1, wish)
        assert (page.opinions, page.tally.all) == ([], 0)
    assert numbers(Wish(search="tiền")) == [1]


def test_what_arrives_while_one_reads_waits_to_be_asked_for(write_down: WriteDown) -> None:
    for _number in range(3):
        write_down()
    page = lists.listing(db.session(), 1, Wish(upto=2))
    assert [one.number for one in page.opinions] == [2, 1]
    assert (page.tally.newer, page.tally.latest) == (1, 3)


def test_nonsense_in_an_address_is_not_said(write_down: WriteDown) -> None:
    write_down()
    for values in (
        {"show": "x", "sort": "y", "village": "z", "upto": "-", "after": "a.b"},
        {"after": "1.", "channel": "FAX"},
        {"after": "--1.2"},
    ):
        assert numbers(asked(**values)) == [1]


def test_an_address_says_what_is_not_usual() -> None:
    wish = asked(q="điện", village=3, show="open")
    assert wish.query() == {"show": "open", "q": "điện", "village": 3}
    assert asked(**wish.query()) == wish
    assert Wish().query() == {}
    assert wish.query(after="0.5")["after"] == "0.5"
    assert "after" not in asked(after="0.5").query(), "another list begins at its start"


def test_a_page_costs_the_same_however_many_there_are(
    app: Flask, write_down: WriteDown, counted: Callable[[], int]
) -> None:
    for number in range(3):
        write_down(f"Câu {number}")
    lists.listing(db.session(), 1, Wish())
    before = counted()
    lists.listing(db.session(), 1, Wish())
    few = counted() - before
    for number in range(30):
        write_down(f"Câu {number}")
    lists.listing(db.session(), 1, Wish())
    before = counted()
    page = lists.listing(db.session(), 1, Wish())
    assert len(page.opinions) == lists.PAGE
    assert counted() - before == few


@pytest.fixture
def counted(app: Flask) -> Callable[[], int]:
    """How many statements have been asked of the database."""
    import sqlalchemy as sa

    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    engine = app.extensions["meeting"].engine
    sa.event.listen(engine, "before_cursor_execute", note)
    return lambda: len(said)


def test_what_may_say_the_same(do: Do, write_down: WriteDown) -> None:
    texts = [
        "Đường vào làng Klếch lầy lội, xe máy không đi được, xin đổ bê tông.",
        "Xin hỏi bao giờ chi trả tiền hỗ trợ con bò chết dịch.",
        "Đề nghị xã đổ bê tông đường vào làng Klếch vì lầy lội.",
        "Đường vào làng Klếch lầy lội quá.",
    ]
    ids = [write_down(text) for text in texts]
    do(service.join, opinion_id=ids[3], number=1)
    mine = queries.opinion(db.session(), ids[2])
    assert mine is not None
    assert [one.number for one in finding.similar(db.session(), mine)] == [1]


def test_the_newest_that_wait(do: Do, write_down: WriteDown, clock_at: Frozen) -> None:
    ids = [write_down(f"Câu {number}") for number in range(4)]
    do(service.approve, opinion_id=ids[3])
    assert [one.number for one in lists.waiting(db.session(), 1, 2)] == [3, 2]


def test_what_the_list_is_searched_by_follows_every_change(
    do: Do, write_down: WriteDown, bum: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    opinion_id = write_down("Cầu treo hỏng", asker=Asker(name="Đinh Thị Hlŏp"))

    def found(*typed: str) -> list[str]:
        return [word for word in typed if numbers(asked(q=word))]

    assert found("cau", "hlop", "bum", "mat", "kenh", "b-9") == ["cau", "hlop"]
    do(service.edit, opinion_id=opinion_id, text="Kênh cạn", seen=1, summary="Mất nước")
    do(service.correct_asker, opinion_id=opinion_id, asker=Asker(delegate_id=bum.id))
    do(service.describe, opinion_id=opinion_id, details=Details(slip="B-9"))
    assert found("cau", "hlop", "bum", "mat", "kenh", "b-9") == ["bum", "mat", "kenh", "b-9"]
    monkeypatch.setattr(finding, "FEW", 0)
    assert found("cau", "bum", "kenh") == ["bum", "kenh"], "much is found by the words themselves"


def test_keys_that_stayed_in_a_text_or_in_what_is_searched_do_not_hide_it(
    write_down: WriteDown,
) -> None:
    write_down("dduwowngf vaof langf tooi")
    write_down("Đường vào làng Klếch")
    for typed in ("đường làng", "duong lang", "dduwowngf langf", "d9u7o7ng2 lang2"):
        assert numbers(asked(q=typed)) == [2, 1], typed
    assert numbers(asked(q="tôi")) == [1]
    assert numbers(asked(q="kleechs")) == [2]


def test_what_an_older_version_wrote_is_found_after_the_upgrade(
    app: Flask, do: Do, write_down: WriteDown
) -> None:
    first, second = (write_down("Đường vào làng Klếch lầy lội quá.") for _number in range(2))
    path = next(Path(queries.__file__).parent.glob("migrations/opinions_004*.py"))
    engine = app.extensions["meeting"].engine
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM opinions_pair"))
        connection.execute(sa.text("UPDATE opinions_opinion SET search_key = '', pairs = 0"))
        runpy.run_path(str(path))["fill"](connection)
    assert numbers(asked(q="klech")) == [2, 1]
    mine = queries.opinion(db.session(), first)
    assert mine is not None
    assert [one.id for one in finding.similar(db.session(), mine)] == [second]
