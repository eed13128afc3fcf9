"""Sentence forms: filled, reworded, refused with what is wrong with them."""

from __future__ import annotations

import pytest

from meeting.phrases import LONGEST, Phrase, Phrases, UnknownPhrase, Wrong, wrong

CHARGE = Phrase(
    key="opinions.charge",
    title="Charge",
    form="Chủ trì giao {department} trả lời {whom}.",
    facts={"department": "Văn phòng", "whom": "bà Đinh Thị Hlŏp"},
    needed=frozenset({"department"}),
)


def test_the_declared_form_and_the_one_of_the_office() -> None:
    usual = Phrases.of([CHARGE])
    own = Phrases.of([CHARGE], {CHARGE.key: "Giao {department}."})
    assert usual.say(CHARGE.key, department="Công an", whom="ông Bưm") == (
        "Chủ trì giao Công an trả lời ông Bưm."
    )
    assert own.say(CHARGE.key, department="Công an", whom="ông Bưm") == "Giao Công an."
    assert own.sample(CHARGE.key) == "Giao Văn phòng."
    assert own.sample(CHARGE.key, "{whom}!") == "bà Đinh Thị Hlŏp!"


def test_a_form_that_no_longer_fits_gives_way_to_the_declared_one() -> None:
    stale = Phrases.of([CHARGE], {CHARGE.key: "Giao {unit}."})
    assert stale.form(CHARGE.key) == CHARGE.form


def test_nothing_in_a_fact_is_taken_for_a_placeholder() -> None:
    said = Phrases.of([CHARGE]).say(CHARGE.key, department="{whom} %s {0}", whom="<b>")
    assert said == "Chủ trì giao {whom} %s {0} trả lời <b>."


def test_a_sentence_nobody_declared_is_a_fault() -> None:
    with pytest.raises(UnknownPhrase):
        Phrases().say("opinions.charge")


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("Giao {department}.", []),
        ("{department} {whom} {department}", []),
        ("{{không}} {department}", []),
        (" \n", [Wrong(why="empty")]),
        ("Giao {department", [Wrong(why="braces")]),
        ("Giao }", [Wrong(why="braces")]),
        ("{department!r} {whom:>9}", [Wrong(why="braces")]),
        ("{department.__class__}", [Wrong(why="unknown", name="department.__class__")]),
        ("{unit}", [Wrong(why="unknown", name="unit"), Wrong(why="missing", name="department")]),
        ("{}", [Wrong(why="unknown", name=""), Wrong(why="missing", name="department")]),
        ("{department}" + "a" * LONGEST, [Wrong(why="long")]),
    ],
)
def test_what_is_wrong_with_a_form(form: str, found: list[Wrong]) -> None:
    names = [(one.why, one.name) for one in wrong(form, CHARGE)]
    expected = [(one.why, one.name) for one in found]
    assert set(expected) <= set(names)
    assert bool(names) == bool(expected)
