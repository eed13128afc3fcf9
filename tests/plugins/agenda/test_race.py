"""Several impatient clickers at once: one programme, one running step, nobody overrun."""

from __future__ import annotations

from collections import Counter
from threading import Barrier, Thread

from flask import Flask

from meeting.access import Actor
from meeting.contract import Refused
from meeting.db import db
from meeting.writing import run
from plugins.agenda import queries, service

CLERKS = 6


def test_of_many_who_press_next_together_one_is_heard(app: Flask, meeting_id: int) -> None:
    with app.app_context():
        steps = [one.id for one in queries.steps(db.session(), meeting_id)]
    said: Counter[str] = Counter()
    gate = Barrier(CLERKS)

    def press(number: int) -> None:
        """Each saw nothing running, and wants another step."""
        with app.app_context():
            gate.wait()
            by = Actor("device", None, f"Thư ký {number}", "secretary")
            try:
                run(service.start, by=by, meeting_id=meeting_id, item_id=steps[number], seen=0)
                said["begun"] += 1
            except Refused as refused:
                said[refused.code] += 1

    clerks = [Thread(target=press, args=(number,)) for number in range(CLERKS)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()

    assert said == {"begun": 1, "agenda.moved": CLERKS - 1}
    with app.app_context():
        found = queries.steps(db.session(), meeting_id)
        assert [len(one.spans) for one in found if one.spans] == [1]
