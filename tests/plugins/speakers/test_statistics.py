"""Who has spoken how long: the sums, the page, the files, and what the programme is told."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from flask.testing import FlaskClient

from meeting import clock
from meeting.db import db
from plugins.roster.api import Delegate, villages
from plugins.speakers import queries, service
from plugins.speakers.speeches import for_the_balance, speeches
from plugins.speakers.statistics import Speech, by_person, minutes, total

from .conftest import do

NOW = datetime(2023, 10, 20, 1, 0, tzinfo=UTC)


def speech(person: int, ms: int, **but: object) -> Speech:
    given = {
        "person": person, "name": "Đinh Bưm", "honorific": "Ông", "village_id": 1,
        "village": "làng Stơr", "office_title": "", "by_people": True, "topic_title": "",
        "subject": "", "is_follow_up": False, "started_at": NOW, "ended_at": None, "ms": ms,
        "limit_seconds": 300, "reminders": 0, "language": "", "interpreter": "",
    }  # fmt: skip
    return Speech(**(given | but))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ms", "shown"), [(0, "0:00"), (999, "0:00"), (59_999, "0:59"), (725_000, "12:05"),
                      (3_600_000, "60:00")],
)  # fmt: skip
def test_minutes_and_seconds(ms: int, shown: str) -> None:
    assert minutes(ms) == shown


def test_a_sum_of_nothing() -> None:
    nothing = total([])
    assert (nothing.people, nothing.turns, nothing.time, nothing.mean) == (0, 0, "0:00", "–")
    assert (nothing.first_at, nothing.percent_of(nothing)) == (None, 0)


def test_a_sum_counts_people_once_and_turns_each() -> None:
    later = NOW + timedelta(minutes=9)
    some = [speech(1, 300_000), speech(2, 100_000), speech(1, 301_000, started_at=later)]
    whole = total(some)
    assert (whole.people, whole.turns, whole.ms, whole.over) == (2, 3, 701_000, 1)
    assert (whole.first_at, whole.last_at) == (NOW, later)
    assert whole.mean == "3:53"
    assert total(some[1:2]).percent_of(whole) == 14


def test_who_spoke_longest_comes_first() -> None:
    some = [speech(1, 1000), speech(2, 9000), speech(1, 2000)]
    assert [(one.person, it.ms) for one, it in by_person(some)] == [(2, 9000), (1, 3000)]


def talk(turn_id: int, seconds: int, at: clock.Frozen) -> None:
    do(service.give_floor, turn_id=turn_id, seen=0)
    at.tick(seconds=seconds)
    do(service.end, turn_id=turn_id)


@pytest.fixture
def spoken(hall: list[int], clock_at: clock.Frozen) -> None:
    """Somebody of the first village, a stranger of the second with a hostile name, an official."""
    second = villages(db.session(), 1)[1]
    official = db.session.query(Delegate).filter_by(people_side=False).first()
    assert official is not None
    official_id, village_id = official.id, second.id
    db.session.remove()
    first = do(service.request_turn, delegate_id=hall[0], subject="=1+1")
    stranger = do(service.request_turn, speaker_name='=HYPERLINK("x") Yă', village_id=village_id)
    last = do(service.request_turn, delegate_id=official_id)
    talk(first, 100, clock_at)
    talk(stranger, 400, clock_at)
    talk(last, 60, clock_at)
    talk(do(service.ask_follow_up, delegate_id=hall[0]), 30, clock_at)


def test_speeches_are_read_in_their_order(spoken: None) -> None:
    found = speeches(db.session(), 1, clock.now())
    assert [one.ms // 1000 for one in found] == [100, 400, 60, 30]
    assert [one.by_people for one in found] == [True, True, False, True]
    assert [one.over_ms // 1000 for one in found] == [0, 100, 0, 0]
    assert [one.is_follow_up for one in found] == [False, False, False, True]


def test_the_clock_of_the_present_speaker_counts(hall: list[int], clock_at: clock.Frozen) -> None:
    turn_id = do(service.request_turn, delegate_id=hall[0])
    do(service.call_next, turn_id=turn_id, seen=0)
    clock_at.tick(seconds=20)
    do(service.put_back_last, turn_id=turn_id)
    (waits,) = speeches(db.session(), 1, clock.now())
    assert (waits.ms, waits.ended_at) == (20_000, None)
    do(service.call_next, turn_id=turn_id, seen=0)
    clock_at.tick(seconds=5)
    db.session.remove()
    (again,) = speeches(db.session(), 1, clock.now())
    assert again.ms == 25_000


def test_who_did_not_come_has_not_spoken(hall: list[int], clock_at: clock.Frozen) -> None:
    turn_id = do(service.request_turn, delegate_id=hall[0])
    do(service.call_next, turn_id=turn_id, seen=0)
    clock_at.tick(seconds=53)
    do(service.mark_absent, turn_id=turn_id)
    assert speeches(db.session(), 1, clock.now()) == []
    assert for_the_balance(db.session(), 1) == []


def test_the_programme_is_told(spoken: None, hall: list[int], clock_at: clock.Frozen) -> None:
    turn_id = do(service.request_turn, delegate_id=hall[1])
    do(service.call_next, turn_id=turn_id, seen=0)
    clock_at.tick(seconds=7)
    do(service.pause, turn_id=turn_id)
    clock_at.tick(seconds=7)
    do(service.resume, turn_id=turn_id)
    told = for_the_balance(db.session(), 1)
    assert [one.used_ms for one in told] == [100_000, 400_000, 60_000, 30_000, 7_000]
    assert [one.by_people for one in told] == [True, True, False, True, True]
    assert told[-1].running_since == clock_at()
    assert (told[-1].ended_at, told[0].running_since) == (None, None)
    assert told[0].ended_at is not None
    assert told[0].started_at < told[0].ended_at


def test_villages_heard(spoken: None) -> None:
    rows = queries.villages_heard(db.session(), 1)
    named = villages(db.session(), 1)
    assert [one.village_id for one in rows] == [*(one.id for one in named), None]
    assert [(one.turns, one.seconds) for one in rows[:3]] == [(2, 130), (1, 400), (0, 0)]
    assert (rows[-1].turns, rows[-1].seconds, rows[-1].village) == (1, 60, "")


Clients = Callable[[str], FlaskClient]


def test_the_page_says_it_in_words(spoken: None, client_as: Clients) -> None:
    page = client_as("secretary").get("/m/1/speakers/statistics").text
    assert "9:50" in page, "all together"
    assert "=HYPERLINK(&#34;x&#34;) Yă" in page
    for table in ("speeches", "people", "villages", "groups"):
        for kind in ("xlsx", "csv"):
            assert f"/m/1/speakers/statistics-{table}.{kind}" in page
    assert client_as("observer").get("/m/1/speakers/statistics").status_code == 200
    assert client_as("registrar").get("/m/1/speakers/statistics").status_code == 403


def test_before_anybody_has_spoken(hall: list[int], client_as: Clients) -> None:
    secretary = client_as("secretary")
    assert secretary.get("/m/1/speakers/statistics").status_code == 200
    assert secretary.get("/m/1/speakers/statistics-people.csv").status_code == 200


def test_files_hold_text_and_no_formula(spoken: None, client_as: Clients) -> None:
    secretary = client_as("secretary")
    answer = secretary.get("/m/1/speakers/statistics-speeches.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows] == ["STT", "1", "2", "3", "4"]
    head = rows[0]
    assert [row[head.index("Giây")] for row in rows[1:]] == ["100", "400", "60", "30"]
    assert rows[2][head.index("Họ và tên")] == '\'=HYPERLINK("x") Yă'
    assert rows[1][head.index("Đăng ký nói về")] == "'=1+1"
    assert rows[4][head.index("Lượt")] == "Trao đổi thêm"
    book = openpyxl.load_workbook(
        io.BytesIO(secretary.get("/m/1/speakers/statistics-people.xlsx").data)
    )
    cells = [cell for row in book.active.iter_rows() for cell in row]  # type: ignore[union-attr]
    (hostile,) = [one for one in cells if "HYPERLINK" in str(one.value)]
    assert (hostile.data_type, hostile.value) == ("s", '=HYPERLINK("x") Yă')


def test_sums_by_village_and_by_group(spoken: None, client_as: Clients) -> None:
    secretary = client_as("secretary")

    def table(name: str) -> dict[str, list[str]]:
        text = secretary.get(f"/m/1/speakers/statistics-{name}.csv").data.decode("utf-8-sig")
        return {row[-6]: row[-5:] for row in csv.reader(io.StringIO(text), delimiter=";")}

    named = [one.heading for one in villages(db.session(), 1)]
    by_village = table("villages")
    assert by_village[named[0]] == ["1", "2", "2:10", "130", "22"]
    assert by_village[named[2]] == ["0", "0", "0:00", "0", "0"]
    assert by_village["Không thuộc nơi nào"][3] == "60"
    by_group = table("groups")
    assert by_group["Nhân dân"] == ["2", "3", "8:50", "530", "90"]
    assert by_group["Cán bộ"][3] == "60"
    assert by_group["Chưa ghi"][3] == "400"
