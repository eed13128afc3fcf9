"""The plan: what it accepts, what it refuses and in which words, and the plans that are shipped."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, time
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from meeting import text
from meeting.plan import (
    Plan,
    PlanError,
    Problem,
    check_plan,
    checks,
    load_plan_file,
    load_sample_file,
    notes,
    shipped_plan,
    shipped_plans,
    shipped_sample,
    shipped_samples,
    summary,
)
from meeting.plan.parts import DelegateKind, DocumentKind
from meeting.plan.problems import _item_of, _members, key_of
from meeting.plan.quota import even_split
from meeting.plan.sample import Sample, SampleDelegate, SampleOfficial, SampleOpinion, WalkIn

DOC = Path(__file__).parents[2] / "docs" / "plan-format.md"
SMALLEST = re.findall(r"```toml\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)[0]
TOP, _, TABLES = SMALLEST.partition("\n[host]")
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: str) -> Path:
        path = tmp_path / "ke-hoach.toml"
        path.write_text(content, "utf-8")
        return path

    return write


def changed(old: str = "", new: str = "", *, top: str = "", end: str = "") -> str:
    """The smallest plan with something else in it."""
    assert old in SMALLEST
    content = SMALLEST.replace(old, new, 1) if old else SMALLEST
    return f"{top}\n{content}\n{end}\n"


# -- the smallest plan ----------------------------------------------------------------------------


def test_the_smallest_plan_of_the_docs_is_short_and_complete(write: Write) -> None:
    plan = load_plan_file(write(SMALLEST))
    assert len(SMALLEST.strip().splitlines()) <= 30
    assert plan.host.name == "Ủy ban nhân dân xã Tơ Tung"
    assert plan.host.head_lines == ("ỦY BAN NHÂN DÂN", "XÃ TƠ TUNG")
    assert plan.host.place_name == "Tơ Tung"
    assert plan.notation("minutes") == "BB-UBND"
    assert plan.schedule.date == date(2026, 10, 20)
    assert plan.schedule.start == time(7, 30)
    assert plan.unit_label.head == "Trưởng làng"
    assert plan.expected() == (18, 18)
    assert [one.code for one in plan.villages] == ["STOR", "LENG", "KLECH"]
    assert plan.agenda[0].kind == "WELCOME"
    assert not any(step.kind == "SURVEY" for step in plan.agenda)
    assert any("05 phút" in rule for rule in plan.house_rules)
    assert plan.deadlines.result_notice_days == 10
    assert plan.category("CAN_BO") is not None
    assert "Ủy ban nhân dân xã Tơ Tung ghi họ tên" in plan.privacy_notice()
    assert plan.recipients_of("result_notice")[0].text == "Các Trưởng làng"


def test_a_plan_comes_back_from_the_database_as_it_was(write: Write) -> None:
    for path in (*shipped_plans().values(), write(SMALLEST)):
        plan = load_plan_file(path)
        assert Plan.model_validate(plan.model_dump(mode="json")) == plan
        assert Plan.model_validate_json(plan.model_dump_json()) == plan


def test_text_is_brought_into_one_form(write: Write) -> None:
    messy = unicodedata.normalize("NFD", SMALLEST).replace('"Leng"', '"  Le\u200bng\u00a0 "')
    plan = load_plan_file(write("\ufeff" + messy))
    assert plan.villages[0].name == "Stơr"
    assert plan.villages[1].name == "Leng"
    bahnar = load_plan_file(write(changed('"Leng"', '"Grơ̆ng"')))
    assert bahnar.villages[1].name == "Grơ̆ng"
    assert bahnar.villages[1].code == "GRONG"


@pytest.mark.parametrize(
    "given_time", ['"07:30"', '"7h30"', '"07 giờ 30 phút"', '"7g30"', "07:30:00"]
)
def test_hours_are_written_as_people_write_them(write: Write, given_time: str) -> None:
    plan = load_plan_file(write(changed('"7h30"', given_time)))
    assert plan.schedule.start == time(7, 30)


@pytest.mark.parametrize("day", ["2026-10-20", '"20/10/2026"', '"20-10-2026"', '"2026-10-20"'])
def test_days_are_written_as_people_write_them(write: Write, day: str) -> None:
    plan = load_plan_file(write(changed('"20/10/2026"', day)))
    assert plan.schedule.date == date(2026, 10, 20)


def test_a_meeting_may_have_no_day_yet(write: Write) -> None:
    plan = load_plan_file(write(changed('date = "20/10/2026"', 'text = "Trong tháng 10/2026"')))
    assert not plan.schedule.is_fixed
    assert any("chưa định ngày" in note for note in notes(plan))


@pytest.mark.parametrize(
    ("commune", "place"),
    [
        ("xã Thiện Tân", "Thiện Tân"),
        ("Phường 1", "Phường 1"),
        ("phường Cao Lãnh", "Cao Lãnh"),
        ("thị trấn Kbang", "Kbang"),
        ("đặc khu Phú Quốc", "Phú Quốc"),
        ("Ia Nan", "Ia Nan"),
    ],
)
def test_the_date_line_names_the_place(write: Write, commune: str, place: str) -> None:
    plan = load_plan_file(write(changed('commune = "xã Tơ Tung"', f'commune = "{commune}"')))
    assert plan.host.place_name == place


def test_a_deadline_can_be_switched_off(write: Write) -> None:
    content = changed(end="[deadlines]\npending_reply_working_days = false")
    plan = load_plan_file(write(content))
    assert plan.deadlines.pending_reply_working_days is None
    assert Plan.model_validate(plan.model_dump(mode="json")) == plan


def test_recipients_are_lines_or_tables(write: Write) -> None:
    lines = '["Sở Nội vụ tỉnh (b/c)", { text = "Công an xã", purpose = "p/h" }, "Lưu: VT.(TA)"]'
    plan = load_plan_file(write(changed(end=f"[recipients]\nplan = {lines}")))
    found = plan.recipients_of(DocumentKind.PLAN)
    assert [(one.text, one.purpose) for one in found] == [
        ("Sở Nội vụ tỉnh", "b/c"),
        ("Công an xã", "p/h"),
        ("Lưu: VT.(TA)", ""),
    ]
    assert found[0].line == "Sở Nội vụ tỉnh (b/c)"


def test_an_extraordinary_meeting_needs_a_tenth_of_the_voters(write: Write) -> None:
    def asked(requesting: int, ground: str = "VOTERS") -> list[str]:
        content = changed(
            top='meeting_type = "EXTRAORDINARY"',
            end=f'[extraordinary]\nground = "{ground}"\nreason = "Thu hồi đất"\n'
            f"voters = 4205\nrequesting = {requesting}",
        )
        return [problem.key for problem in check_plan(write(content))]

    assert asked(421) == []
    assert asked(420) == ["extraordinary.requesting"]
    assert asked(1, ground="NECESSARY") == []


# -- each rule refuses ----------------------------------------------------------------------------

SESSIONS = """
[[sessions]]
name = "Buổi một"
villages = ["Stơr", "Leng"]
[[sessions]]
name = "Buổi hai"
villages = ["Klếch"]
"""
SECOND = '[[people]]\nname = "Lê Văn Bình"\nroles = ["{role}"]'

BROKEN = [
    # what a value may be
    pytest.param(changed('title = "Hội', 'titel = "Hội'), "titel", "“title”", id="unknown-key"),
    pytest.param(changed('title = "Hội', 'titel = "Hội'), "title", "còn thiếu", id="missing-key"),
    pytest.param(changed(end="[hots]\nx = 1"), "hots", "“host”", id="unknown-table"),
    pytest.param(changed('"Nhân dân xã Tơ Tung"', '"  "'), "scope", "để trống", id="empty"),
    pytest.param(changed('"Nhân dân xã Tơ Tung"', "5"), "scope", "phải là chữ", id="not-text"),
    pytest.param(changed("places = 6", 'places = "6"'), "quota.places", "số nguyên", id="not-int"),
    pytest.param(changed("places = 6", "places = 0"), "quota.places", "từ 1", id="too-small"),
    pytest.param(changed("places = 6", "places = true"), "quota.places", "số nguyên", id="bool"),
    pytest.param(changed("places = 6", "place = 6"), "quota.place", "“places”", id="union-key"),
    pytest.param(changed('"per_unit"', '"per_units"'), "quota", "“per_unit”", id="union-tag"),
    pytest.param(changed('kind = "per_unit"'), "quota", "thiếu kind", id="no-tag"),
    pytest.param(changed('["chair"]', '["chairs"]'), "people[1].roles[1]", "“chair”", id="enum"),
    pytest.param(
        changed(top='meeting_type = "periodic"'), "meeting_type", "“PERIODIC”", id="literal"
    ),
    pytest.param(changed('"Stơr"', "7"), "villages[1]", "tên trong ngoặc kép", id="village"),
    pytest.param(changed('"Stơr"', '"-"'), "villages[1].name", "không có chữ", id="no-letter"),
    pytest.param(
        changed('name = "Trần Văn An"', 'name = "123"'), "people[1].name", "chữ cái", id="name"
    ),
    pytest.param(changed('"Stơr", "Leng", "Klếch"', ""), "villages", "ít nhất 1", id="no-village"),
    pytest.param(
        changed('["Stơr", "Leng", "Klếch"]', '"Stơr"'), "villages", "danh sách", id="not-a-list"
    ),
    pytest.param(changed('"Stơr"', f'"{"a" * 121}"'), "villages[1].name", "120", id="long"),
    pytest.param(changed('"20/10/2026"', '"31/2/2026"'), "schedule.date", "lịch", id="no-day"),
    pytest.param(changed('"20/10/2026"', "20"), "schedule.date", "2023-10-20", id="day-number"),
    pytest.param(changed('"7h30"', '"25:00"'), "schedule.start", "giờ", id="no-hour"),
    pytest.param(changed('"7h30"', '"sáng"'), "schedule.start", "“07:30”", id="word-hour"),
    pytest.param(
        changed('start = "7h30"', 'start = "9h"\nend = "8h"'), "schedule", "muộn hơn", id="end"
    ),
    pytest.param(
        changed(end='[[departments]]\nname = "A"\ncode = "địa chính"'),
        "departments[1].code",
        "không dấu",
        id="code",
    ),
    pytest.param(changed(end="[plugins]\nsurvey = 1"), "plugins.survey", "true", id="flag"),
    pytest.param(changed(end="[plugins]\n'Bỏ' = true"), "plugins.Bỏ", "phần mở rộng", id="plugin"),
    pytest.param(
        changed(end="[settings.display]\nx = [1]"), "settings.display.x", "đơn", id="setting"
    ),
    pytest.param(
        changed(end="[deadlines]\ninvitation_days_before = 0"),
        "deadlines.invitation_days_before",
        "từ 1",
        id="deadline-zero",
    ),
    pytest.param(
        changed(end="[deadlines]\nextraordinary_voter_share = false"),
        "deadlines.extraordinary_voter_share",
        "số nguyên",
        id="deadline-off",
    ),
    pytest.param(
        changed(end='[[agenda]]\ntitle = "A"\nkind = "TEA"'), "agenda[1].kind", "WELCOME", id="step"
    ),
    # what must agree inside a table
    pytest.param(
        changed('kind = "per_unit"\nplaces = 6', 'kind = "range"\nmin = 60\nmax = 50'),
        "quota",
        "min nhỏ hơn",
        id="min-max",
    ),
    pytest.param(
        changed('kind = "per_unit"\nplaces = 6', 'kind = "expected_range"\nlow = 9\nhigh = 8'),
        "quota",
        "low nhỏ hơn",
        id="low-high",
    ),
    pytest.param(
        changed(
            top='meeting_type = "EXTRAORDINARY"',
            end='[extraordinary]\nground = "VOTERS"\nreason = "A"\nvoters = 100',
        ),
        "extraordinary",
        "hai số",
        id="voters-missing",
    ),
    pytest.param(
        changed(
            top='meeting_type = "EXTRAORDINARY"',
            end='[extraordinary]\nground = "VOTERS"\nreason = "A"\nvoters = 10\nrequesting = 11',
        ),
        "extraordinary",
        "lớn hơn tổng số",
        id="voters-too-many",
    ),
    # what must agree across the file
    pytest.param(changed('"Leng"', '"Stơr"'), "villages[2].name", "mục thứ 1", id="two-villages"),
    pytest.param(
        changed('"Leng"', '{ name = "stơr", code = "B" }'),
        "villages[2].name",
        "trùng tên",
        id="dup",
    ),
    pytest.param(
        changed('"Leng"', '{ name = "Leng", code = "STOR" }'),
        "villages[2].code",
        "mục thứ 1",
        id="two-codes",
    ),
    pytest.param(
        changed(end='[[groups]]\nname = "A"\nkind = "GUEST"\n' * 2),
        "groups[2].name",
        "trùng",
        id="g",
    ),
    pytest.param(
        changed(end='[[departments]]\nname = "A"\n' * 2), "departments[2].name", "t", id="d"
    ),
    pytest.param(
        changed(end='[[categories]]\ncode = "A"\ntitle = "A"\n' * 2),
        "categories[2].code",
        "t",
        id="c",
    ),
    pytest.param(
        changed(end='[[departments]]\nname = "A"\nfields = ["DAT_DAY"]'),
        "departments[1].fields[1]",
        "“DAT_DAI”",
        id="field",
    ),
    pytest.param(
        changed(end='[[people]]\nname = "B"\ndepartment = "VAN_PHONG"'),
        "people[2].department",
        "đơn vị",
        id="department",
    ),
    pytest.param(changed('["chair"]', '["mc"]'), "people", "chủ trì", id="no-chair"),
    pytest.param(
        changed(end=SECOND.format(role="chair")), "people[2].roles", "co_chair", id="two-chairs"
    ),
    pytest.param(
        changed('["chair"]', '["chair", "concluding_official"]')
        + SECOND.format(role="concluding_official"),
        "people[2].roles",
        "một người kết luận",
        id="two-conclude",
    ),
    pytest.param(
        changed(end='[[people]]\nname = "Trần Văn An"'), "people[2].name", "trùng", id="two-people"
    ),
    pytest.param(
        changed(end='[[signatures]]\ndocument = "minutes"\ntitle = "A"\nperson = "Trần Văn Am"'),
        "signatures[1].person",
        "“Trần Văn An”",
        id="signature",
    ),
    pytest.param(
        changed(
            end='[[people]]\nname = "Trần Văn An"\nid = "AN2"\n'
            '[[signatures]]\ndocument = "minutes"\ntitle = "A"\nperson = "Trần Văn An"'
        ),
        "signatures[1].person",
        "ghi id",
        id="ambiguous-person",
    ),
    pytest.param(
        changed(end=SESSIONS.replace('"Klếch"', '"Klech"')),
        "sessions[2].villages[1]",
        "“Klếch”",
        id="v",
    ),
    pytest.param(
        changed(end=SESSIONS.replace('"Klếch"', '"Klếch", "Leng"')),
        "sessions[2].villages[2]",
        "“Buổi một”",
        id="taken",
    ),
    pytest.param(
        changed(end=SESSIONS.replace(', "Leng"', "")),
        "villages[2]",
        "không thuộc buổi nào",
        id="left",
    ),
    pytest.param(
        changed(end=SESSIONS.replace("hai", "một")), "sessions[2].name", "trùng", id="two-sessions"
    ),
    pytest.param(
        changed(end=SESSIONS + 'chair = "Ông Ba"'), "sessions[2].chair", "người", id="session-chair"
    ),
    pytest.param(
        changed(end=SESSIONS + 'secretary = "Bà Tư"'), "sessions[2].secretary", "người", id="clerk"
    ),
    pytest.param(
        changed('"Leng"', '{ name = "Stơr", code = "S2" }').replace("[host]", "[host]")
        + SESSIONS.replace('"Stơr", "Leng"', '"Stơr"'),
        "sessions[1].villages[1]",
        "ghi code",
        id="ambiguous-village",
    ),
    pytest.param(
        changed(top='meeting_type = "EXTRAORDINARY"'), "extraordinary", "lý do", id="no-ground"
    ),
    pytest.param(
        changed(end='[extraordinary]\nground = "NECESSARY"\nreason = "A"'),
        "extraordinary",
        "đột xuất",
        id="periodic-with-ground",
    ),
    pytest.param(
        changed("places = 6", "places = 6\nincludes_office_holders = false"),
        "quota.office_holders",
        "chức danh",
        id="no-office-holders",
    ),
    pytest.param(
        changed("places = 6", 'places = 1\noffice_holders = ["A", "B"]'),
        "quota.places",
        "ít hơn",
        id="office-holders",
    ),
    pytest.param(
        changed(end="[speaking]\nminutes = 1\nwarn_seconds = 60"),
        "speaking.warn_seconds",
        "không ngắn hơn",
        id="warning",
    ),
    pytest.param(
        changed(end="[deadlines]\npending_reply_working_days = 40"),
        "deadlines.pending_reply_working_days",
        "hạn chót",
        id="reply-order",
    ),
    pytest.param(
        changed(end='[recipients]\nminutes = ["Đảng ủy"]'), "recipients.minutes", "Lưu", id="copy"
    ),
    pytest.param(
        changed(end="[recipients]\nminutes = []"), "recipients.minutes", "Lưu", id="nobody"
    ),
    pytest.param(
        changed(end="[survey]\non = true\n[plugins]\nsurvey = false"),
        "plugins.survey",
        "hài lòng",
        id="survey",
    ),
]


@pytest.mark.parametrize(("content", "key", "words"), BROKEN)
def test_each_rule_names_its_key_and_what_would_be_right(
    write: Write, content: str, key: str, words: str
) -> None:
    problems = check_plan(write(content))
    here = [problem for problem in problems if problem.key == key]
    assert here, [str(problem) for problem in problems]
    sentence = str(here[0])
    assert sentence.startswith("ke-hoach.toml")
    assert f"khóa {key}" in sentence
    assert words in sentence
    assert all(problem.right for problem in problems)


def test_every_check_across_the_plan_has_an_example_that_fails(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = set()

    def recording(check: checks.Check) -> checks.Check:
        def run(plan: Plan) -> Iterator[checks.Mismatch]:
            for mismatch in check(plan):
                failed.add(check)
                yield mismatch

        return run

    every = {check for _, check in checks._CHECKS}
    monkeypatch.setattr(
        checks, "_CHECKS", [(parts, recording(check)) for parts, check in checks._CHECKS]
    )
    for case in BROKEN:
        check_plan(write(str(case.values[0])))
    assert every - failed == set()


def test_everything_is_said_at_once_and_in_the_order_of_the_file(write: Write) -> None:
    content = """
