"""The tables of a plan: who hosts, where and when, who is invited, who answers for what."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from meeting.plan.base import (
    Code,
    Count,
    Day,
    Flag,
    Label,
    Line,
    Minutes,
    Name,
    Part,
    Text,
    Time,
    Zero,
    code_of,
    made,
    named,
    wrong,
)

ORGANS = {
    "PEOPLES_COMMITTEE": ("Ủy ban nhân dân", "UBND"),
    "PEOPLES_COUNCIL": ("Hội đồng nhân dân", "HĐND"),
}
# Words a place name is spoken with; the date line of a paper leaves them out ("Tơ Tung, ngày …").
_CLASS_WORDS = ("xã", "phường", "thị trấn", "đặc khu", "huyện", "thị xã", "thành phố", "quận")


def _place_name(commune: str) -> str:
    for word in _CLASS_WORDS:
        if commune.lower().startswith(word + " "):
            rest = commune[len(word) + 1 :]
            # A unit named by a number keeps its class word: "Phường 1, ngày …".
            return rest if not rest[:1].isdigit() else commune[:1].upper() + commune[1:]
    return commune


def _organ(data: dict[str, Any]) -> tuple[str, str]:
    return ORGANS[data.get("kind", "PEOPLES_COMMITTEE")]


class Host(Part):
    """The body that holds the meeting, as it stands in the head of its papers."""

    kind: Literal["PEOPLES_COMMITTEE", "PEOPLES_COUNCIL"] = "PEOPLES_COMMITTEE"
    commune: Label  # with its class word: "xã Tơ Tung", "Phường 1", "huyện Hồng Ngự"
    name: Text = made(lambda data: f"{_organ(data)[0]} {data['commune']}")
    head_lines: Annotated[tuple[Text, ...], Field(min_length=1, max_length=4)] = made(
        lambda data: (_organ(data)[0].upper(), data["commune"].upper())
    )
    parent: Line = ""
    abbreviation: Text = made(lambda data: _organ(data)[1])
    capacity: Text = made(lambda data: f"TM. {data['head_lines'][0]}")  # above who signs
    place_name: Text = made(lambda data: _place_name(data["commune"]))
    office: Text = "Văn phòng HĐND và UBND"


class Document(Part):
    """The plan's own number and date; both are blank until the records clerk gives them."""

    number: Line = ""
    date: Day | None = None
    drafter: Line = ""


class Extraordinary(Part):
    """Why an extraordinary dialogue is held: enough voters ask for it, or it is necessary."""

    ground: Literal["VOTERS", "NECESSARY"]
    reason: Text
    voters: Zero | None = None
    requesting: Zero | None = None

    @model_validator(mode="after")
    def _counted(self) -> Self:
        if self.ground == "VOTERS" and not (self.voters and self.requesting):
            raise wrong(
                "chưa ghi đủ số cử tri (voters) và số cử tri yêu cầu (requesting)",
                "ghi cả hai số, hoặc đổi ground thành “NECESSARY”",
            )
        if (self.requesting or 0) > (self.voters or self.requesting or 0):
            raise wrong(
                f"số cử tri yêu cầu ({self.requesting}) lớn hơn tổng số cử tri ({self.voters})",
                "kiểm tra lại hai con số voters và requesting",
            )
        return self

    @property
    def share_percent(self) -> float | None:
        """Share of voters who ask, in percent, for printing."""
        return 100 * (self.requesting or 0) / self.voters if self.voters else None


class Venue(Part):
    """Where people come together."""

    name: Line = ""
    address: Line = ""

    @property
    def full(self) -> str:
        return f"{self.name} ({self.address})" if self.name and self.address else self.name


class Schedule(Part):
    """When: a day and hours, or words as long as the day is not fixed."""

    date: Day | None = None
    text: Line = "Lịch thông báo cụ thể sau"
    start: Time | None = None
    end: Time | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.start and self.end and self.end <= self.start:
            raise wrong(
                f"giờ kết thúc ({self.end:%H:%M}) không sau giờ bắt đầu ({self.start:%H:%M})",
                "ghi end muộn hơn start",
            )
        return self

    @property
    def is_fixed(self) -> bool:
        return self.date is not None


class UnitLabel(Part):
    """The word for a hamlet-level unit here: làng, thôn, khóm, ấp, bản …"""

    singular: Label
    plural: Label = made(lambda data: data["singular"])
    head: Text = made(lambda data: f"Trưởng {data['singular'].lower()}")


class Village(Part):
    """One hamlet-level unit. ``quota`` overrides the plan's rule."""

    name: Label
    code: Code = made(lambda data: code_of(data["name"]))
    quota: Count | None = None
    head_title: Line = ""
    sub_units: tuple[Label, ...] = ()


class DelegateKind(StrEnum):
    """What a delegate is; it says who belongs to the people's side."""

    OFFICIAL = "OFFICIAL"
    CITIZEN = "CITIZEN"
    VILLAGE_OFFICER = "VILLAGE_OFFICER"
    ELDER = "ELDER"
    ENTERPRISE = "ENTERPRISE"
    GUEST = "GUEST"
    PRESS = "PRESS"

    @property
    def of_the_people(self) -> bool:
        return self not in {DelegateKind.OFFICIAL, DelegateKind.GUEST, DelegateKind.PRESS}


