"""The form with which the office writes an opinion down."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from meeting.contract import _, _l
from meeting.plan import Plan
from plugins.opinions.forms import AskerForm, categories
from plugins.opinions.rules import Channel, Kind
from plugins.opinions.service import Details

_PLAIN = {"autocomplete": "off", "maxlength": 240}


class RecordForm(AskerForm):
    """An opinion from paper or speech, as the secretary types it."""

    channel = RadioField(_l("How it came"), default=Channel.VIA_SECRETARY, validate_choice=False)
    text = TextAreaField(_l("Question or proposal"), [InputRequired()])
    category = SelectField(_l("Topic"), validate_choice=False)
    kind = SelectField(_l("What it is"), validate_choice=False)
    slip = StringField(_l("Number on the slip"), render_kw={**_PLAIN, "inputmode": "numeric"})
    source = SelectField(_l("Who collected it"), validate_choice=False)
    severity = SelectField(_l("How urgent"), validate_choice=False)
    reference = StringField(_l("Petition under way"), render_kw=_PLAIN)
    contact = StringField(_l("Where a reply reaches the person"), render_kw=_PLAIN)
    approved = BooleanField(_l("Pass it to the chair at once"))

    def offer(self, plan: Plan, villages: list[tuple[str, str]]) -> None:
        """Fill the choices from this meeting."""
        shown = (Channel.VIA_SECRETARY, Channel.DIRECT, Channel.PRE_COLLECTED)
        self.channel.choices = [
            (one.value, str(one.label)) for one in shown if one.value in plan.asking.channels
        ]
        self.category.choices = categories(plan)
        self.village.choices = villages
        self.kind.choices = [("", _("Not chosen")), *((one.value, str(one.label)) for one in Kind)]
        self.source.choices = _listed(plan.asking.pre_collection_sources)
        self.severity.choices = _listed(plan.asking.severities)

    def details(self) -> Details:
        """What is known beside the words. What belongs to another channel is left behind."""
        collected = self.channel.data == Channel.PRE_COLLECTED
        on_paper = self.channel.data == Channel.VIA_SECRETARY
        return Details(
            slip=(self.slip.data or "") if on_paper else "",
            source=(self.source.data or "") if collected else "",
            severity=(self.severity.data or "") if collected else "",
            reference=(self.reference.data or "") if collected else "",
            contact=self.contact.data or "",
            kind=self.kind.data or "",
        )


def _listed(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("", _("Not chosen")), *((one, one) for one in words)]