titel = "Hội nghị"
scope = ""
villages = ["Stơr", "Leng", "Stơr"]
[host]
commune = "xã Tơ Tung"
knid = "PEOPLES_COUNCIL"
[unit_label]
singular = "làng"
[quota]
kind = "range"
min = 60
max = 50
[[people]]
name = "Trần Văn An"
roles = ["chair"]
[[departments]]
name = "Địa chính"
fields = ["DAT_DAI", "DAT_DAY"]
[deadlines]
result_notice_days = -1
"""
    problems = check_plan(write(content))
    assert [(one.key, one.line) for one in problems] == [
        ("title", None),
        ("titel", 2),
        ("scope", 3),
        ("villages[3].name", 4),
        ("host.knid", 7),
        ("quota", 10),
        ("departments[1].fields[2]", 19),
        ("deadlines.result_notice_days", 21),
    ]
    with pytest.raises(PlanError) as refused:
        load_plan_file(write(content))
    assert refused.value.problems == problems
    assert str(refused.value).count("\n") == len(problems) - 1


def test_one_slip_brings_no_trail_of_complaints(write: Write) -> None:
    content = changed('name = "Trần Văn An"', 'nmae = "Trần Văn An"') + (
        '[[signatures]]\ndocument = "minutes"\ntitle = "CHỦ TỌA"\nperson = "Trần Văn An"\n'
    )
    problems = check_plan(write(content))
    assert [one.key for one in problems] == ["people[1].name", "people[1].nmae"]


def test_a_message_is_a_sentence_of_four_parts(write: Write) -> None:
    (problem,) = check_plan(write(changed("places = 6", "places = 0")))
    line = SMALLEST.splitlines().index("places = 6") + 2
    assert str(problem) == (
        f"ke-hoach.toml, dòng {line}, khóa quota.places: số quá nhỏ. Đang ghi: 0. "
        "Cần sửa: ghi số từ 1 trở lên."
    )


def test_keys_are_counted_from_one() -> None:
    assert key_of(("villages", 2, "name")) == "villages[3].name"
    assert key_of(("recipients", "plan", 0)) == "recipients.plan[1]"
    assert key_of(()) == ""


# -- files that are not even plans ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        ('title = "a', 1, 11),
        ('title = "a"\nscope = b', 2, 9),
        ('title = "a"\n\nvillages = ["x" "y"]', 3, 17),
        ('title = "a"\ntitle = "b"', 2, 12),
        ("tiêu đề = 1", 1, 3),
        ("[host]\nx = 1\n[host]\n", 3, 7),
        ("x = 2026-13-45", 1, 9),
        ("x = {a = 1", 1, 11),
        ('x = "\\q"', 1, 7),
        ("= 1", 1, 1),
        ("x", 1, 2),
        ("x = 1 2", 1, 7),
    ],
)
def test_bad_toml_is_told_with_line_and_column(
    write: Write, content: str, line: int, column: int
) -> None:
    (problem,) = check_plan(write(content))
    assert problem.line == line
    assert problem.column is not None
    assert abs(problem.column - column) <= 1
    assert f"dòng {line}, cột {problem.column}" in str(problem)
    assert problem.right
    assert "(at" not in str(problem)


def _missing(folder: Path) -> Path:
    return folder / "khong-co.toml"


def _folder(folder: Path) -> Path:
    return folder


def _latin(folder: Path) -> Path:
    path = folder / "cu.toml"
    path.write_bytes('title = "a"\nscope = "Nhân dân"\n'.encode("cp1258", "replace"))
    return path


def _utf16(folder: Path) -> Path:
    path = folder / "utf16.toml"
    path.write_text(SMALLEST, "utf-16")
    return path


def _huge(folder: Path) -> Path:
    path = folder / "lon.toml"
    path.write_bytes(b"#" * 1_000_001)
    return path


def _deep(folder: Path) -> Path:
    path = folder / "sau.toml"
    path.write_text("x = " + "[" * 20_000)
    return path


def _null(folder: Path) -> Path:
    return Path("a\0b.toml")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_missing, "không tìm thấy tệp"),
        (_folder, "thư mục"),
        (_latin, "UTF-8"),
        (_utf16, "UTF-8"),
        (_huge, "quá lớn"),
        (_deep, "quá sâu"),
        (_null, "không đọc được"),
    ],
)
def test_an_unreadable_file_is_one_plain_sentence(
    tmp_path: Path, make: Callable[[Path], Path], words: str
) -> None:
    (problem,) = check_plan(make(tmp_path))
    assert words in str(problem)
    assert problem.right


def test_a_file_of_an_old_encoding_names_the_line(tmp_path: Path) -> None:
    (problem,) = check_plan(_latin(tmp_path))
    assert problem.line == 2


def test_an_empty_file_lists_what_is_needed(write: Write) -> None:
    keys = {problem.key for problem in check_plan(write(""))}
    assert keys == {"title", "scope", "host", "unit_label", "villages", "people"}


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 10**9)
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(key=st.sampled_from(sorted(Plan.model_fields)), value=_VALUES)
def test_whatever_stands_at_a_key_is_refused_in_words_or_accepted(key: str, value: Any) -> None:
    from pydantic import ValidationError

    from meeting.plan.files import _cross_problems
    from meeting.plan.problems import of_validation

    data = load_plan_file(shipped_plan("hong-ngu-2020")).model_dump(mode="json") | {key: value}
    try:
        Plan.model_validate(data)
    except ValidationError as error:
        found = of_validation("x", Plan, error) + _cross_problems("x", data, error)
        assert found
        assert all(one.key.split(".")[0].split("[")[0] in Plan.model_fields for one in found)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_damaged_anywhere_never_breaks_the_reader(data: st.DataObject) -> None:
    import tempfile

    raw = bytearray(SMALLEST.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hong.toml"
        path.write_bytes(raw)
        for problem in check_plan(path):
            assert str(problem).startswith("hong.toml")


# -- sessions, villages, quotas -------------------------------------------------------------------


def test_a_session_takes_from_the_plan_what_it_leaves_out(write: Write) -> None:
    content = changed(end=SESSIONS + 'chair = "LE_VAN_BINH"\n[sessions.venue]\nname = "Nhà rông"\n')
    plan = load_plan_file(write(content + '[[people]]\nname = "Lê Văn Bình"'))
    assert plan.session_count == 2
    first, second = plan.session(0), plan.session(1)
    assert first.venue.name == "Hội trường Nhà văn hóa xã"
    assert second.venue.name == "Nhà rông"
    assert (first.chair.name, second.chair.name) == ("Trần Văn An", "Lê Văn Bình")
    assert [village.name for village in second.villages] == ["Klếch"]
    assert plan.expected(0) == (12, 12)
    assert plan.signatures_of("minutes", 1)[1].person == "Lê Văn Bình"
    assert first.schedule == plan.schedule


def test_the_plan_says_for_whom_papers_are_signed() -> None:
    plan = load_plan_file(shipped_plans()["kiem-tan-2023"])
    (usual,) = plan.signatures_of("conclusion_notice")
    assert (usual.capacity, usual.title) == ("TM. HỘI ĐỒNG NHÂN DÂN", "CHỦ TỊCH")
    standing = "TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN"
    data = plan.model_dump()
    data["host"]["capacity"] = standing
    for paper in ("conclusion_notice", "summary_report", "written_reply"):
        assert Plan.model_validate(data).signatures_of(paper)[-1].capacity == standing
    assert plan.signatures_of("plan")[-1].capacity == "TM. HỘI ĐỒNG NHÂN DÂN"


def test_two_communes_may_have_a_village_of_one_name(write: Write) -> None:
    villages = '{ name = "Ấp 1", code = "A1" }, { name = "Ấp 1", code = "B1" }'
    sessions = SESSIONS.replace('"Stơr", "Leng"', '"A1"').replace('"Klếch"', '"B1"')
    content = changed('"Stơr", "Leng", "Klếch"', villages, end=sessions)
    plan = load_plan_file(write(content))
    assert plan.session(1).villages[0].code == "B1"


def test_a_village_may_have_its_own_quota(write: Write) -> None:
    plan = load_plan_file(write(changed('"Leng"', '{ name = "Leng", quota = 10 }')))
    assert [plan.places(village) for village in plan.villages] == [6, 10, 6]
    assert plan.expected() == (22, 22)


def test_office_holders_may_come_on_top(write: Write) -> None:
    more = 'places = 6\noffice_holders = ["CHT Nông dân", "CHT Phụ nữ"]'
    assert load_plan_file(write(changed("places = 6", more))).expected() == (18, 18)
    more += "\nincludes_office_holders = false"
    assert load_plan_file(write(changed("places = 6", more))).expected() == (24, 24)


def test_a_range_is_split_evenly() -> None:
    assert even_split(120, 150, 26) == 5
    assert even_split(50, 60, 26) == 2
    assert even_split(120, 125, 26) is None
    assert even_split(1, 5, 0) is None


def test_the_unit_word_is_said_once(write: Write) -> None:
    plan = load_plan_file(write(changed('"Stơr"', '"Làng Stơr"')))
    assert [plan.village_name(village) for village in plan.villages[:2]] == [
        "Làng Stơr",
        "làng Leng",
    ]


def test_delegates_of_the_people() -> None:
    side = {kind for kind in DelegateKind if kind.of_the_people}
    assert side == {"CITIZEN", "VILLAGE_OFFICER", "ELDER", "ENTERPRISE"}


# -- the shipped plans ----------------------------------------------------------------------------

NAMES = ["hong-ngu-2020", "kiem-tan-2023", "phuong-1-2024", "thien-tan-2026", "to-tung-2023"]


def test_five_plans_are_shipped_and_sound() -> None:
    assert list(shipped_plans()) == NAMES
    for path in shipped_plans().values():
        assert check_plan(path) == []
        raw = path.read_text("utf-8")
        assert raw == unicodedata.normalize("NFC", raw)
        assert text.clean(raw, lines=True)


@pytest.mark.parametrize("name", NAMES)
def test_every_topic_of_a_shipped_plan_has_somebody_to_answer(name: str) -> None:
    plan = load_plan_file(shipped_plan(name))
    assert all(plan.department_for(one.code) for one in plan.categories)
    assert [one.code for one in plan.categories if one.sensitive] == ["CAN_BO"]
    assert not any("chương trình" in note for note in notes(plan))


def test_the_features_of_the_five_plans() -> None:
    s4, s3, s1, s2, s0 = (load_plan_file(shipped_plan(name)) for name in NAMES)
    assert [p.unit_label.singular for p in (s0, s1, s2, s3, s4)] == [
        "làng",
        "khóm",
        "thôn",
        "thôn",
        "ấp",
    ]
    assert [p.quota.kind for p in (s0, s1, s2, s3, s4)] == [
        "per_unit",
        "expected_total",
        "expected_range",
        "range",
        "one_per_field",
    ]
    assert [p.expected() for p in (s0, s1, s2, s3)] == [(60, 60), (80, 80), (120, 150), (50, 100)]
    assert [len(p.villages) for p in (s0, s1, s2, s3, s4)] == [10, 5, 26, 1, 12]
    assert [p.session_count for p in (s0, s1, s2, s3, s4)] == [1, 1, 1, 1, 3]
    assert [p.survey.on for p in (s0, s1, s2, s3, s4)] == [False, False, False, True, False]
    assert s3.host.name == "Hội đồng nhân dân xã Quảng Nghiệp"
    assert s3.notation("minutes") == "BB-HĐND"
    assert s3.villages[0].sub_units == ("Xóm Đông", "Xóm Đoài", "Xóm Giữa", "Xóm Trại")
    assert s1.host.place_name == "Phường 1"
    assert s1.document.number == "66/KH-UBND"
    assert s1.deadlines.pending_reply_working_days is None
    assert s1.deadlines.pending_reply_max_days == 30
    assert s3.deadlines.pending_reply_working_days == 15
    assert any(group.kind == DelegateKind.ENTERPRISE for group in s1.groups)
    assert s1.asking.off_topic_in_writing
    assert [one.title for one in s2.co_chairs] == ["Phó Chủ tịch HĐND xã"]
    assert 26 * (s2.places(s2.villages[0]) or 0) == 130
    assert len({s4.session(i).chair.name for i in range(3)}) == 3
    assert s4.concluding_official.title == "Chủ tịch UBND Huyện"
    assert s4.recipients_of("plan")[-1].text == "Lưu: VT.(TA)"


def test_no_typing_error_of_the_originals_is_shipped() -> None:
    shipped = "\n".join(path.read_text("utf-8") for path in shipped_plans().values())
    shipped = re.sub(r"(?m)^(code|fields) = .*$", "", shipped)  # codes have no marks on purpose
    for typo in ("HỘI ĐỘNG", "KII-UBND", "HDND", "uơng", "Đơn đốc", "Trạm trường", "thực hiên "):
        assert typo not in shipped


def test_a_summary_tells_the_plan_back() -> None:
    told = dict(summary(load_plan_file(shipped_plan("to-tung-2023"))))
    assert told["Chỉ tiêu"] == "mỗi làng 06 người, tất cả 60 người"
    assert told["Thời gian"] == "20/10/2023, 07:30 - 11:00"
    assert told["Chủ trì"] == "Ông Trần Xuân Nam - Chủ tịch UBND xã"
    assert told["Phần mở rộng"] == "tất cả, trừ survey"
    labels = [label for label, _ in summary(load_plan_file(shipped_plan("hong-ngu-2020")))]
    assert labels.count("Chủ trì") == 3
    for name in NAMES:
        assert all(value for _, value in summary(load_plan_file(shipped_plan(name))))


def test_a_long_programme_is_worth_a_note(write: Write) -> None:
    plan = load_plan_file(write(changed('start = "7h30"', 'start = "7h30"\nend = "8h"')))
    assert any("dài hơn thời gian họp" in note for note in notes(plan))


# -- the sample of Tơ Tung ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample() -> Sample:
    plan = load_plan_file(shipped_plan("to-tung-2023"))
    return load_sample_file(shipped_sample("to-tung-2023"), plan)


def test_the_sample_has_the_people_of_the_recipe(sample: Sample) -> None:
    assert list(shipped_samples()) == ["to-tung-2023"]
    plan = load_plan_file(shipped_plan("to-tung-2023"))
    assert Counter(one.village for one in sample.delegates) == {v.name: 6 for v in plan.villages}
    assert Counter(one.group for one in sample.delegates) == {
        "NHAN_DAN": 40,
        "CHT_NONG_DAN": 10,
        "CHT_PHU_NU": 10,
    }
    assert Counter(one.presence for one in sample.delegates) == {
        "PRESENT": 55,
        "EXCUSED": 2,
        "ABSENT": 3,
    }
    assert sum(one.substitute is not None for one in sample.delegates) == 2
    assert len(sample.walk_ins) == 3
    assert len(sample.officials) == 18
    coming = Counter(one.village for one in sample.delegates if one.presence == "PRESENT")
    coming += Counter(one.village for one in sample.walk_ins)
    assert (max(coming.values()), min(coming.values())) == (7, 4)


def test_the_sample_has_the_names_that_break_software(sample: Sample) -> None:
    names = [one.name for one in sample.delegates]
    letters = set("".join(names))
    assert set("ĕŏŭĭƀɃ") - {"ƀ"} <= letters
    assert any("ơ̆" in name for name in names)
    assert any(" " not in name for name in names)
    assert any("H'" in name for name in names)
    twice = [
        one for one, n in Counter((d.name, d.village) for d in sample.delegates).items() if n > 1
    ]
    assert len(twice) == 1
    told = {one.distinction for one in sample.delegates if (one.name, one.village) == twice[0]}
    assert len(told) == 2
    assert "" not in told
    assert twice[0] not in {(one.by.name, one.by.village) for one in sample.opinions}


def test_the_sample_has_every_outcome(sample: Sample) -> None:
    assert len(sample.opinions) == 14
    assert len({one.outcome for one in sample.opinions}) == 7
    assert len({one.channel for one in sample.opinions}) == 3
    assert sum(one.clarification is not None for one in sample.opinions) == 1
    assert sum(one.follow_up is not None for one in sample.opinions) == 1
    assert [one.sensitive for one in sample.opinions if one.category == "CAN_BO"] == [True]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ('[[delegates]]\nname = "A"\nhonorific = "Anh"\nvillage = "Leng"\ngroup = "NHAN_DAN"',
         "delegates[1].honorific"),
        ('[[delegates]]\nname = "A"\nhonorific = "Bà"\nvillage = "Lenk"\ngroup = "NHAN_DAN"',
         "delegates[1].village"),
        ('[[delegates]]\nname = "A"\nhonorific = "Bà"\nvillage = "Leng"\ngroup = "NHAN_DAN"\n'
         f'distinction = "{"ơ̆" * 61}"', "delegates[1].distinction"),
        ('[[delegates]]\nname = "A"\nhonorific = "Bà"\nvillage = "Leng"\ngroup = "NHAN_DAN"\n'
         'distinction = ["con ông Pŭih"]', "delegates[1].distinction"),
        (2 * '[[delegates]]\nname = "A"\nhonorific = "Bà"\nvillage = "Leng"\ngroup = "NHAN_DAN"\n',
         "delegates[2].distinction"),
        ('[[officials]]\nname = "A"\nhonorific = "Bà"\ntitle = "B"\ngroup = "XX"',
         "officials[1].group"),
        ('[[opinions]]\nby = { name = "A", village = "Leng" }\nchannel = "DIRECT"\n'
         'category = "DAT_DAI"\ntext = "A"\noutcome = "NOTED"', "opinions[1].by"),
        ('[[opinions]]\nby = { village = "Leng" }\nchannel = "DIRECT"\n'
         'category = "DAT_DAI"\ntext = "A"\noutcome = "PENDING"', "opinions[1]"),
        ('[[opinions]]\nby = { village = "Leng" }\nchannel = "DIRECT"\n'
         'category = "DAT_DAI"\ntext = "A"\noutcome = "MERGED"\nmerged_into = 3',
         "opinions[1].merged_into"),
    ],
)  # fmt: skip
def test_a_sample_that_does_not_fit_is_refused(write: Write, content: str, key: str) -> None:
    plan = load_plan_file(shipped_plan("to-tung-2023"))
    with pytest.raises(PlanError) as refused:
        load_sample_file(write(content), plan)
    assert key in [problem.key for problem in refused.value.problems]


# -- the page of the format -----------------------------------------------------------------------


def _fields(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        yield prefix + name, field
        members = _members(field.annotation)
        item = _item_of(members)
        inner = members if item is None else _members(item)
        for part in inner:
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from _fields(
                    part, f"{prefix}{name}." if item is None else f"{prefix}{name}[]."
                )


def _rows() -> dict[str, list[str]]:
    rows = re.findall(r"^\| `([^`]+)` \|(.+)\|$", DOC.read_text("utf-8"), re.MULTILINE)
    return {key: [cell.strip() for cell in rest.split(" | ")] for key, rest in rows}


def test_the_page_of_the_format_has_every_key_and_no_other() -> None:
    keys = {key for key, _ in _fields(Plan) if not re.match(r"recipients\.\w+\[\]", key)}
    rows = {key for key in _rows() if "." in key or key in Plan.model_fields}
    assert rows == keys


def test_the_page_of_the_format_tells_defaults_and_choices() -> None:
    rows = _rows()
    for key, field in _fields(Plan):
        if key not in rows or key.startswith("quota."):
            continue
        default = rows[key][1]
        assert (default == "**required**") == field.is_required(), key
        value = field.default
        if isinstance(value, bool):
            assert default == f"`{str(value).lower()}`", key
        elif isinstance(value, Enum | int) and not field.is_required():
            assert default == f"`{getattr(value, 'value', value)}`", key
        elif isinstance(value, str):
            assert default == f'`"{value}"`', key
    assert all(re.fullmatch(r"–|[SLĐ\w].*", row[2]) for row in rows.values() if len(row) > 3)


def test_the_page_of_the_format_has_every_key_of_a_sample() -> None:
    page = DOC.read_text("utf-8").partition("## Samples")[2]
    for model in (Sample, SampleDelegate, SampleOfficial, SampleOpinion, WalkIn):
        for name in model.model_fields:
            assert f"`{name}`" in page, name


def test_a_problem_without_a_place_is_still_a_sentence() -> None:
    assert str(Problem(file="a.toml", message="sai", right="sửa")) == "a.toml: sai. Cần sửa: sửa."
