"""Invented people and opinions that bring a plan to life for a try-out, a rehearsal or a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from meeting import text
from meeting.plan.base import (
    Code,
    Distinction,
    Flag,
    Label,
    Line,
    Lines,
    LongText,
    Name,
    Part,
    wrong,
)
from meeting.plan.checks import Mismatch, did_you_mean
from meeting.plan.files import read_toml, with_lines
from meeting.plan.model import Plan
from meeting.plan.options import Channel
from meeting.plan.problems import PlanError, Problem, of_mismatch, of_validation

SAMPLES = Path(__file__).resolve().parent.parent / "plans" / "samples"
Honorific = Literal["Ông", "Bà"]
Outcome = Literal[
    "ANSWERED_ON_SPOT",
    "PENDING",
    "BEYOND_AUTHORITY",
    "OFF_TOPIC_WRITTEN",
    "NOTED",
    "MERGED",
    "REFERRED",
]


class Substitute(Part):
    """Somebody who comes in the place of an invited delegate."""

    name: Name
    honorific: Honorific


class SampleDelegate(Part):
    """Somebody from the people's side, invited through a village."""

    name: Name
    honorific: Honorific
    village: Label
    office_title: Line = ""
    distinction: Distinction = ""  # what tells them from a namesake
    group: Code
    presence: Literal["PRESENT", "EXCUSED", "ABSENT"] = "PRESENT"
    reason: Line = ""
    substitute: Substitute | None = None


class SampleOfficial(Part):
    """Somebody from the officials' side."""

    name: Name
    honorific: Honorific
    title: Line
    group: Code
    department: Code | None = None


class WalkIn(Part):
    """Somebody who comes without an invitation."""

    name: Name
    honorific: Honorific
    village: Label


class Author(Part):
    """Who raises an opinion; no name on an anonymous slip."""

    name: Line = ""
    village: Label

    @property
    def is_anonymous(self) -> bool:
        return not self.name


class Exchange(Part):
    """A question and its reply inside an opinion: the chair asks back, or a person follows up."""

    question: LongText
    reply: LongText


class SampleOpinion(Part):
    """One thing raised, with what came of it."""

    by: Author
    channel: Channel
    category: Code
    text: LongText
    outcome: Outcome
    department: Code | None = None
    answer: Lines = ""
    answered_by: Line = ""
    clarification: Exchange | None = None
    follow_up: Exchange | None = None
    competent_body: Line = ""
    merged_into: Annotated[int, Field(strict=True, ge=1)] | None = None
    sensitive: Flag = False

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = {
            "ANSWERED_ON_SPOT": ("answer", "answered_by"),
            "PENDING": ("department",),
            "BEYOND_AUTHORITY": ("competent_body",),
            "MERGED": ("merged_into",),
        }.get(self.outcome, ())
        missing = [key for key in needed if not getattr(self, key)]
        if missing:
            raise wrong(
                f"kết quả {self.outcome} còn thiếu {', '.join(missing)}", "ghi thêm khóa này"
            )
        return self


class Sample(Part):
    """The people and opinions of one try-out meeting."""

    delegates: tuple[SampleDelegate, ...] = ()
    officials: tuple[SampleOfficial, ...] = ()
    walk_ins: tuple[WalkIn, ...] = ()
    opinions: tuple[SampleOpinion, ...] = ()
    conclusion: tuple[LongText, ...] = ()


def load_sample_file(path: str | Path, plan: Plan | None = None) -> Sample:
    """The sample in this file, checked against its plan when given. Raises ``PlanError``."""
    file = Path(path)
    content, data = read_toml(file)
    try:
        sample = Sample.model_validate(data)
    except ValidationError as error:
        found = of_validation(file.name, Sample, error)
        raise PlanError(with_lines(found, content)) from None
    if plan is not None and (problems := check_sample(sample, plan, file.name)):
        raise PlanError(with_lines(problems, content))
    return sample


def shipped_samples() -> dict[str, Path]:
    """The samples that come with the product, by the name of their plan."""
    return {path.stem: path for path in sorted(SAMPLES.glob("*.toml"))}


def shipped_sample(name: str) -> Path:
    """The file of one sample that comes with the product."""
    return SAMPLES / f"{name}.toml"


def check_sample(sample: Sample, plan: Plan, file: str = "") -> list[Problem]:
    """Where a sample names what its plan does not have."""
    return [of_mismatch(file, one) for one in _mismatches(sample, plan)]


def _mismatches(sample: Sample, plan: Plan) -> Iterator[Mismatch]:
    villages = {name for one in plan.villages for name in (one.name, one.code)}
    groups = {one.code for one in plan.groups}
    departments = {one.code for one in plan.departments}
    categories = {one.code for one in plan.categories}
    for part, key, known in (
        ("delegates", "village", villages),
        ("walk_ins", "village", villages),
        ("delegates", "group", groups),
        ("officials", "group", groups),
        ("officials", "department", departments),
        ("opinions", "category", categories),
        ("opinions", "department", departments),
    ):
        for index, one in enumerate(getattr(sample, part)):
            value = getattr(one, key)
            if value is not None and value not in known:
                yield _unknown((part, index, key), value, known)
    yield from _namesakes(sample)
    yield from _authors(sample)


def _namesakes(sample: Sample) -> Iterator[Mismatch]:
    """People of one name and village whom nobody could tell apart."""
    met: set[tuple[str, str, str]] = set()
    for index, one in enumerate(sample.delegates):
        who = (one.village, text.search_key(one.name), text.search_key(one.distinction))
        if who in met:
            path = ("delegates", index, "distinction")
            right = "ghi điều để phân biệt, ví dụ “con ông Pŭih”"
            yield Mismatch(
                path, one.distinction, f"trùng tên {one.name} trong cùng một làng", right
            )
        met.add(who)


def _authors(sample: Sample) -> Iterator[Mismatch]:
    people = {(one.name, one.village) for one in sample.delegates}
    people |= {(one.name, one.village) for one in sample.walk_ins}
    people |= {(one.substitute.name, one.village) for one in sample.delegates if one.substitute}
    names = {name for name, _ in people}
    for index, opinion in enumerate(sample.opinions):
        by = opinion.by
        if not by.is_anonymous and (by.name, by.village) not in people:
            yield _unknown(("opinions", index, "by"), f"{by.name}, {by.village}", names)
        if opinion.merged_into is not None and opinion.merged_into > len(sample.opinions):
            value = str(opinion.merged_into)
            right = f"ghi số từ 1 đến {len(sample.opinions)}"
            yield Mismatch(("opinions", index, "merged_into"), value, "không có ý kiến này", right)


def _unknown(path: tuple[str | int, ...], value: str, known: set[str]) -> Mismatch:
    right = did_you_mean(value, sorted(known))
    return Mismatch(path, value, "không có trong kế hoạch hoặc danh sách mẫu", right)
