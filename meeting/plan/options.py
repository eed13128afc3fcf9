"""The rules of the day and after it: asking, speaking, deadlines, survey, personal data."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from meeting.plan.base import (
    Count,
    Flag,
    Label,
    Line,
    Lines,
    LongText,
    Part,
    Text,
    made,
    off_is_none,
    wrong,
)
from meeting.plan.defaults import PREPARED_CONCLUSIONS, SURVEY_ITEMS


class Channel(StrEnum):
    """How an opinion reaches the meeting."""

    DIRECT = "DIRECT"
    VIA_SECRETARY = "VIA_SECRETARY"
    PRE_COLLECTED = "PRE_COLLECTED"


class Asking(Part):
    """How people ask and how they are answered."""

    answer_mode: Literal["each", "batch"] = "each"
    batch_size: Annotated[int, Field(strict=True, ge=2, le=50)] = 5
    order: Literal["REGISTRATION", "TOPIC", "FAIR"] = "REGISTRATION"
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)] = (
        Channel.DIRECT,
        Channel.VIA_SECRETARY,
        Channel.PRE_COLLECTED,
    )
    off_topic_in_writing: Flag = True
    chair_asks_back: Flag = True
    follow_up: Flag = True
    anonymous_slips: Flag = True
    pre_collection_sources: tuple[Label, ...] = ("Dư luận xã hội", "Đơn, thư gửi trước")
    severities: tuple[Label, ...] = ("Bức xúc", "Cần giải quyết", "Góp ý")


class Speaking(Part):
    """The floor: how long, and who may ask for it."""

    minutes: Annotated[int, Field(strict=True, ge=1, le=60)] = 5
    warn_seconds: Annotated[int, Field(strict=True, ge=0, le=600)] = 30
    presence_required: Flag = True
    languages: tuple[Label, ...] = ("tiếng Việt",)


class Attendance(Part):
    """The door: who may come without an invitation, and what the invitation says."""

    walk_ins: Flag = True
    substitutes: Flag = True
    ask_phone: Flag = False
    eligibility: Line = ""
    invitation_notes: tuple[Text, ...] = ()


Days = Annotated[
    Annotated[int, Field(strict=True, ge=1, le=365)] | None, BeforeValidator(off_is_none)
]


class Deadlines(Part):
    """Lead times and due dates; ``false`` switches a rule off. Defaults are the strictest known."""

    public_notice_days_before: Days = 7
    invitation_days_before: Days = 2
    opinions_classified_days_before: Days = 5
    plan_briefing_days_before: Days = 5
    conclusion_notice_working_days: Days = 5
    result_notice_days: Days = 10
    pending_reply_working_days: Days = 15
    pending_reply_max_days: Days = 30
    off_topic_reply_working_days: Days = 15
    acknowledge_working_days: Days = 10
    posting_days: Days = 30
    annual_minimum: Days = 1
    extraordinary_voter_share: Annotated[int, Field(strict=True, ge=1, le=100)] = 10
    annual_report_quarter: Annotated[int, Field(strict=True, ge=1, le=4)] = 4


class Survey(Part):
    """Satisfaction counts, owned by the Fatherland Front. Never blocks closing."""

    on: Flag = False
    owner: Text = "Ủy ban Mặt trận Tổ quốc Việt Nam"
    items: Annotated[tuple[Text, ...], Field(min_length=1, max_length=20)] = SURVEY_ITEMS
    choices: Annotated[tuple[Label, ...], Field(min_length=2, max_length=6)] = (
        "Hài lòng",
        "Tương đối hài lòng",
        "Chưa hài lòng",
        "Không có ý kiến",
    )


class Minutes(Part):
    """The form of the minutes and what is prepared for their conclusion."""

    form: Literal["narrative", "table", "one_village"] = "narrative"
    conclusion_points: tuple[LongText, ...] = PREPARED_CONCLUSIONS


class Privacy(Part):
    """Whom to ask about personal data, and what people are told."""

    contact: Text = "Văn phòng"
    phone: Line = ""
    recording: Flag = True
    public_names: Literal["FULL", "INITIALS"] = "FULL"
    delete_after_days: Count = 90
    notice: Lines = ""


class Notations(Part):
    """The symbol after the number of each paper; ``{organ}`` stands for the host's abbreviation."""

    plan: Text = "KH-{organ}"
    invitation: Text = "GM-{organ}"
    programme: Text = "CTr-{organ}"
    minutes: Text = "BB-{organ}"
    conclusion_notice: Text = "TB-{organ}"
    result_notice: Text = "TB-{organ}"
    summary_report: Text = "BC-{organ}"
    written_reply: Text = "{organ}-VP"
    transfer_slip: Text = "PC-{organ}"
    forwarding_letter: Text = made(lambda data: data["written_reply"])


def _scalar(value: object) -> object:
    if not isinstance(value, bool | int | float | str):
        raise wrong("không phải là một giá trị đơn", "ghi chữ, số, true hoặc false")
    return value


Scalar = Annotated[bool | int | float | str, BeforeValidator(_scalar)]
