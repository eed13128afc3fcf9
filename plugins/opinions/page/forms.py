"""Forms of one opinion's page: what is known beside its words, and what becomes of it."""

from __future__ import annotations

from datetime import date

from flask import request
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField

from meeting.contract import _, _l
from meeting.plan import Plan
from plugins.opinions.deciding import Wish
from plugins.opinions.forms import OwnForm, categories
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Kind, Outcome
from plugins.opinions.usecases.intake import Details

_FREE = {"autocomplete": "off", "maxlength": 240}


def _sent(sent: bool) -> dict[str, None]:
    """What a form is told to leave the request alone, when another form of the page was sent."""
    return {} if sent else {"formdata": None}


def _departments(plan: Plan) -> list[tuple[str, str]]:
    return [("", _("Not assigned")), *((one.code, one.name) for one in plan.departments)]


def _words(present: str, listed: tuple[str, ...]) -> list[tuple[str, str]]:
    """Words of the plan to choose from; one that was noted before stays one of them."""
    known = [*listed, *([present] if present and present not in listed else [])]
    return [("", _("Not chosen")), *((one, one) for one in known)]


class DetailsForm(OwnForm):
    """What the office knows about an opinion beside its words."""

    kind = SelectField(_l("What sort it is"), validate_choice=False, id="details-kind")
    category = SelectField(_l("Topic"), validate_choice=False, id="details-category")
    severity = SelectField(_l("How pressing it is"), validate_choice=False, id="details-severity")
    source = SelectField(_l("Who collected it"), validate_choice=False, id="details-source")
    slip = StringField(_l("Number on the slip"), id="details-slip", render_kw=_FREE)
    reference = StringField(_l("Petition it belongs to"), id="details-reference", render_kw=_FREE)
    contact = StringField(_l("Where a reply reaches them"), id="details-contact", render_kw=_FREE)

    @classmethod
    def of(cls, opinion: OpinionView, plan: Plan, *, sent: bool = True) -> DetailsForm:
        """The form with what was typed, or what is known now."""
        form = cls(**_sent(sent), obj=opinion)
        form.kind.choices = [("", _("Not chosen")), *((one.value, str(one.label)) for one in Kind)]
        form.category.choices = categories(plan)
        form.severity.choices = _words(opinion.severity, plan.asking.severities)
        form.source.choices = _words(opinion.source, plan.asking.pre_collection_sources)
        if sent:
            form._keep_others(opinion)
        return form

    def _keep_others(self, opinion: OpinionView) -> None:
        """What was left as the page had it may have been changed by somebody else meanwhile."""
        for field in self:
            if request.form.get(f"was-{field.name}") == field.data:
                field.data = getattr(opinion, field.name)

    def details(self) -> Details:
        """What was typed, as the use case takes it."""
        return Details(
            kind=self.kind.data or "",
            severity=self.severity.data or "",
            source=self.source.data or "",
            slip=self.slip.data or "",
            reference=self.reference.data or "",
            contact=self.contact.data or "",
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
    due_reason = StringField(_l("Why later than the rules give"), render_kw=_FREE)
    competent_body = StringField(
        _l("Competent body"), render_kw={**_FREE, "list": "competent-bodies"}
    )
    expected = StringField(_l("When that body is to answer"), render_kw=_FREE)
    told_on = DateField(_l("When the person was told"))
    merged_into = IntegerField(_l("Same as opinion number"), render_kw={"min": 1})

    @classmethod
    def of(
        cls, opinion: OpinionView, plan: Plan, offer: date | None = None, *, sent: bool = True
    ) -> OutcomeForm:
        """The form with what was typed, or an opinion's present outcome and the date offered."""
        form = cls(
            **_sent(sent),
            outcome=opinion.outcome,
            department=opinion.department or _usual(opinion, plan),
            due_date=opinion.due_date or offer,
            due_reason=opinion.due_reason,
            competent_body=opinion.competent_body,
            expected=opinion.expected,
            told_on=opinion.told_on,
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
            due_reason=self.due_reason.data or "",
            competent_body=self.competent_body.data or "",
            expected=self.expected.data or "",
            told_on=self.told_on.data,
            merged_into=self.merged_into.data,
        )
