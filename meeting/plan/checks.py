"""What must agree across the whole plan. Each check says which parts it reads.

A check runs only when the parts it reads are sound by themselves, so that one slip of the pen does
not bring a trail of follow-up complaints.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from meeting import text
from meeting.plan.base import Part
from meeting.plan.parts import DocumentKind, PersonRole, Village

if TYPE_CHECKING:
    from meeting.plan.model import Plan

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mismatch:
    """One disagreement: where, what stands there, what is wrong, what would be right."""

    path: Path
    found: str
    message: str
    right: str


Check = Callable[["Plan"], Iterator[Mismatch]]
_CHECKS: list[tuple[frozenset[str], Check]] = []


def _reads(*parts: str) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        _CHECKS.append((frozenset(parts), check))
        return check

    return register


def cross_check(plan: Plan, unsound: Iterable[str] = ()) -> list[Mismatch]:
    """All disagreements of a plan; checks that read an ``unsound`` part are left out."""
    skip = set(unsound)
    return [found for parts, check in _CHECKS if not parts & skip for found in check(plan)]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """“Có phải ý là …?”, or all that is known when nothing is near."""
    choices = list(dict.fromkeys(known))
    folded = {text.search_key(choice): choice for choice in reversed(choices)}
    near = difflib.get_close_matches(text.search_key(word), list(folded), n=1, cutoff=0.6)
    if near:
        return f"có phải ý là “{folded[near[0]]}”?"
    listed = ", ".join(f"“{choice}”" for choice in choices[:12])
    more = " …" if len(choices) > 12 else ""
    return f"chọn một trong: {listed}{more}" if choices else ""


def _repeated(part: str, key: str, items: Sequence[Part], right: str) -> Iterator[Mismatch]:
    """Items with the same code. Points at the name when the code was only made from it."""
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        code, name = getattr(item, key), getattr(item, "name", "")
        if code in first:
            same_name = name and name == getattr(items[first[code]], "name", "")
            yield Mismatch(
                (part, index, "name" if same_name else key),
                name if same_name else code,
                f"trùng với mục thứ {first[code] + 1}",
                right,
            )
        first.setdefault(code, index)


def _unknown(path: Path, value: str, known: Iterable[str], what: str) -> Mismatch:
    right = did_you_mean(value, known) or f"ghi {what} này vào kế hoạch trước"
    return Mismatch(path, value, f"không có {what} này trong kế hoạch", right)


@_reads("villages")
def _villages_are_distinct(plan: Plan) -> Iterator[Mismatch]:
    right = "mỗi nơi chỉ ghi một lần; hai nơi trùng tên thì ghi thêm code riêng cho từng nơi"
    yield from _repeated("villages", "code", plan.villages, right)


@_reads("villages", "sessions")
def _village_names_are_distinct(plan: Plan) -> Iterator[Mismatch]:
    if plan.sessions:  # two communes may each have an "Ấp 1"
        return
    first: dict[str, Village] = {}
    for index, one in enumerate(plan.villages):
        before = first.setdefault(one.name.lower(), one)
        if before.code != one.code:
            yield Mismatch(
                ("villages", index, "name"), one.name, "trùng tên", "mỗi nơi chỉ ghi một lần"
            )


@_reads("groups")
def _groups_are_distinct(plan: Plan) -> Iterator[Mismatch]:
    yield from _repeated("groups", "code", plan.groups, "ghi code riêng cho từng thành phần")


@_reads("departments")
def _departments_are_distinct(plan: Plan) -> Iterator[Mismatch]:
    yield from _repeated("departments", "code", plan.departments, "ghi code riêng cho từng đơn vị")


@_reads("categories")
def _categories_are_distinct(plan: Plan) -> Iterator[Mismatch]:
    yield from _repeated("categories", "code", plan.categories, "ghi code riêng cho từng lĩnh vực")


@_reads("departments", "categories")
def _fields_are_categories(plan: Plan) -> Iterator[Mismatch]:
    known = [one.code for one in plan.categories]
    for index, department in enumerate(plan.departments):
        for place, code in enumerate(department.fields):
            if code not in known:
                yield _unknown(("departments", index, "fields", place), code, known, "lĩnh vực")


@_reads("people", "departments")
def _people_belong_to_departments(plan: Plan) -> Iterator[Mismatch]:
    known = [one.code for one in plan.departments]
    for index, person in enumerate(plan.people):
        if person.department is not None and person.department not in known:
            yield _unknown(("people", index, "department"), person.department, known, "đơn vị")


@_reads("people")
def _people_are_distinct(plan: Plan) -> Iterator[Mismatch]:
    yield from _repeated("people", "id", plan.people, "ghi id riêng cho từng người")


@_reads("people", "sessions")
def _somebody_presides(plan: Plan) -> Iterator[Mismatch]:
    chairs = [i for i, one in enumerate(plan.people) if PersonRole.CHAIR in one.roles]
    everywhere = bool(plan.sessions) and all(one.chair for one in plan.sessions)
    if not chairs and not everywhere:
        yield Mismatch(
            ("people",), "", "chưa có người chủ trì", 'ghi roles = ["chair"] cho người chủ trì'
        )
    for index in chairs[1:]:
        yield Mismatch(
            ("people", index, "roles"),
            "chair",
            "đã có người chủ trì khác",
            'người còn lại ghi roles = ["co_chair"]',
        )
    concluding = [
        i for i, one in enumerate(plan.people) if PersonRole.CONCLUDING_OFFICIAL in one.roles
    ]
    for index in concluding[1:]:
        yield Mismatch(
            ("people", index, "roles"),
            "concluding_official",
            "đã có người kết luận khác",
            "chỉ một người kết luận hội nghị",
        )


def _person_problem(plan: Plan, path: Path, reference: str) -> Iterator[Mismatch]:
    known = [one.name for one in plan.people] + [one.id for one in plan.people]
    if not reference:
        return
    if reference not in known:
        yield _unknown(path, reference, known, "người")
    elif known.count(reference) > 1 and reference not in known[len(plan.people) :]:
        yield Mismatch(path, reference, "có hai người trùng tên", "ghi id thay cho tên")


@_reads("people", "signatures")
def _signatures_name_people(plan: Plan) -> Iterator[Mismatch]:
    for index, one in enumerate(plan.signatures):
        yield from _person_problem(plan, ("signatures", index, "person"), one.person)


@_reads("people", "sessions")
def _sessions_name_people(plan: Plan) -> Iterator[Mismatch]:
    for index, one in enumerate(plan.sessions):
        yield from _person_problem(plan, ("sessions", index, "chair"), one.chair)
        yield from _person_problem(plan, ("sessions", index, "secretary"), one.secretary)


@_reads("sessions")
def _sessions_are_distinct(plan: Plan) -> Iterator[Mismatch]:
    yield from _repeated("sessions", "name", plan.sessions, "đặt tên khác cho từng buổi")


@_reads("sessions", "villages")
def _sessions_share_out_villages(plan: Plan) -> Iterator[Mismatch]:
    names = Counter(one.name for one in plan.villages)
    codes = {one.code for one in plan.villages}
    taken: dict[str, str] = {}
    for index, session in enumerate(plan.sessions):
        for place, reference in enumerate(session.villages):
            path = ("sessions", index, "villages", place)
            if reference not in codes and reference not in names:
                yield _unknown(path, reference, [*names, *codes], plan.unit_label.singular)
            elif reference not in codes and names[reference] > 1:
                yield Mismatch(path, reference, "có hai nơi trùng tên", "ghi code thay cho tên")
            else:
                code = plan.village(reference).code
                if code in taken:
                    yield Mismatch(
                        path, reference, f"đã thuộc buổi “{taken[code]}”", "mỗi nơi chỉ dự một buổi"
                    )
                taken.setdefault(code, session.name)


@_reads("sessions", "villages")
def _no_village_is_left_out(plan: Plan) -> Iterator[Mismatch]:
    if not plan.sessions or not all(one.villages for one in plan.sessions):
        return  # a session that names no village is for all of them
    named = {reference for one in plan.sessions for reference in one.villages}
    for index, village in enumerate(plan.villages):
        if not named & {village.name, village.code}:
            yield Mismatch(
                ("villages", index),
                village.name,
                "không thuộc buổi nào",
                "ghi thêm vào villages của một buổi trong sessions",
            )


@_reads("meeting_type", "extraordinary", "deadlines")
def _extraordinary_has_its_ground(plan: Plan) -> Iterator[Mismatch]:
    stated = plan.extraordinary
    if plan.meeting_type == "PERIODIC":
        if stated is not None:
            yield Mismatch(
                ("extraordinary",),
                "",
                "chỉ dùng cho đối thoại đột xuất",
                'bỏ mục này, hoặc ghi meeting_type = "EXTRAORDINARY"',
            )
        return
    if stated is None:
        yield Mismatch(
            ("extraordinary",),
            "",
            "đối thoại đột xuất phải ghi lý do",
            "thêm mục [extraordinary] với ground và reason",
        )
    elif stated.ground == "VOTERS" and stated.voters and stated.requesting:
        share = plan.deadlines.extraordinary_voter_share
        if stated.requesting * 100 < share * stated.voters:
            least = -(-share * stated.voters // 100)
            yield Mismatch(
                ("extraordinary", "requesting"),
                str(stated.requesting),
                f"chưa đủ {share}% của {stated.voters} cử tri",
                f'cần ít nhất {least} cử tri, hoặc ghi ground = "NECESSARY"',
            )


@_reads("quota", "villages")
def _quota_counts_office_holders(plan: Plan) -> Iterator[Mismatch]:
    quota = plan.quota
    if quota.kind != "per_unit":
        return
    holders = len(quota.office_holders)
    if not quota.includes_office_holders and not holders:
        yield Mismatch(
            ("quota", "office_holders"),
            "",
            "chưa ghi các chức danh được mời thêm ngoài chỉ tiêu",
            'ghi office_holders = ["Chi hội trưởng …"], hoặc bỏ includes_office_holders = false',
        )
    if quota.includes_office_holders and holders > quota.places:
        yield Mismatch(
            ("quota", "places"),
            str(quota.places),
            f"ít hơn số chức danh đã tính vào chỉ tiêu ({holders})",
            "tăng places, hoặc ghi includes_office_holders = false",
        )


@_reads("speaking")
def _warning_comes_before_the_end(plan: Plan) -> Iterator[Mismatch]:
    if plan.speaking.warn_seconds >= plan.speaking.minutes * 60:
        yield Mismatch(
            ("speaking", "warn_seconds"),
            str(plan.speaking.warn_seconds),
            f"không ngắn hơn thời gian phát biểu ({plan.speaking.minutes} phút)",
            "ghi số giây nhỏ hơn, ví dụ 30",
        )


@_reads("deadlines")
def _reply_dates_are_in_order(plan: Plan) -> Iterator[Mismatch]:
    least, most = plan.deadlines.pending_reply_working_days, plan.deadlines.pending_reply_max_days
    if least and most and least > most:
        yield Mismatch(
            ("deadlines", "pending_reply_working_days"),
            str(least),
            f"dài hơn hạn chót {most} ngày (pending_reply_max_days)",
            "ghi số ngày làm việc ngắn hơn hạn chót, hoặc false để bỏ",
        )


@_reads("recipients", "unit_label")
def _last_recipient_keeps_a_copy(plan: Plan) -> Iterator[Mismatch]:
    for kind in DocumentKind:
        lines = plan.recipients_of(kind)
        if not lines or not lines[-1].text.startswith("Lưu"):
            yield Mismatch(
                ("recipients", kind.value),
                lines[-1].line if lines else "",
                "dòng cuối của nơi nhận phải là dòng lưu",
                "thêm “Lưu: VT.” ở cuối",
            )


@_reads("survey", "plugins")
def _survey_is_switched_on(plan: Plan) -> Iterator[Mismatch]:
    if plan.survey.on and not plan.plugins.get("survey", True):
        yield Mismatch(
            ("plugins", "survey"),
            "false",
            "kế hoạch có lấy ý kiến hài lòng (survey.on = true)",
            "ghi plugins.survey = true, hoặc survey.on = false",
        )
