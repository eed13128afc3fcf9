"""Forms of the opinions. They hold what was typed; what is right or wrong the rules say."""

from __future__ import annotations

from datetime import date

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from meeting.contract import Refused, _, _l, wants_json
from meeting.plan import Plan
from plugins.opinions.deciding import Wish
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Asker, Channel, Outcome

NOBODY = "nobody"
BY_NAME = "name"
_FIELD_OF = {  # where a refusal is shown; the others stand above the form
    "opinions.empty": "text",
    "opinions.too_long": "text",
    "opinions.stale": "text",
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
    "opinions.no_department": "department",
    "opinions.department_needed": "department",
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
        if refused.code == "opinions.stale":  # both versions are on the page now
            self.seen.data = str(refused.facts["revision"])


def _typed(typed: bool) -> dict[str, None]:
    """What a form is told to leave the request alone, when another form of the page was sent."""
    return {} if typed else {"formdata": None}


def _categories(plan: Plan) -> list[tuple[str, str]]:
    return [("", _("Not chosen")), *((one.code, one.title) for one in plan.categories)]


def _departments(plan: Plan) -> list[tuple[str, str]]:
    return [("", _("Not assigned")), *((one.code, one.name) for one in plan.departments)]


class QuestionForm(OwnForm):
    """An attendee's question."""

    text = TextAreaField(_l("Your question or proposal"), [InputRequired()])
    category = SelectField(_l("Topic"), validate_choice=False)

    @classmethod
    def for_plan(cls, plan: Plan) -> QuestionForm:
        """The form with the plan's topics."""
        form = cls()
        form.category.choices = _categories(plan)
        return form


class AskerForm(OwnForm):
    """Who raised it: the one who is speaking, somebody by name, or nobody named."""

    who = RadioField(_l("Who asks"), default=BY_NAME, validate_choice=False)
    name = StringField(
        _l("Name"), render_kw={"autocomplete": "off", "autocapitalize": "words", "maxlength": 200}
    )
    delegate_id = IntegerField()
    village = SelectField(validate_choice=False)

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
        return Asker(name=self.name.data or "", village_id=village_id)


class RecordForm(AskerForm):
    """A question from paper or speech, as the secretary types it."""

    channel = RadioField(_l("How it came"), default=Channel.VIA_SECRETARY, validate_choice=False)
    text = TextAreaField(_l("Question or proposal"), [InputRequired()])
    category = SelectField(_l("Topic"), validate_choice=False)
    approved = BooleanField(_l("Pass it to the chair at once"))

    def offer(self, plan: Plan, villages: list[tuple[str, str]]) -> None:
        """Fill the choices from this meeting."""
        shown = (Channel.VIA_SECRETARY, Channel.DIRECT, Channel.PRE_COLLECTED)
        self.channel.choices = [
            (one.value, str(one.label)) for one in shown if one.value in plan.asking.channels
        ]
        self.category.choices = _categories(plan)
        self.village.choices = villages


class _Revised(OwnForm):
    seen = HiddenField()

    @property
    def revision(self) -> int:
        """The version the editor started from; nonsense counts as none."""
        return int(self.seen.data or 0) if str(self.seen.data).isdecimal() else 0


class EditForm(_Revised):
    """An opinion's text, tidied."""

    text = TextAreaField(_l("Text"), [InputRequired()], id="edit-text")
    summary = TextAreaField(_l("Short form"), id="edit-summary")
    category = SelectField(_l("Topic"), validate_choice=False, id="edit-category")

    @classmethod
    def of(cls, opinion: OpinionView, plan: Plan, *, typed: bool = True) -> EditForm:
        """The form with what was typed, or an opinion's present values."""
        form = cls(
            **_typed(typed),
            seen=opinion.text_revision,
            text=opinion.text,
            summary=opinion.summary,
            category=opinion.category,
        )
        form.category.choices = _categories(plan)
        return form


class AnswerForm(_Revised):
    """What was answered, and by whom."""

    text = TextAreaField(_l("What was answered"), [InputRequired()], id="answer-text")
    answered_by = StringField(
        _l("Answered by"),
        id="answer-by",
        render_kw={"autocomplete": "off", "list": "answerers"},
    )

    @classmethod
    def of(cls, opinion: OpinionView, *, typed: bool = True) -> AnswerForm:
        """The form with what was typed, or an opinion's present answer."""
        return cls(
            **_typed(typed),
            seen=opinion.answer_revision,
            text=opinion.answer,
            answered_by=opinion.answered_by,
        )


def _usual(opinion: OpinionView, plan: Plan) -> str:
    """The department that the plan names for this topic."""
    found = plan.department_for(opinion.category) if opinion.category else None
    return found.code if found else ""


class OutcomeForm(OwnForm):
    """What becomes of an opinion."""

    outcome = RadioField(_l("Outcome"), validate_choice=False)
    department = SelectField(_l("Department that answers"), validate_choice=False)
    due_date = DateField(_l("Answer due by"))
    competent_body = StringField(
        _l("Competent body"), render_kw={"autocomplete": "off", "list": "competent-bodies"}
    )
    merged_into = IntegerField(_l("Same as opinion number"), render_kw={"min": 1})

    @classmethod
    def of(
        cls, opinion: OpinionView, plan: Plan, offer: date | None = None, *, typed: bool = True
    ) -> OutcomeForm:
        """The form with what was typed, or an opinion's present outcome and the date offered."""
        form = cls(
            **_typed(typed),
            outcome=opinion.outcome,
            department=opinion.department or _usual(opinion, plan),
            due_date=opinion.due_date or offer,
            competent_body=opinion.competent_body,
            merged_into=opinion.merged_into,
        )
        form.outcome.choices = [(one.value, str(one.label)) for one in Outcome]
        form.department.choices = _departments(plan)
        return form

    def wish(self) -> Wish:
        """What was chosen, as the use case takes it."""
        return Wish(
            outcome=self.outcome.data or "",
            department=self.department.data,
            due_date=self.due_date.data,
            competent_body=self.competent_body.data or "",
            merged_into=self.merged_into.data,
        )
