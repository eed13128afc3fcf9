"""The plan of a dialogue conference: the digital form of a kế hoạch, checked as a whole.

Nothing here knows a commune, a unit word or a quota: all of it is in the plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from meeting import text
from meeting.plan import defaults
from meeting.plan.base import Flag, Part, PluginName, Text, made
from meeting.plan.options import (
    Asking,
    Attendance,
    Deadlines,
    Minutes,
    Notations,
    Privacy,
    Scalar,
    Speaking,
    Survey,
)
from meeting.plan.parts import (
    AgendaItem,
    Category,
    ChannelEntry,
    ChecklistEntry,
    ChecklistItem,
    Department,
    Document,
    DocumentKind,
    Extraordinary,
    Group,
    Host,
    NoticeChannel,
    Person,
    PersonRole,
    Recipient,
    Schedule,
    SessionPlan,
    Signature,
    UnitLabel,
    Venue,
    Village,
    VillageEntry,
)
from meeting.plan.quota import NoQuota, Quota


@dataclass(frozen=True, kw_only=True)
class Session:
    """One meeting of the plan with everything filled in, whether it was said there or for all."""

    index: int
    name: str  # empty when the plan has a single meeting
    venue: Venue
    schedule: Schedule
    chair: Person
    secretaries: tuple[Person, ...]
    villages: tuple[Village, ...]


def _parsed(model: type[Part], values: Iterable[dict[str, Any]]) -> tuple[Any, ...]:
    return tuple(model.model_validate(value) for value in values)


class Recipients(Part):
    """“Nơi nhận” of each paper; the last line says who keeps a copy."""

    plan: tuple[Recipient, ...] = Field(default_factory=lambda: _recipients("plan"))
    invitation: tuple[Recipient, ...] = Field(default_factory=lambda: _recipients("invitation"))
    programme: tuple[Recipient, ...] = Field(default_factory=lambda: _recipients("programme"))
    minutes: tuple[Recipient, ...] = Field(default_factory=lambda: _recipients("minutes"))
    conclusion_notice: tuple[Recipient, ...] = Field(
        default_factory=lambda: _recipients("conclusion_notice")
    )
    result_notice: tuple[Recipient, ...] = Field(
        default_factory=lambda: _recipients("result_notice")
    )
    summary_report: tuple[Recipient, ...] = Field(
        default_factory=lambda: _recipients("summary_report")
    )
    written_reply: tuple[Recipient, ...] = Field(
        default_factory=lambda: _recipients("written_reply")
    )
    transfer_slip: tuple[Recipient, ...] = Field(
        default_factory=lambda: _recipients("transfer_slip")
    )
    forwarding_letter: tuple[Recipient, ...] = made(lambda data: data["written_reply"])


def _recipients(document: str) -> tuple[Recipient, ...]:
    return tuple(Recipient.model_validate(line) for line in defaults.RECIPIENTS[document])


class Plan(Part):
    """Everything an office states about a dialogue before the day."""

    format: Literal[1] = 1
    title: Text
    subject: Text = made(lambda data: data["title"])
    scope: Text
    meeting_type: Literal["PERIODIC", "EXTRAORDINARY"] = "PERIODIC"
    extraordinary: Extraordinary | None = None
    mode: Literal["IN_PERSON", "ONLINE", "BOTH"] = "IN_PERSON"
    legal_bases: tuple[Text, ...] = ()
    content: tuple[Text, ...] = ()
    backdrop: tuple[Text, ...] = made(lambda data: (data["title"],))
    competent_bodies: tuple[Text, ...] = ()
    document: Document = Document()
    host: Host
    venue: Venue = Venue()
    schedule: Schedule = Schedule()
    unit_label: UnitLabel
    villages: Annotated[tuple[VillageEntry, ...], Field(min_length=1, max_length=500)]
    sessions: tuple[SessionPlan, ...] = ()
    quota: Quota = NoQuota()
    groups: tuple[Group, ...] = _parsed(Group, defaults.GROUPS)
    departments: tuple[Department, ...] = ()
    categories: Annotated[tuple[Category, ...], Field(min_length=1)] = _parsed(
        Category, defaults.CATEGORIES
    )
    people: Annotated[tuple[Person, ...], Field(min_length=1)]
    speaking: Speaking = Speaking()
    asking: Asking = Asking()
    attendance: Attendance = Attendance()
    survey: Survey = Survey()
    agenda: tuple[AgendaItem, ...] = made(
        lambda data: _parsed(AgendaItem, defaults.agenda(survey=data["survey"].on))
    )
    house_rules: tuple[Text, ...] = made(
        lambda data: defaults.house_rules(minutes=data["speaking"].minutes)
    )
    deadlines: Deadlines = Deadlines()
    minutes: Minutes = Minutes()
    notations: Notations = Notations()
    signatures: tuple[Signature, ...] = ()
    recipients: Recipients = Recipients()
    notice_channels: tuple[ChannelEntry, ...] = _parsed(NoticeChannel, defaults.NOTICE_CHANNELS)
    checklist: tuple[ChecklistEntry, ...] = tuple(
        ChecklistItem(name=name) for name in defaults.CHECKLIST
    )
    privacy: Privacy = Privacy()
    plugins: dict[PluginName, Flag] = Field(default_factory=dict)  # not named: on
    settings: dict[PluginName, dict[str, Scalar]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        from meeting.plan.checks import cross_check

        if found := cross_check(self):
            raise PydanticCustomError(
                "plan_checks", "{count} chỗ không khớp nhau", {"count": len(found), "found": found}
            )
        return self

    # -- sessions ---------------------------------------------------------------------------------

    @property
    def session_count(self) -> int:
        """How many meetings this plan makes; each has its own minutes."""
        return max(1, len(self.sessions))

    def session(self, index: int = 0) -> Session:
        """One meeting of the plan with everything filled in."""
        own = self.sessions[index] if self.sessions else SessionPlan(name=self.scope)
        chair = self.person(own.chair) if own.chair else self.chair
        secretary = (self.person(own.secretary),) if own.secretary else self.secretaries
        return Session(
            index=index,
            name=own.name if self.sessions else "",
            venue=own.venue or self.venue,
            schedule=own.schedule or self.schedule,
            chair=chair,
            secretaries=secretary,
            villages=tuple(map(self.village, own.villages)) or self.villages,
        )

    # -- people -----------------------------------------------------------------------------------

    def person(self, reference: str) -> Person:
        """The person with this id or name."""
        return next(one for one in self.people if reference in (one.id, one.name))

    def with_role(self, role: PersonRole) -> tuple[Person, ...]:
        return tuple(one for one in self.people if role in one.roles)

    @property
    def chair(self) -> Person:
        """Who presides where a session names nobody else."""
        chairs = self.with_role(PersonRole.CHAIR)
        return chairs[0] if chairs else self.person(self.sessions[0].chair)

    @property
    def co_chairs(self) -> tuple[Person, ...]:
        return self.with_role(PersonRole.CO_CHAIR)

    @property
    def secretaries(self) -> tuple[Person, ...]:
        return self.with_role(PersonRole.SECRETARY)

    @property
    def concluding_official(self) -> Person:
        """Whose conclusion it is: not always the chair's."""
        concluding = self.with_role(PersonRole.CONCLUDING_OFFICIAL)
        return concluding[0] if concluding else self.chair

    # -- villages and places ----------------------------------------------------------------------

    def village(self, reference: str) -> Village:
        """The village with this code or name."""
        return next(one for one in self.villages if reference in (one.code, one.name))

    def village_name(self, village: Village) -> str:
        """With its unit word, once: ``làng Stơr``, but ``Khóm 1`` as it is."""
        word = self.unit_label.singular
        has_word = village.name.lower().startswith(word.lower() + " ")
        return village.name if has_word else f"{word} {village.name}"

    def village_head(self, village: Village) -> str:
        """Title of the head of this village."""
        return village.head_title or self.unit_label.head

    def places(self, village: Village) -> int | None:
        """Places of a village, or nothing when the plan counts only the whole."""
        return village.quota or self.quota.places_per_village()

    def expected(self, index: int = 0) -> tuple[int | None, int | None]:
        """Fewest and most people the plan expects at one meeting."""
        villages = self.session(index).villages
        given = [self.places(village) for village in villages]
        if self.quota.kind == "per_unit":
            total = sum(places or 0 for places in given)
            return total, total
        return self.quota.bounds(len(villages))

    # -- topics and departments -------------------------------------------------------------------

    def category(self, code: str) -> Category | None:
        return next((one for one in self.categories if one.code == code), None)

    def department(self, code: str) -> Department | None:
        return next((one for one in self.departments if one.code == code), None)

    def department_for(self, category: str) -> Department | None:
        """Which department answers questions on this topic first."""
        return next((one for one in self.departments if category in one.fields), None)

    def group(self, code: str) -> Group | None:
        return next((one for one in self.groups if one.code == code), None)

    # -- papers -----------------------------------------------------------------------------------

    def notation(self, document: DocumentKind | str) -> str:
        """The symbol after the number: ``BB-UBND``."""
        form: str = getattr(self.notations, DocumentKind(document))
        return form.replace("{organ}", self.host.abbreviation)

    def recipients_of(self, document: DocumentKind | str) -> tuple[Recipient, ...]:
        """“Nơi nhận” of a paper; ``{head}`` stands for the title of village heads here."""
        lines: tuple[Recipient, ...] = getattr(self.recipients, DocumentKind(document))
        head, alone = self.unit_label.head, len(self.villages or ()) == 1
        named = (
            (one.text.replace("Các {head}", "{head}") if alone else one.text, one) for one in lines
        )
        return tuple(
            Recipient(text=words.replace("{head}", head), purpose=one.purpose)
            for words, one in named
        )

    def signatures_of(self, document: DocumentKind | str, index: int = 0) -> tuple[Signature, ...]:
        """The signature blocks of a paper, left to right: those of the plan, or the usual ones."""
        kind, session = DocumentKind(document), self.session(index)
        own = tuple(one for one in self.signatures if one.document == kind)
        if not own and kind is DocumentKind.FORWARDING_LETTER:
            return self.signatures_of(DocumentKind.WRITTEN_REPLY, index)
        if own:
            return tuple(sorted(own, key=lambda one: one.side))
        if kind is DocumentKind.MINUTES:
            secretary = session.secretaries[0].name if session.secretaries else ""
            return (
                Signature(document=kind, title="THƯ KÝ", person=secretary, side="left"),
                Signature(document=kind, title="CHỦ TỌA", person=session.chair.name),
            )
        signer = self.concluding_official
        office = _office(signer.title) or "CHỦ TỊCH"
        return (
            Signature(document=kind, capacity=self.host.capacity, title=office, person=signer.name),
        )

    def privacy_notice(self) -> str:
        """What people are told about their personal data."""
        privacy = self.privacy
        return privacy.notice or defaults.privacy_notice(
            self.host.name, privacy.contact, privacy.phone, recording=privacy.recording
        )


def _office(title: str) -> str:
    """``Chủ tịch UBND xã`` signs as ``CHỦ TỊCH``."""
    words = text.clean(title).split()
    stop = next((i for i, word in enumerate(words) if word in ("UBND", "HĐND", "Ủy", "Hội")), None)
    return " ".join(words[:stop]).upper()
