"""Saving the draft and closing: what is refused, what is frozen, what a repeat does."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from meeting import clock
from meeting.contract import Refused
from meeting.db import db
from meeting.models import JournalEntry, Meeting, MeetingPlugin, MeetingState
from meeting.papers.model import Heading, Item, Paragraph, bold, from_json, text
from meeting.points import Problem
from meeting.writing import Tx, run
from plugins.minutes import queries
from plugins.minutes.closing import checks, service
from plugins.minutes.models import Draft, Version
from plugins.minutes.papers import versions
from plugins.minutes.papers.versions import Made
from plugins.minutes.rules import Entered
from plugins.minutes.writing import minutes

from .conftest import SECRETARY
from .witness import Witness, see

pytestmark = pytest.mark.usefixtures("context")
WORDS = Entered(
    chair="Ông Trần Xuân Nam - Chủ tịch UBND xã",
    secretary="Bà Đinh Thị Ƀlĭ - công chức Văn phòng",
    conclusion="Giao Văn phòng theo dõi.",
)


def save(**options: Any) -> int:
    arguments = {"revision": 0, "entered": WORDS, **options}
    return run(service.save_draft, by=SECRETARY, meeting_id=1, **arguments)


def close(key: str | None = None, seen: int | None = None) -> Made:
    return run(service.close, by=SECRETARY, meeting_id=1, key=key, seen=seen)


def refusal(call: Any, **arguments: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        call(**arguments)
    return caught.value


def meeting() -> Meeting:
    return db.session().get_one(Meeting, 1)


def journal() -> list[str]:
    query = sa.select(JournalEntry.event).order_by(JournalEntry.id)
    return [
        event for event in db.session.scalars(query) if event.startswith(("min", "core.meeting"))
    ]


# -- the draft ------------------------------------------------------------------------------------


def test_the_plan_proposes_until_something_is_saved() -> None:
    desk = queries.desk(db.session(), meeting())

    assert (desk.revision, desk.entered) == (0, minutes.defaults(meeting().plan, 0))


def test_a_saved_draft_counts_its_revisions() -> None:
    assert save() == 1
    assert save(revision=1, entered=replace(WORDS, closing="Hết.")) == 2

    desk = queries.desk(db.session(), meeting())
    assert desk.revision == 2
    assert desk.entered == replace(WORDS, closing="Hết.")
    assert (desk.saved_by, desk.saved_at) == ("Laptop 1", clock.now())


def test_the_same_words_again_change_nothing() -> None:
    save()

    assert save() == 1  # an answer that got lost, asked for again
    assert journal().count("minutes.draft_saved") == 1


def test_a_stale_save_overwrites_nothing() -> None:
    save()

    refused = refusal(save, entered=replace(WORDS, conclusion="Khác."))

    assert refused.code == "minutes.draft_moved"
    assert queries.desk(db.session(), meeting()).entered == WORDS


def test_saving_while_typing_leaves_no_line_in_the_journal() -> None:
    save(quietly=True)

    assert "minutes.draft_saved" not in journal()


def test_a_text_too_long_to_be_meant_is_refused() -> None:
    refused = refusal(save, entered=replace(WORDS, secretary="a" * 201))

    assert (refused.code, refused.facts) == ("minutes.too_long", {"limit": 200})
    assert db.session.get(Draft, 1) is None


# -- what stands against closing ------------------------------------------------------------------


def test_each_objection_is_named_in_the_sentence(witness: Witness) -> None:
    save()
    witness.problems = [
        Problem(message="Đinh Bưm đang phát biểu.", endpoint="witness.turn", values={"turn_id": 7}),
        Problem(message="Ý kiến số 3 chưa có kết quả."),
    ]

    refused = refusal(close)

    assert refused.code == "minutes.not_ready"
    assert "Đinh Bưm đang phát biểu. Ý kiến số 3 chưa có kết quả." in refused.message
    assert meeting().state == MeetingState.OPEN
    assert db.session.scalar(sa.select(sa.func.count(Version.id))) == 0
    assert journal()[-1] == "minutes.not_ready"


@pytest.mark.parametrize("name", ["chair", "secretary", "conclusion"])
def test_what_nobody_can_sign_without_stands_against_closing(name: str) -> None:
    save(entered=replace(WORDS, **{name: " "}))

    refused = refusal(close)

    assert refused.code == "minutes.not_ready"
    registry_problems = checks.problems(db.session(), lambda *_: [], meeting())
    assert [problem.endpoint for problem in registry_problems] == ["minutes.close"]


def test_words_that_changed_after_reading_are_not_closed_with() -> None:
    save()
    save(revision=1, entered=replace(WORDS, conclusion="Khác."))

    assert refusal(close, seen=1).code == "minutes.draft_moved"
    assert close(seen=2).version == 1


def test_a_meeting_that_is_not_open_is_not_closed() -> None:
    run(_planned, by=SECRETARY, meeting_id=1)
    save()

    assert refusal(close).code == "core.not_open"


def _planned(tx: Tx) -> None:
    tx.meeting.state = MeetingState.PLANNED


# -- the close ------------------------------------------------------------------------------------


def test_the_close_freezes_the_document(witness: Witness, clock_at: clock.Frozen) -> None:
    witness.sections = {
        40: [
            Heading(words="Ý kiến của Nhân dân và trả lời", level=2),
            Item(label="", words=text(bold("Ông Đinh Hơ̆n, làng Leng"), " hỏi: <b>đường</b>?")),
        ],
        50: [Heading(words="Tổng hợp"), Paragraph(words=text("01 lượt ý kiến."))],
    }
    save()
    clock_at.tick(hours=3, minutes=35)

    made = close(seen=1)

    version = versions.newest(db.session(), 1)
    assert version is not None
    assert (version.number, version.sha256, version.made_by) == (1, made.sha256, "Laptop 1")
    assert made.sha256 == hashlib.sha256(version.document.encode()).hexdigest()
    expected = minutes.write(
        minutes.Record(
            plan=meeting().plan,
            session_index=0,
            opened_at=meeting().opened_at,
            closed_at=clock.now(),
            now=clock.now(),
            entered=WORDS,
        ),
        list(witness.sections.items()),
    )
    assert versions.frozen(version) == from_json(version.document.encode()) == expected
    assert meeting().state == MeetingState.CLOSED
    assert meeting().closed_at == version.made_at == clock.now()
    assert journal()[-2:] == ["core.meeting_closed", "minutes.made"]


def test_what_happens_later_does_not_reach_frozen_minutes(witness: Witness) -> None:
    save()
    close()
    version = versions.newest(db.session(), 1)
    assert version is not None
    before = version.document

    witness.sections = {40: [Paragraph(words=text("Thêm."))]}

    again = versions.newest(db.session(), 1)
    assert again is not None
    assert again.document == before


def test_a_form_sent_twice_gets_the_first_answer() -> None:
    save()

    assert close(key="k1") == close(key="k1")
    assert db.session.scalar(sa.select(sa.func.count(Version.id))) == 2  # and what is posted


def test_a_second_close_is_refused() -> None:
    save()
    close()

    assert refusal(close).code == "core.closed"
    assert refusal(save, revision=1).code == "core.closed"
    assert refusal(run, use_case=see, by=SECRETARY, meeting_id=1).code == "core.closed"


def test_a_section_that_fails_leaves_the_meeting_open(witness: Witness) -> None:
    save()
    witness.sections = {40: None}  # type: ignore[dict-item]

    with pytest.raises(TypeError):
        close()

    assert meeting().state == MeetingState.OPEN
    assert db.session.scalar(sa.select(sa.func.count(Version.id))) == 0


def test_minutes_somebody_changed_in_the_store_are_not_printed(app: Flask) -> None:
    save()
    close()
    with app.extensions["meeting"].engine.begin() as connection:
        connection.execute(
            sa.update(Version).values(document=sa.func.replace(Version.document, "Ƀlĭ", "Bli"))
        )
    version = versions.newest(db.session(), 1)

    assert version is not None
    assert refusal(versions.frozen, version=version).code == "minutes.damaged"


def test_a_plugin_switched_off_adds_nothing(witness: Witness) -> None:
    run(_switch_off, by=SECRETARY, meeting_id=1)
    witness.problems = [Problem(message="Không được đóng.")]
    witness.sections = {40: [Paragraph(words=text("Không được in."))]}
    save()

    close()

    version = versions.newest(db.session(), 1)
    assert version is not None
    assert "Không được in." not in version.document


def _switch_off(tx: Tx) -> None:
    tx.session.add(MeetingPlugin(meeting_id=1, name="witness", on=False))
