"""A file against the list: what is certain is done, the rest asked, nobody lost or doubled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from meeting.db import db
from meeting.models import Meeting
from plugins.roster.importing.drafts import Draft, preview
from plugins.roster.importing.matching import (
    STEP,
    Comparison,
    Known,
    Proposal,
    State,
    compare,
)
from plugins.roster.importing.names import a_letter_apart, name_key
from plugins.roster.importing.reading import Invitees, Reader, Row
from plugins.roster.importing.villages import Place, Villages
from plugins.roster.sheets.people import Entry

PLACES = [
    Place(1, "Stơr", "làng Stơr"),
    Place(2, "Leng", "làng Leng"),
    Place(3, "Khóm 1", "Khóm 1"),
]
VILLAGES = Villages(PLACES, ("làng",))
PEOPLE = Invitees("Nhân dân", "NHAN_DAN", "CITIZEN", True)
HEADS = Invitees("Chi hội trưởng Hội Phụ nữ", "CHT_PHU_NU", "VILLAGE_OFFICER", True)
OFFICE = Invitees("Thường trực Đảng ủy", "DANG_UY", "OFFICIAL", False)
BUM = Known(1, "Đinh Bưm", 1, "Ông", kind="CITIZEN", group="Nhân dân")


def against(
    known: list[Known], *entries: Entry, villages: Mapping[str, str] | None = None, **choices: Any
) -> Comparison:
    """Compare entries with the list; ``choices`` by ``r<row>``."""
    nowhere = [one.name for one in known if one.village_id is None]
    reader = Reader(VILLAGES, [PEOPLE, HEADS, OFFICE], villages or {}, nowhere)
    rows = [reader.row(0, entry) for entry in entries]
    said = {f"0-{name[1:]}": value for name, value in choices.items()}
    return compare(rows, known, said)


def one(known: list[Known], entry: Entry, **choices: Any) -> Proposal:
    (found,) = against(known, entry, **choices).proposals
    return found


def test_somebody_unknown_is_new() -> None:
    found = one([BUM], Entry(5, "Hyek", village="làng Leng"))
    assert (found.state, found.row.village_id) == (State.NEW, 2)


@pytest.mark.parametrize("name", ["Đinh Bưm", "ĐINH BƯM", "đinh bưm", "Dinh Bum"])
def test_the_same_name_in_the_same_village_is_the_same_person(name: str) -> None:
    found = one([BUM], Entry(5, name, "Ông", "Stor", group="nhân dân"))
    assert (found.state, found.delegate_id, found.changes) == (State.SAME, 1, ())


def test_where_a_tone_stands_makes_no_other_person() -> None:
    assert name_key("Nguyễn Thị Hoà") == name_key("nguyễn thị HÒA")
    assert name_key("Trần Thị Lan") != name_key("Trần Thị Lân")


def test_what_the_file_knows_better_is_a_change_and_an_empty_cell_is_none() -> None:
    known = replace(BUM, name="Dinh Bum", honorific="", office_title="Già làng")
    found = one([known], Entry(5, "Đinh Bưm", "Ông", "Stơr", distinction="con ông Pŭih"))
    changes = {change.field: (change.old, change.new) for change in found.changes}
    assert found.state == State.CHANGED
    assert changes == {
        "name": ("Dinh Bum", "Đinh Bưm"),
        "honorific": ("", "Ông"),
        "distinction": ("", "con ông Pŭih"),
    }


def test_the_same_letters_with_other_marks_are_asked_about() -> None:
    known = Known(1, "Trần Thị Lan", 1)
    entry = Entry(5, "Trần Thị Lân", village="Stơr")
    found = one([known], entry)
    assert (found.state, found.why, found.candidates) == (State.DOUBTFUL, "marks", (1,))
    same = one([known], entry, r5="same:1")
    assert (same.state, same.changes[0].new) == (State.CHANGED, "Trần Thị Lân")
    assert one([known], entry, r5="new").state == State.NEW
    assert one([known], entry, r5="skip").state == State.SKIPPED


def test_a_namesake_elsewhere_is_asked_about_unless_the_file_has_that_one_too() -> None:
    entry = Entry(5, "Đinh Bưm", village="Leng")
    found = one([BUM], entry)
    assert (found.state, found.why) == (State.DOUBTFUL, "other_village")
    moved = one([BUM], entry, r5="same:1")
    assert [(change.field, change.new) for change in moved.changes] == [("village", "2")]
    both = against([BUM], Entry(4, "Đinh Bưm", village="Stơr"), entry)
    assert [p.state for p in both.proposals] == [State.SAME, State.NEW]


def test_one_name_twice_in_a_village_is_asked_about() -> None:
    twins = [Entry(row, "Đinh Văn Khŏi", village="Leng") for row in (4, 5)]
    first, second = against([], *twins).proposals
    assert (first.state, second.state, second.why) == (State.NEW, State.DOUBTFUL, "twice")
    told = [twins[0], replace(twins[1], distinction="con ông Pŭih")]
    assert [p.state for p in against([], *told).proposals] == [State.NEW, State.NEW]
    listed = [Known(1, "Đinh Văn Khŏi", 2), Known(2, "Đinh Văn Khŏi", 2)]
    assert [p.state for p in against(listed, *twins).proposals] == [State.SAME, State.SAME]
    more = [*twins, replace(twins[0], number=6)]
    assert against(listed, *more).proposals[2].why == "twice"
    chosen = against([], *twins, r4="new").proposals
    assert [p.state for p in chosen] == [State.NEW, State.DOUBTFUL]


def test_namesakes_are_told_apart_by_what_the_list_says_of_them() -> None:
    listed = [
        Known(1, "Đinh Khŏi", 2, distinction="con ông Pŭih"),
        Known(2, "Đinh Khŏi", 2, distinction="nhà đầu làng"),
    ]
    entry = Entry(5, "Đinh Khŏi", village="Leng", distinction="nhà đầu làng")
    assert one(listed, entry).delegate_id == 2
    unclear = one(listed, replace(entry, distinction="", office="Già làng"))
    assert (unclear.state, unclear.why, unclear.candidates) == (State.DOUBTFUL, "several", (1, 2))


def test_a_letter_that_differs_is_asked_about() -> None:
    found = one([Known(1, "Đinh Thị Lý", 1)], Entry(5, "Đinh Thị Lí", village="Stơr"))
    assert (found.state, found.why) == (State.DOUBTFUL, "near")


@pytest.mark.parametrize(
    ("other", "apart"),
    [
        ("dinh li", True),
        ("dinh lyy", True),
        ("dinh l", True),
        ("dinh ly", False),
        ("dinh bum", False),
        ("", False),
    ],
)
def test_a_letter_apart(other: str, apart: bool) -> None:
    assert a_letter_apart("dinh ly", other) is apart
    assert a_letter_apart(other, "dinh ly") is apart


def test_somebody_taken_off_is_asked_about() -> None:
    gone = replace(BUM, removed=True)
    found = one([gone], Entry(5, "Đinh Bưm", "Ông", "Stơr"))
    assert (found.state, found.why) == (State.DOUBTFUL, "removed")
    assert one([gone], Entry(5, "Đinh Bưm", "Ông", "Stơr"), r5="same:1").state == State.CHANGED


def test_a_code_says_who_it_is_unless_the_row_has_anothers_name() -> None:
    known = [replace(BUM, code="CFGHJKL"), Known(2, "Hyek", 2, code="MNPQRTV")]
    found = one(known, Entry(5, "Dinh Bum", village="Leng", code="CFG-HJKL"))
    assert [change.field for change in found.changes] == ["village"]
    moved = one(known, Entry(5, "Hyek", village="Leng", code="CFG-HJKL"))
    assert (moved.state, moved.why, moved.candidates) == (State.DOUBTFUL, "code", (1,))


def test_villages_are_found_by_spelling_and_asked_about_once() -> None:
    assert [
        VILLAGES.find(said)
        for said in ("Làng Stơr", "STOR", "I. Làng Leng (06 người)", "khóm 01", "1")
    ] == [1, 1, 2, 3, 3]
    assert VILLAGES.find("Sơ Tơr") is None
    assert VILLAGES.near("Sơ Tơr")[0] == 1
    assert VILLAGES.near("Đồng Tâm") == []
    entries = [Entry(row, name, village="Sơ Tơr") for row, name in ((4, "Hyek"), (5, "Djung"))]
    assert {p.why for p in against([], *entries).proposals} == {"village_unknown"}
    chosen = against([], *entries, villages={"sơ tơr": "1"})
    assert [(p.state, p.row.village_id) for p in chosen.proposals] == [(State.NEW, 1)] * 2
    out = against([], *entries, villages={"sơ tơr": "skip"})
    assert {p.state for p in out.proposals} == {State.SKIPPED}


def test_who_lives_nowhere_is_an_official_or_is_asked_about() -> None:
    official = Entry(4, "Trần Xuân Nam", office="Bí thư", group="Thường trực Đảng ủy")
    assert one([], official).row.group == OFFICE
    assert one([], Entry(5, "Hyek")).why == "village_missing"
    unit = Entry(6, "Lê Hoa", office="Chủ tịch", village="Hội Nông dân xã")
    (found,) = against([], unit, villages={"hội nông dân xã": "0"}).proposals
    assert (found.state, found.row.office_title) == (State.NEW, "Chủ tịch, Hội Nông dân xã")


def test_a_group_nobody_planned_is_kept_as_the_office() -> None:
    assert (
        one([], Entry(5, "Hyek", village="Leng", group="Già làng")).row.office_title == "Già làng"
    )


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (Entry(5, "", village="Leng", office="Bí thư"), "no_name"),
        (Entry(5, "12345", village="Leng"), "no_name"),
        (Entry(5, "ă" * 81, village="Leng"), "long_name"),
        (Entry(5, "Hyek", village="Leng", office="x" * 121), "long_office"),
        (Entry(5, "Hyek", village="Leng", distinction="x" * 61), "long_distinction"),
        (Entry(5, "§inh B­m", village="Leng", notes=("garbled",)), "garbled"),
    ],
)
def test_rows_that_cannot_be_read(entry: Entry, why: str) -> None:
    found = one([], entry)
    assert (found.state, found.why) == (State.ERROR, why)
    assert (one([], entry, r5="as_is").state == State.NEW) is (why == "garbled")


def test_who_is_missing_in_the_file_is_told_village_by_village() -> None:
    known = [
        BUM,
        Known(2, "Hyek", 1),
        Known(3, "Djung", 2),
        Known(4, "Tơ", 1, expected=False),
        Known(5, "Xa", 1, removed=True),
    ]
    found = against(known, Entry(4, "Đinh Bưm", village="Stơr"))
    assert found.missing == [2]
    asked = against(known, Entry(4, "Đinh Bưm", village="Stơr"), Entry(5, "Hyêk", village="Stơr"))
    assert asked.missing == []


# Whatever a file holds

NAMES = [
    "Đinh Bưm",
    "Dinh Bum",
    "Đinh Bum",
    "Đinh Bửm",
    "Hyek",
    "Hyêk",
    "Trần Thị Lan",
    "Trần Thị Lân",
    "",
    "7",
]
entries = st.lists(
    st.builds(
        Entry,
        number=st.just(0),
        name=st.sampled_from(NAMES),
        honorific=st.sampled_from(["", "Ông", "Bà"]),
        village=st.sampled_from(["", "Stơr", "làng Leng", "Sơ Tơr"]),
        office=st.sampled_from(["", "Già làng"]),
        group=st.sampled_from(["", "Nhân dân", "Thường trực Đảng ủy"]),
        distinction=st.sampled_from(["", "con ông Pŭih"]),
    ),
    max_size=8,
).map(lambda found: [replace(entry, number=row) for row, entry in enumerate(found)])
lists = st.lists(
    st.builds(
        Known,
        id=st.just(0),
        name=st.sampled_from(NAMES[:8]),
        village_id=st.sampled_from([None, 1, 2]),
        distinction=st.sampled_from(["", "con ông Pŭih", "nhà đầu làng"]),
        removed=st.booleans(),
    ),
    max_size=6,
).map(lambda found: [replace(known, id=number) for number, known in enumerate(found, 1)])
answers = st.dictionaries(
    st.integers(0, 7).map("r{}".format),
    st.sampled_from(["new", "skip", "as_is", "same:1", "same:2", "same:x", "same:99"]),
)


def imported(known: list[Known], comparison: Comparison) -> list[Known]:
    """The list after what the comparison says was done."""
    after = {person.id: person for person in known}
    for proposal in comparison.proposals:
        row = proposal.row
        group = row.group or (PEOPLE if row.village_id else Invitees("", "", "GUEST", False))
        if proposal.state == State.NEW:
            number = max(after, default=0) + 1
            after[number] = Known(
                id=number,
                name=row.name,
                village_id=row.village_id,
                honorific=row.honorific,
                office_title=row.office_title,
                group=group.name,
                kind=group.kind,
                distinction=row.distinction,
            )
        elif proposal.state == State.CHANGED and proposal.delegate_id:
            person = replace(after[proposal.delegate_id], removed=False)
            for change in proposal.changes:
                person = _changed(person, change.field, row)
            after[person.id] = person
    return list(after.values())


def _changed(person: Known, field: str, row: Row) -> Known:
    if field == "village":
        return replace(person, village_id=row.village_id)
    if field == "group" and row.group:
        return replace(person, group=row.group.name, kind=row.group.kind)
    return replace(person, **{field: getattr(row, field)})


@settings(deadline=None)
@given(lists, entries, answers)
def test_one_person_a_row_and_one_row_a_person(
    known: list[Known], found: list[Entry], said: dict[str, str]
) -> None:
    comparison = against(known, *found, **dict[str, Any](said))
    assert [p.row.number for p in comparison.proposals] == [entry.number for entry in found]
    meant = Counter(p.delegate_id for p in comparison.proposals if p.delegate_id)
    assert all(times == 1 for times in meant.values())
    for proposal in comparison.proposals:
        does = proposal.state in {State.CHANGED, State.SAME}
        assert (proposal.delegate_id is not None) is does
        assert not (does and proposal.delegate_id in comparison.missing)
    assert sum(comparison.counts().values()) == len(found)


@settings(deadline=None)
@given(lists, entries)
def test_importing_twice_changes_nothing(known: list[Known], found: list[Entry]) -> None:
    first = against(known, *found)
    after = imported(known, first)
    second = against(after, *found)
    done, again = first.counts(), second.counts()
    assert (again[State.NEW], again[State.CHANGED]) == (0, 0)
    assert again[State.SAME] >= done[State.NEW] + done[State.CHANGED] + done[State.SAME]


@settings(deadline=None)
@given(lists, entries)
def test_the_same_again_however_often_it_is_looked_at(
    known: list[Known], found: list[Entry]
) -> None:
    assert against(known, *found).proposals == against(list(reversed(known)), *found).proposals


# -- long lists -----------------------------------------------------------------------------------


def test_a_long_list_lets_others_be_answered_between_its_steps() -> None:
    """Never more than a hundred rows at a time, whatever is being done with them."""
    people = [Known(number, f"Đinh Bưm {number}", 1) for number in range(1000)]
    entries = [Entry(number, f"Đinh Bưm {number}", village="Stơr") for number in range(500, 1500)]
    reader = Reader(VILLAGES, [PEOPLE], {})
    pauses: list[None] = []
    found = compare(
        [reader.row(0, one) for one in entries], people, {}, lambda: pauses.append(None)
    )
    assert found.counts()[State.SAME] == 500
    assert len(found.missing) == 500
    assert len(pauses) >= 5 * (len(people) // STEP)


def test_a_chosen_village_changes_only_the_rows_that_are_written_so(app: Flask) -> None:
    entries = [
        asdict(Entry(4, "Rơ Châm Một", village="Sơ Tơr")),
        asdict(Entry(5, "Rơ Châm Hai", village="Leng")),
        asdict(Entry(6, "Rơ Châm Ba")),
    ]
    sheet = {"name": "", "hidden": False, "people": entries, "left_out": [], "private": []}
    with app.app_context():
        meeting = db.session.get_one(Meeting, 1)
        untouched = preview(db.session(), meeting, Draft([sheet], 0, {}, {}))
        for villages, rows in (({"sơ tơr": "1"}, {}), ({"": "0"}, {}), ({}, {"0-5": "skip"})):
            shown = preview(db.session(), meeting, Draft([sheet], 0, villages, rows))
            assert shown.comparison != untouched.comparison
            assert shown.seen == untouched.seen, "what a confirmation names is the file itself"
