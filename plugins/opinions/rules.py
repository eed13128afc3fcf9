"""What may be asked, approved, shown and answered: pure, without database and clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from meeting import text as words
from meeting.contract import Actor, Refused, _l
from plugins.opinions import texts

OPENER = Actor.system("opinions")  # who opens an opinion when a speech begins


class Channel(StrEnum):
    """How an opinion reached the meeting."""

    DIRECT = "DIRECT"
    VIA_SECRETARY = "VIA_SECRETARY"
    PHONE = "PHONE"
    PRE_COLLECTED = "PRE_COLLECTED"

    @property
    def label(self) -> object:
        """The channel in words."""
        return _CHANNELS[self]


_CHANNELS: dict[Channel, object] = {
    Channel.DIRECT: _l("Spoken"),
    Channel.VIA_SECRETARY: _l("Question slip"),
    Channel.PHONE: _l("Sent by phone"),
    Channel.PRE_COLLECTED: _l("Collected before the meeting"),
}


class State(StrEnum):
    """Whether the secretary has let an opinion through to the chair."""

    NEW = "NEW"
    APPROVED = "APPROVED"


class Kind(StrEnum):
    """What sort of thing was raised (S2-17). The last two have a procedure of their own."""

    PETITION = "PETITION"
    FEEDBACK = "FEEDBACK"
    QUESTION = "QUESTION"
    PROPOSAL = "PROPOSAL"
    COMPLAINT = "COMPLAINT"
    DENUNCIATION = "DENUNCIATION"

    @property
    def label(self) -> object:
        """The sort in words."""
        return _KINDS[self]


_KINDS: dict[Kind, object] = {
    Kind.PETITION: _l("Request"),
    Kind.FEEDBACK: _l("Report of a fault"),
    Kind.QUESTION: _l("Question to answer"),
    Kind.PROPOSAL: _l("Proposal"),
    Kind.COMPLAINT: _l("Complaint"),
    Kind.DENUNCIATION: _l("Denunciation"),
}
ROUTED_OUT = frozenset({Kind.COMPLAINT, Kind.DENUNCIATION})  # Law on Denunciations, 9, 22


class EntryKind(StrEnum):
    """What a piece of an opinion's thread is. What is prepared nobody has said yet."""

    QUESTION = "QUESTION"
    CLARIFICATION = "CLARIFICATION"
    REPLY = "REPLY"
    ANSWER = "ANSWER"
    FOLLOW_UP = "FOLLOW_UP"
    CONCLUSION = "CONCLUSION"
    PREPARED = "PREPARED"

    @property
    def label(self) -> object:
        """The kind in words."""
        return _ENTRIES[self]


_ENTRIES: dict[EntryKind, object] = {
    EntryKind.QUESTION: _l("What was raised"),
    EntryKind.CLARIFICATION: _l("The chair asked back"),
    EntryKind.REPLY: _l("Reply to the chair"),
    EntryKind.ANSWER: _l("Answer"),
    EntryKind.FOLLOW_UP: _l("Follow-up to the answer"),
    EntryKind.CONCLUSION: _l("The chair concludes"),
    EntryKind.PREPARED: _l("Prepared answer"),
}
ADDED = frozenset(  # what the secretary adds to a thread by hand, as often as it is said
    {
        EntryKind.CLARIFICATION,
        EntryKind.REPLY,
        EntryKind.ANSWER,
        EntryKind.FOLLOW_UP,
        EntryKind.CONCLUSION,
    }
)


class Outcome(StrEnum):
    """What became of an opinion."""

    ANSWERED_ON_SPOT = "ANSWERED_ON_SPOT"
    PENDING = "PENDING"
    BEYOND_AUTHORITY = "BEYOND_AUTHORITY"
    OFF_TOPIC_WRITTEN = "OFF_TOPIC_WRITTEN"
    NOTED = "NOTED"
    MERGED = "MERGED"
    REFERRED = "REFERRED"

    @property
    def label(self) -> object:
        """The outcome in words."""
        return _OUTCOMES[self]


