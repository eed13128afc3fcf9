"""What is decided about an opinion at the list, one key each, and how it is taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from meeting.contract import Refused, Tx, _l
from plugins.opinions import queries
from plugins.opinions.deciding import Wish
from plugins.opinions.events import OpinionDetailed, OpinionEdited, OutcomeSet
from plugins.opinions.models import Opinion
from plugins.opinions.rules import EntryKind, Kind, Outcome, State
from plugins.opinions.usecases import findable, outcomes, raising, triage
from plugins.opinions.usecases.rows import about, opinion_of, rewrite


class Act(StrEnum):
    """One key of the list."""

    APPROVE = "approve"
    TOPIC = "topic"
    DEPARTMENT = "department"
    JOIN = "join"
    OFF_TOPIC = "off_topic"
    SENSITIVE = "sensitive"
    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    NOTHING = "nothing"


SETTLING = frozenset(
    {Act.JOIN, Act.OFF_TOPIC, Act.COMPLAINT, Act.DENUNCIATION, Act.NOTHING}
)  # say what becomes of it
DECIDING = frozenset({Act.DEPARTMENT, *SETTLING} - {Act.JOIN})  # need the right to decide


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Everything about an opinion that a key of the list can change."""

    approved: bool = False
    category: str = ""
    kind: str = ""
    sensitive: bool = False
    department: str = ""
    outcome: str = ""
    followers: tuple[int, ...] = ()  # those joined with it
    blank: bool = False  # nothing is written yet

    def differs(self, other: Standing) -> list[str]:
        """The names of what is not the same."""
        names = (one.name for one in fields(self))
        return [name for name in names if getattr(self, name) != getattr(other, name)]

    def plain(self) -> dict[str, Any]:
        """As a cookie can keep it."""
        return asdict(self)

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Standing:
        """From what a cookie has kept."""
        return cls(**{**kept, "followers": tuple(kept["followers"])})


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What a key has changed."""

    number: int
    was: Standing
    now: Standing
    revision: int  # of the words


def decide(tx: Tx, *, opinion_id: int, act: str, value: str = "", seen: int = 0) -> Decided:
    """Do what one key says. ``seen``: the revision of the words that the clicker saw."""
    if act not in set(Act):
        raise Refused("opinions.no_such_act", _l("Choose what to do with the opinion."))
    opinion = opinion_of(tx, opinion_id)
    if act in SETTLING and opinion.outcome:
        raise Refused(
            "opinions.settled",
            _l("Opinion %(number)s has its outcome already. Open it to change that."),
            number=opinion.number,
        )
    was = _standing(tx, opinion)
    _ACTS[Act(act)](tx, opinion, value, seen)
    tx.session.flush()
    entry = queries.entry(tx.session, opinion_id, EntryKind.QUESTION)
    revision = entry.revision if entry else 0
    return Decided(number=opinion.number, was=was, now=_standing(tx, opinion), revision=revision)


def take_back(tx: Tx, *, opinion_id: int, was: Standing, now: Standing, revision: int) -> None:
    """Put back what one key has changed, if it is still so. What else was done since stays."""
    opinion = opinion_of(tx, opinion_id)
    changed = now.differs(was)
    present = _standing(tx, opinion)
    entry = queries.entry(tx.session, opinion_id, EntryKind.QUESTION)
    rewritten = "blank" in changed and entry is not None and entry.revision != revision
    if rewritten or set(present.differs(now)) & set(changed):
        raise Refused(
            "opinions.changed_since",
            _l(
                "Opinion %(number)s was changed after that, so it cannot simply be undone. "
                "Open it and look."
            ),
            number=opinion.number,
        )
    for name, put_back in _BACK:
        if name in changed:
            put_back(tx, opinion, was)


def _standing(tx: Tx, opinion: Opinion) -> Standing:
    entry = queries.entry(tx.session, opinion.id, EntryKind.QUESTION)
    return Standing(
        approved=opinion.state == State.APPROVED,
        category=opinion.category or "",
        kind=opinion.kind or "",
        sensitive=bool(opinion.sensitive),
        department=opinion.department or "",
        outcome=opinion.outcome or "",
        followers=tuple(sorted(one.id for one in queries.joined_rows(tx.session, opinion.id))),
        blank=entry is None or not entry.text,
    )


# What each key does


def _approve(tx: Tx, opinion: Opinion, _value: str, _seen: int) -> None:
    raising.approve(tx, opinion_id=opinion.id)


def _topic(tx: Tx, opinion: Opinion, value: str, _seen: int) -> None:
    triage.set_category(tx, opinion_id=opinion.id, category=value)


def _department(tx: Tx, opinion: Opinion, value: str, _seen: int) -> None:
    triage.assign_department(tx, opinion_id=opinion.id, department=value)


def _join(tx: Tx, opinion: Opinion, value: str, _seen: int) -> None:
    number = int(value) if value.isdecimal() and len(value) < 10 else None
    outcomes.join(tx, opinion_id=opinion.id, number=number)


def _off_topic(tx: Tx, opinion: Opinion, _value: str, _seen: int) -> None:
    offers = queries.due_offers(tx.meeting, tx.now)[Outcome.OFF_TOPIC_WRITTEN]
    if not offers:
        raise Refused(
            "opinions.no_rule_for_date",
            _l("The plan names no time for a reply in writing. Open the opinion and set the day."),
        )
    wish = Wish(outcome=Outcome.OFF_TOPIC_WRITTEN, due_date=offers[0].day)
    outcomes.set_outcome(tx, opinion_id=opinion.id, wish=wish)


def _sensitive(tx: Tx, opinion: Opinion, _value: str, _seen: int) -> None:
    triage.mark_sensitive(tx, opinion_id=opinion.id, sensitive=True)


def _complaint(tx: Tx, opinion: Opinion, _value: str, _seen: int) -> None:
    _refer(tx, opinion, Kind.COMPLAINT)


def _denunciation(tx: Tx, opinion: Opinion, _value: str, _seen: int) -> None:
    _refer(tx, opinion, Kind.DENUNCIATION)


def _refer(tx: Tx, opinion: Opinion, kind: Kind) -> None:
    triage.set_kind(tx, opinion_id=opinion.id, kind=kind)
    outcomes.set_outcome(tx, opinion_id=opinion.id, wish=Wish(outcome=Outcome.REFERRED))


def _nothing(tx: Tx, opinion: Opinion, _value: str, seen: int) -> None:
    outcomes.nothing_raised(tx, opinion_id=opinion.id, seen=seen)


_ACTS: dict[Act, Callable[[Tx, Opinion, str, int], None]] = {
    Act.APPROVE: _approve,
    Act.TOPIC: _topic,
    Act.DEPARTMENT: _department,
    Act.JOIN: _join,
    Act.OFF_TOPIC: _off_topic,
    Act.SENSITIVE: _sensitive,
    Act.COMPLAINT: _complaint,
    Act.DENUNCIATION: _denunciation,
    Act.NOTHING: _nothing,
}


# How each change is put back: what needs another first comes later


def _outcome_back(tx: Tx, opinion: Opinion, _was: Standing) -> None:
    outcomes.set_outcome(tx, opinion_id=opinion.id, wish=Wish(outcome=""))


def _followers_back(tx: Tx, opinion: Opinion, was: Standing) -> None:
    """Those that went along to another are joined with this one again."""
    for follower_id in was.followers:
        follower = opinion_of(tx, follower_id)
        if follower.outcome == Outcome.MERGED:
            follower.merged_into_id = opinion.id
            tx.emit(about(tx, OutcomeSet, follower, outcome=Outcome.MERGED.value))


def _words_back(tx: Tx, opinion: Opinion, _was: Standing) -> None:
    entry = queries.entry(tx.session, opinion.id, EntryKind.QUESTION)
    assert entry is not None, "every opinion begins with its question"
    rewrite(tx, entry, "")
    findable.keep(tx, opinion, "")
    tx.emit(about(tx, OpinionEdited, opinion))


def _department_back(tx: Tx, opinion: Opinion, was: Standing) -> None:
    triage.assign_department(tx, opinion_id=opinion.id, department=was.department)


def _kind_back(tx: Tx, opinion: Opinion, was: Standing) -> None:
    opinion.kind = was.kind
    tx.emit(about(tx, OpinionDetailed, opinion))


def _category_back(tx: Tx, opinion: Opinion, was: Standing) -> None:
    opinion.category = was.category
    tx.emit(about(tx, OpinionEdited, opinion))


def _sensitive_back(tx: Tx, opinion: Opinion, was: Standing) -> None:
    triage.mark_sensitive(tx, opinion_id=opinion.id, sensitive=was.sensitive)


def _approved_back(tx: Tx, opinion: Opinion, was: Standing) -> None:
    verb = raising.approve if was.approved else triage.withdraw_approval
    verb(tx, opinion_id=opinion.id)


_BACK: tuple[tuple[str, Callable[[Tx, Opinion, Standing], None]], ...] = (
    ("outcome", _outcome_back),
    ("followers", _followers_back),
    ("blank", _words_back),
    ("department", _department_back),
    ("kind", _kind_back),
    ("category", _category_back),
    ("sensitive", _sensitive_back),
    ("approved", _approved_back),
)
