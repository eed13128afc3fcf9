"""The desk's form for somebody who came without an invitation."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired

from meeting.contract import _, _l
from plugins.roster.api import HONORIFICS, Village


class WalkInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Name, village, done. What is wrong with them is the use case's to say."""

    name = StringField(
        _l("Full name"),
        [InputRequired(_l("Write the name."))],
        render_kw={"autocomplete": "off", "autofocus": True, "maxlength": 200},
    )
    village = RadioField(_l("Village"), [InputRequired(_l("Choose the village."))])
    honorific = RadioField(_l("Form of address"), default="")
    distinction = StringField(
        _l("What tells them from a namesake"),
        render_kw={"autocomplete": "off", "maxlength": 60},
    )
    reason = StringField(
        _l("Reason, if the village is full"),
        render_kw={"autocomplete": "off", "list": "reasons", "maxlength": 300},
    )

    def offer(self, villages: list[Village], unit: str) -> None:
        """Fill the choices from this meeting."""
        self.village.label.text = unit.capitalize()
        self.village.choices = [
            *((str(one.id), one.name) for one in villages),
            ("0", _("Elsewhere")),
        ]
        self.honorific.choices = [*((one, one) for one in HONORIFICS), ("", _("Not known"))]

    @property
    def village_id(self) -> int | None:
        """The chosen village; none for a guest from elsewhere."""
        return int(self.village.data or 0) or None