_OUTCOMES: dict[Outcome, object] = {
    Outcome.ANSWERED_ON_SPOT: _l("Answered at the meeting"),
    Outcome.PENDING: _l("Not settled yet: a department answers by a date"),
    Outcome.BEYOND_AUTHORITY: _l("Beyond our authority: passed on"),
    Outcome.OFF_TOPIC_WRITTEN: _l("Off topic: answered privately in writing"),
    Outcome.NOTED: _l("Noted"),
    Outcome.MERGED: _l("Same as another opinion"),
    Outcome.REFERRED: _l("Guided to file a complaint or denunciation"),
}
DUE = frozenset({Outcome.PENDING, Outcome.OFF_TOPIC_WRITTEN})  # outcomes with a date


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Whose opinion it is: a speaking turn, a delegate, a name somebody gave, or nobody named."""

    turn_id: int | None = None
    delegate_id: int | None = None
    name: str = ""
    honorific: str = ""  # of the name: "Ông", "Bà" or not known
    village_id: int | None = None
    anonymous: bool = False


@dataclass(frozen=True, kw_only=True)
class Case:
    """An opinion as far as the rules look at it."""

    number: int
    text: str = ""
    approved: bool = False
    sensitive: bool = False
    kind: str = ""
    answer: str = ""
    answered_by: str = ""
    department: str = ""
    outcome: Outcome | None = None


def known_asker(asker: Asker, channel: Channel, *, anonymous_slips: bool) -> Asker:
    """Refuse an opinion nobody is named for, unless it is said to have come without a name."""
    if asker.turn_id is not None or asker.delegate_id is not None:
        return asker
    if asker.anonymous:
        if channel is not Channel.DIRECT and not anonymous_slips:
            raise Refused(
                "opinions.name_needed",
                _l("The plan does not accept slips without a name. Write who asks."),
            )
        return replace(asker, name="", honorific="")
    if not words.clean(asker.name):
        raise Refused(
            "opinions.no_asker",
            _l("Write who asks, or choose “no name given”."),
        )
    name = texts.asker_name(asker.name)
    typed = f"{asker.honorific} "
    if asker.honorific and name.lower().startswith(typed.lower()):
        name = texts.asker_name(name[len(typed) :])  # chosen and typed: once is enough
    return replace(asker, name=name)


def listed(code: str, codes: Sequence[str], refusal: str) -> str:
    """A category or department of the plan, or none."""
    if code and code not in codes:
        raise Refused(
            refusal,
            _l("“%(given)s” is not in the plan. Choose one of the list."),
            given=code,
        )
    return code


def within_limit(sent: int, limit: int) -> None:
    """Refuse a phone that sends more questions than the office wants to handle from one person."""
    if limit and sent >= limit:
        raise Refused(
            "opinions.too_many",
            _l(
                "You have sent %(sent)s questions, the most that one person can send by phone. "
                "Hand further ones to the secretary on paper."
            ),
            sent=sent,
        )


def fresh(seen: int, present: int, *, theirs: str, by: str) -> None:
    """Refuse a text that was written over an older version than the stored one."""
    if seen != present:
        raise Refused(
            "opinions.stale",
            _l(
                "%(by)s saved another version while you were typing. Both are shown: "
                "put into your text what shall stay, then save again."
            ),
            by=by,
            theirs=theirs,
            revision=present,
        )


def may_be_shown(case: Case) -> None:
    """Only what was approved and is not sensitive reaches the hall screen."""
    if case.sensitive:
        raise Refused(
            "opinions.sensitive",
            _l("Opinion %(number)s is sensitive and is never shown in the hall."),
            number=case.number,
        )
    if not case.approved:
        raise Refused(
            "opinions.not_approved",
            _l("Opinion %(number)s is not approved yet. Approve it first."),
            number=case.number,
        )
    if not case.text:
        raise Refused(
            "opinions.no_words",
            _l("Nothing is written in opinion %(number)s yet. Write down what was said first."),
            number=case.number,
        )


def may_lose_department(case: Case) -> None:
    """A pending opinion always has somebody who owes the answer."""
    if case.outcome is Outcome.PENDING:
        raise Refused(
            "opinions.department_needed",
            _l("Opinion %(number)s is pending, so a department must owe the answer."),
            number=case.number,
        )


def may_be_open(case: Case) -> None:
    """A complaint or denunciation stays masked: whoever makes one is protected by law."""
    if case.outcome is Outcome.REFERRED:
        raise Refused(
            "opinions.referred",
            _l(
                "Opinion %(number)s was guided to file a complaint or denunciation "
                "and stays masked. Change the outcome first."
            ),
            number=case.number,
        )
    if case.kind in ROUTED_OUT:
        raise Refused(
            "opinions.protected",
            _l(
                "Opinion %(number)s is a complaint or denunciation and stays masked. "
                "If that is wrong, change what sort it is first."
            ),
            number=case.number,
        )


def department_may_read(case: Case) -> bool:
    """Whether a department may read what was assigned to it: no complaint about anybody."""
    referred = case.outcome is Outcome.REFERRED or case.kind in ROUTED_OUT
    return bool(case.department) and case.approved and not referred


def hangs_on_the_wall(number: int) -> Refused:
    """What the hall reads was approved word by word."""
    return Refused(
        "opinions.on_the_wall",
        _l(
            "Opinion %(number)s is on the hall screen now. Ask the secretary to change it, or save "
            "again when it is off the screen."
        ),
        number=number,
    )


def may_be_joined(case: Case) -> None:
    """What the chair or the secretary decided is theirs to change."""
    if case.outcome not in {None, Outcome.MERGED}:
        raise Refused(
            "opinions.decided",
            _l("Opinion %(number)s has its outcome already. Ask the secretary to change it."),
            number=case.number,
        )


def may_be_supported(case: Case, *, own: bool, on: bool) -> None:
    """Only what everybody may read gets support, and nobody supports themselves."""
    if not on:
        raise Refused(
            "opinions.support_off",
            _l("Support is not counted at this meeting. Tell the secretary what you think."),
        )
    if not case.approved or case.sensitive or case.outcome is Outcome.MERGED:
        raise Refused(
            "opinions.not_public",
            _l("This opinion is not on the list any more. Open the list again."),
        )
    if own:
        raise Refused("opinions.own_opinion", _l("This is your own opinion; it counts already."))


def keeps_its_answer(case: Case, text: str, answered_by: str) -> None:
    """What counts as answered cannot lose its answer, nor who gave it."""
    lost = (case.answer and not text) or not answered_by
    if case.outcome is Outcome.ANSWERED_ON_SPOT and lost:
        raise Refused(
            "opinions.answer_needed",
            _l(
                "Opinion %(number)s counts as answered at the meeting, "
                "so the answer and who gave it must stay. Change the outcome first."
            ),
            number=case.number,
        )
