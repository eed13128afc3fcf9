"""A department's live view goes to its own device, and to nobody else's."""

from __future__ import annotations

import sqlite3

from tests import running
from tests.running import Screen, Visitor

OFFICIALS = "/m/1/opinions/officials"


def official(hall: running.Running, department: str) -> tuple[Visitor, int]:
    """A program on a department's device that has said who it is, and the device's number."""
    device = running.pair(hall, "answerer")
    answer = device.submit(f"{OFFICIALS}/sit", {"department": department}, form=OFFICIALS)
    assert answer.ok
    with sqlite3.connect(hall.data / "doithoai.db") as database:
        (number,) = database.execute("SELECT max(id) FROM device").fetchone()
    return device, int(number)


def record(secretary: Visitor, text: str, number: int, department: str) -> None:
    """Write down an approved opinion and give it to a department."""
    form = "/m/1/opinions/"
    slip = {"channel": "VIA_SECRETARY", "who": "name", "name": "Đinh Grơ̆ng", "approved": "y"}
    assert secretary.submit(form, {**slip, "text": text}, form=form).ok
    page = f"{form}{number}"
    assert secretary.submit(f"{page}/assign", {"department": department}, form=page).ok


def test_only_its_own_device_is_told(hall: running.Running, secretary: Visitor) -> None:
    roads, first = official(hall, "DIA_CHINH_XD")
    police, second = official(hall, "CONG_AN")
    one, other = Screen(roads.socket()), Screen(police.socket())
    office, phone = Screen(secretary.socket()), Screen(Visitor(hall.http).socket())
    mine, theirs = f"opinions.assigned:{first}", f"opinions.assigned:{second}"
    calls = f"opinions.called:{first}"
    assert one.join(mine, calls)["refused"] == []
    assert one.join(mine, calls, theirs)["refused"] == [theirs]
    assert other.join(theirs, mine)["refused"] == [mine]
    for stranger in (office, phone):
        assert stranger.join(mine, calls)["refused"] == [mine, calls]
    record(secretary, "Đường vào làng lầy lội", 1, "DIA_CHINH_XD")
    record(secretary, "Mất trộm ở làng Leng", 2, "CONG_AN")
    one.until(mine, "Đường vào làng lầy lội")
    other.until(theirs, "Mất trộm ở làng Leng")
    assert "Mất trộm" not in one.shown[mine]["html"]
    assert mine not in other.shown
    chair = running.pair(hall, "chair")
    call = "/m/1/chair/opinions/1/call"
    assert chair.submit(call, {"department": "DIA_CHINH_XD"}, form="/m/1/chair/").ok
    one.until(calls, "Chủ trì mời đơn vị trả lời")
    heard = f"{OFFICIALS}/1/heard"
    assert not police.submit(heard, {}, form=OFFICIALS).ok
    assert roads.submit(heard, {}, form=OFFICIALS).ok
    seat = f"{OFFICIALS}/devices/{first}"
    moved = secretary.submit(seat, {"department": "CONG_AN"}, form=f"{OFFICIALS}/devices")
    assert moved.ok
    one.until(mine, "Mất trộm ở làng Leng")
    assert "lầy lội" not in one.shown[mine]["html"], "it is another department's now"
    for screen in (one, other, office, phone):
        screen.client.disconnect()
