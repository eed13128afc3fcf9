"""The form for a person of the list."""

from __future__ import annotations

from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired

from meeting.contract import _, _l
from meeting.meetings import unit_word
from meeting.models import Meeting
from meeting.plan.parts import DelegateKind
from plugins.roster import queries
from plugins.roster.models import Delegate
from plugins.roster.service import HONORIFICS, Details


class NameForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """How somebody is called. What is wrong with a name is the use case's to say."""

    name = StringField(
        _l("Full name"),
        [
            InputRequired(_l("Write the name.")),
        ],
        render_kw={"autocomplete": "off"},
    )
    honorific = RadioField(_l("Form of address"), default="")
    distinction = StringField(
        _l("What tells them from a namesake"), render_kw={"autocomplete": "off"}
    )

    def offer(self, session: Session, meeting: Meeting) -> None:
        """Fill the choices from this meeting."""
        self.honorific.choices = [*((one, one) for one in HONORIFICS), ("", _("Not known"))]

    def show(self, delegate: Delegate, meeting: Meeting) -> None:
        """Put a person's present values in."""
        self.name.data = delegate.name
        self.honorific.data = delegate.honorific
        self.distinction.data = delegate.distinction

    def details(self, meeting: Meeting) -> Details:
        """What was chosen, as the use cases take it."""
        return Details(honorific=self.honorific.data or "", distinction=self.distinction.data or "")


class PersonForm(NameForm):
    """Everything the list says of somebody."""

    village = SelectField(_l("Village"), [InputRequired(_l("Choose the village."))])
    group = SelectField(_l("Invited as"), default="")
    office_title = StringField(_l("Office or organisation"), render_kw={"autocomplete": "off"})
    field = SelectField(_l("Speaks for the field"), default="")

    def offer(self, session: Session, meeting: Meeting) -> None:
        """Fill the choices from this meeting."""
        super().offer(session, meeting)
        self.village.label.text = unit_word(meeting).capitalize()
        villages = queries.villages(session, meeting.id)
        self.village.choices = [
            ("", _("Choose")),
            *((str(one.id), one.label) for one in villages),
            ("0", _("Elsewhere")),
        ]
        groups = [(one.code, one.name) for one in meeting.plan.groups]
        self.group.choices = [*groups, ("", _("Guest"))]
        self._offer_fields(meeting)

    def _offer_fields(self, meeting: Meeting) -> None:
        """Only a plan that asks for one official a field has them."""
        quota = meeting.plan.quota
        fields = quota.fields if quota.kind == "one_per_field" else ()
        self.field.choices = [("", _("None")), *((one, one) for one in fields)]

    @property
    def asks_field(self) -> bool:
        """Whether there is a field of work to choose."""
        return len(self.field.choices or ()) > 1

    def begin(self, meeting: Meeting, village: str = "") -> None:
        """A new person is usually one of the people."""
        self.village.data = village
        groups = meeting.plan.groups
        self.group.data = next((one.code for one in groups if one.kind == DelegateKind.CITIZEN), "")

    def show(self, delegate: Delegate, meeting: Meeting) -> None:
        """Put a person's present values in."""
        super().show(delegate, meeting)
        self.village.data = str(delegate.village_id or 0)
        self.office_title.data = delegate.office_title
        self.field.data = delegate.field
        groups = meeting.plan.groups
        self.group.data = next((one.code for one in groups if one.name == delegate.group), "")

    def details(self, meeting: Meeting) -> Details:
        """What was chosen, as the use cases take it."""
        found = super().details(meeting)
        found.update(
            Details(
                village_id=int(self.village.data or 0) or None,
                office_title=self.office_title.data or "",
                field=self.field.data or "",
                kind=DelegateKind.GUEST,
                group="",
            )
        )
        group = meeting.plan.group(self.group.data or "")
        if group is not None:
            found.update(Details(kind=group.kind, group=group.name, people_side=group.people_side))
        return found
