"""What the list says about itself: its filters in words, what a key did, what to tell a person."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import _, _l
from meeting.plan import Plan
from plugins.opinions.desk.decisions import Act
from plugins.opinions.desk.lists import NONE, Order, Wish
from plugins.opinions.rules import Channel

Choices = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A field of the filter."""

    name: str
    label: str
    choices: Choices
    chosen: str

    @property
    def words(self) -> str:
        """What is chosen."""
        return dict(self.choices).get(self.chosen, "")


def filters(wish: Wish, plan: Plan, villages: Choices) -> list[Filter]:
    """The fields of the filter, with what an address has chosen."""
    topics = [(one.code, one.title) for one in plan.categories]
    departments = [(one.code, one.name) for one in plan.departments]
    channels = [(one.value, str(one.label)) for one in Channel]
    severities = [(one, one) for one in plan.asking.severities]
    return [
        _filter("topic", _("Topic"), wish.topic, [(NONE, _("No topic yet")), *topics]),
        _filter("village", _("Where from"), str(wish.village or ""), villages[1:]),
        _filter(
            "department",
            _("Department that answers"),
            wish.department,
            [(NONE, _("Not assigned")), *departments],
        ),
        _filter("channel", _("How it came"), wish.channel, channels),
        _filter("severity", _("How urgent"), wish.severity, severities),
    ]


def orders(wish: Wish) -> Filter:
    """The field that says what stands first."""
    choices = [(one.value, str(one.label)) for one in Order]
    return Filter(name="sort", label=_("Order"), choices=choices, chosen=wish.order.value)


def _filter(name: str, label: str, chosen: str, choices: Choices) -> Filter:
    return Filter(name=name, label=label, choices=[("", _("All")), *choices], chosen=chosen)


def chosen(wish: Wish, found: list[Filter]) -> list[str]:
    """What is filtered for, in words: a reader must see why the list is short."""
    searched = [f"“{wish.search}”"] if wish.search else []
    return searched + [one.words for one in found if one.chosen and one.words]


def said(act: str, value: str, number: int, plan: Plan) -> str:
    """What a key did, in a line that offers to undo it."""
    topic, department = plan.category(value), plan.department(value)
    lines = {
        Act.APPROVE: _("Opinion %(number)s approved", number=number),
        Act.TOPIC: _(
            "Opinion %(number)s: topic “%(topic)s”",
            number=number,
            topic=topic.title if topic else _("Not chosen"),
        ),
        Act.DEPARTMENT: _(
            "Opinion %(number)s given to %(department)s",
            number=number,
            department=department.name if department else _("Not assigned"),
        ),
        Act.JOIN: _("Opinion %(number)s joined with %(other)s", number=number, other=value),
        Act.OFF_TOPIC: _("Opinion %(number)s is answered privately in writing", number=number),
        Act.SENSITIVE: _("Opinion %(number)s marked as sensitive", number=number),
        Act.COMPLAINT: _("Opinion %(number)s guided to file a complaint", number=number),
        Act.DENUNCIATION: _("Opinion %(number)s guided to file a denunciation", number=number),
        Act.NOTHING: _("Opinion %(number)s: spoke, asked for nothing", number=number),
    }
    return str(lines[Act(act)])


_READ_OUT = {
    Act.COMPLAINT: _l(
        "Thank you. A complaint has its own procedure by law and is not settled in this hall. "
        "Please hand it in in writing, or state it where the commune receives citizens; "
        "an official will guide you. It is not read out or shown here."
    ),
    Act.DENUNCIATION: _l(
        "Thank you. A denunciation has its own procedure by law and is not dealt with in this "
        "hall. Please hand it in in writing, or state it in person at the competent body. "
        "Your name, address and what you say are kept secret."
    ),
}


def read_out(act: str) -> str:
    """What the secretary may tell the person who complains about somebody or denounces."""
    return str(_READ_OUT[Act(act)]) if act in _READ_OUT else ""