class Group(Part):
    """Invitees who are listed together, in the order of protocol."""

    name: Label
    code: Code = made(lambda data: code_of(data["name"]))
    kind: DelegateKind
    people_side: Flag = made(lambda data: data["kind"].of_the_people)
    expected: Count | None = None
    per_village: Count | None = None
    invitation: Literal["PERSONAL", "UNIT", "PUBLIC", "ORGANISATION"] = "PERSONAL"
    invited_by: Line = ""
    may_answer: Flag = made(lambda data: data["kind"] == DelegateKind.OFFICIAL)


class Department(Part):
    """A specialised unit and the topic categories it answers for."""

    name: Label
    code: Code = made(lambda data: code_of(data["name"]))
    short: Label = made(lambda data: data["name"])
    fields: tuple[Code, ...] = ()


class Category(Part):
    """A topic. ``sensitive``: opinions on it are masked in public until somebody decides."""

    code: Code
    title: Label
    sensitive: Flag = False


class AgendaKind(StrEnum):
    """What happens in a step; screens and times depend on it."""

    WELCOME = "WELCOME"
    OPENING = "OPENING"
    RULES = "RULES"
    REPORT = "REPORT"
    SPEAKING = "SPEAKING"
    ANSWERS = "ANSWERS"
    FOLLOW_UP = "FOLLOW_UP"
    GUESTS = "GUESTS"
    SURVEY = "SURVEY"
    CONCLUSION = "CONCLUSION"
    CLOSING = "CLOSING"


class AgendaItem(Part):
    """A step of the programme."""

    title: Text
    kind: AgendaKind
    who: Line = ""
    minutes: Minutes | None = None


class PersonRole(StrEnum):
    """What a named person does at the meeting."""

    CHAIR = "chair"
    CO_CHAIR = "co_chair"
    CONCLUDING_OFFICIAL = "concluding_official"
    SECRETARY = "secretary"
    MC = "mc"


class Person(Part):
    """Somebody the plan names. Other parts refer to them by ``id`` or by name."""

    name: Name
    id: Code = made(lambda data: code_of(data["name"]))
    honorific: Literal["Ông", "Bà", "Ông (Bà)"] = "Ông (Bà)"
    title: Line = ""
    department: Code | None = None
    roles: tuple[PersonRole, ...] = ()

    @property
    def full(self) -> str:
        """As in minutes: ``Ông Trần Xuân Nam - Chủ tịch UBND xã``."""
        return f"{self.honorific} {self.name}" + (f" - {self.title}" if self.title else "")

    @property
    def titled(self) -> str:
        """As said in a sentence, the office directly before the name, so with a capital.

        ``Chủ tịch UBND xã Trần Xuân Nam``; without an office ``ông Trần Xuân Nam``.
        """
        if not self.title:
            return f"{self.honorific.lower()} {self.name}"
        return f"{self.title[0].upper()}{self.title[1:]} {self.name}"


class DocumentKind(StrEnum):
    """Papers that are numbered, signed and sent."""

    PLAN = "plan"
    INVITATION = "invitation"
    PROGRAMME = "programme"
    MINUTES = "minutes"
    CONCLUSION_NOTICE = "conclusion_notice"
    RESULT_NOTICE = "result_notice"
    SUMMARY_REPORT = "summary_report"
    WRITTEN_REPLY = "written_reply"
    TRANSFER_SLIP = "transfer_slip"
    FORWARDING_LETTER = "forwarding_letter"


class Signature(Part):
    """A signature block. ``person`` left empty leaves the name blank."""

    document: DocumentKind
    capacity: Line = ""  # "TM. ỦY BAN NHÂN DÂN"
    title: Text  # "CHỦ TỊCH", "THƯ KÝ"
    person: Line = ""
    side: Literal["left", "right"] = "right"


class Recipient(Part):
    """A line of “Nơi nhận”: ``- Sở Nội vụ tỉnh (b/c);``"""

    text: Text
    purpose: Line = ""

    @model_validator(mode="before")
    @classmethod
    def _from_line(cls, value: object) -> object:
        """Accept ``"Sở Nội vụ tỉnh (b/c)"`` as well as a table."""
        if not isinstance(value, str):
            return value
        start, bracket, rest = value.rpartition(" (")
        if bracket and rest.endswith(")") and not value.startswith("Lưu"):
            return {"text": start, "purpose": rest[:-1]}
        return {"text": value}

    @property
    def line(self) -> str:
        return f"{self.text} ({self.purpose})" if self.purpose else self.text


class NoticeChannel(Part):
    """A way the meeting and its results are made public."""

    name: Label
    kind: Literal[
        "LOUDSPEAKER", "WEBSITE", "POSTING", "INVITATION", "VILLAGE_HEAD", "PRESS", "OTHER"
    ] = "OTHER"
    who: Line = ""


class ChecklistItem(Part):
    """Something to prepare before the day."""

    name: Text
    who: Line = ""
    days_before: Annotated[int, Field(strict=True, ge=0, le=365)] | None = None


VillageEntry = Annotated[Village, BeforeValidator(named)]
ChannelEntry = Annotated[NoticeChannel, BeforeValidator(named)]
ChecklistEntry = Annotated[ChecklistItem, BeforeValidator(named)]


class SessionPlan(Part):
    """One of several sessions of a plan. What it leaves out is taken from the plan."""

    name: Label
    venue: Venue | None = None
    schedule: Schedule | None = None
    chair: Line = ""
    secretary: Line = ""
    villages: tuple[Label, ...] = ()
