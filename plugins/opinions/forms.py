"""Forms that take opinions in. They hold what was typed; what is right or wrong the rules say.

Those of one opinion's page: ``page/forms.py``.
"""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import (
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from meeting.contract import Refused, _, _l, wants_json
from meeting.plan import Plan
from plugins.opinions.rules import Asker
from plugins.roster.api import HONORIFICS

NOBODY = "nobody"
BY_NAME = "name"
_FIELD_OF = {  # where a refusal is shown; the others stand above the form
    "opinions.empty": "text",
    "opinions.too_long": "text",
    "opinions.no_asker": "name",
    "opinions.bad_name": "name",
    "opinions.several_people": "name",
    "opinions.name_needed": "name",
    "opinions.no_channel": "channel",
    "opinions.no_due_date": "due_date",
    "opinions.due_too_early": "due_date",
    "opinions.no_competent_body": "competent_body",
    "opinions.no_link": "merged_into",
    "opinions.own_link": "merged_into",
    "opinions.link_merged": "merged_into",
    "opinions.no_such_number": "merged_into",
    "opinions.late_without_reason": "due_reason",
    "opinions.no_department": "department",
    "opinions.department_needed": "department",
    "opinions.unknown_source": "source",
    "opinions.unknown_severity": "severity",
    "opinions.unknown_kind": "kind",
    "opinions.unknown_category": "category",
}


class OwnForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form that can say why its content was not taken."""

    def refuse(self, refused: Refused) -> None:
        """Say why it was not taken, beside the field it is about. A program gets it as it is."""
        if wants_json():
            raise refused
        name = _FIELD_OF.get(refused.code, "")
        if name in self:
            self[name].errors = [*self[name].errors, refused.message]
        else:
            self.form_errors = [refused.message]


def categories(plan: Plan) -> list[tuple[str, str]]:
    """The plan's topics as choices of a field."""
    return [("", _("Not chosen")), *((one.code, one.title) for one in plan.categories)]


class QuestionForm(OwnForm):
    """An attendee's question."""

    text = TextAreaField(_l("Your question or proposal"), [InputRequired()])
    category = SelectField(_l("Topic"), validate_choice=False)

    @classmethod
    def for_plan(cls, plan: Plan) -> QuestionForm:
        """The form with the plan's topics."""
        form = cls()
        form.category.choices = categories(plan)
        return form


class AskerForm(OwnForm):
    """Who raised it: the one who is speaking, somebody by name, or nobody named."""

    who = RadioField(_l("Who asks"), default=BY_NAME, validate_choice=False)
    name = StringField(
        _l("Name"), render_kw={"autocomplete": "off", "autocapitalize": "words", "maxlength": 200}
    )
    delegate_id = IntegerField()
    honorific = SelectField(_l("Form of address"), validate_choice=False)
    village = SelectField(validate_choice=False)

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **values)
        self.honorific.choices = [("", _("Not known")), *((one, one) for one in HONORIFICS)]

    def asker(self) -> Asker:
        """What was chosen, as the use cases take it."""
        chosen = self.who.data or BY_NAME
        village = self.village.data or ""
        village_id = int(village) if village.isdecimal() else None
        if chosen.startswith("turn:") and chosen[5:].isdecimal():
            return Asker(turn_id=int(chosen[5:]))
        if chosen == NOBODY:
            return Asker(anonymous=True, village_id=village_id)
        if self.delegate_id.data:
            return Asker(delegate_id=self.delegate_id.data)
        address = self.honorific.data or ""
        return Asker(name=self.name.data or "", honorific=address, village_id=village_id)
