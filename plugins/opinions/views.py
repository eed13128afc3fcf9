"""What the pages share: their routes, and who asks. The pages are in the folders: ``attendees``,
``desk``, ``page``, ``hall``, ``officials``, ``collecting``.
"""

from __future__ import annotations

from flask import Blueprint, g, request
from werkzeug.wrappers import Response

from meeting import text as words
from meeting.contract import Refused, _
from meeting.db import db
from plugins.opinions.forms import AskerForm
from plugins.opinions.rules import Asker
from plugins.roster.api import Person, search, villages
from plugins.roster.api import people as people_of

routes = Blueprint("opinions", __name__)
FOUND = 8

Page = Response | str | tuple[str, int]


def village_choices() -> list[tuple[str, str]]:
    """The villages as choices of a field."""
    known = villages(db.session(), g.meeting.id)
    return [("", _("Not known")), *((str(one.id), one.label) for one in known)]


def namesakes(form: AskerForm) -> list[Person]:
    """People of the list who are called exactly what was typed, of the chosen village if any."""
    key = words.search_key(form.name.data or "")
    if not key or form.delegate_id.data:
        return []
    found = search(db.session(), g.meeting.id, key, FOUND)
    return [
        one
        for one in found
        if words.search_key(one.name) == key
        and form.village.data in ("", None, str(one.village_id))
    ]


def offered(form: AskerForm) -> list[Person]:
    """The people to choose from when a form comes back: the chosen one, or the namesakes."""
    chosen = form.delegate_id.data
    if not chosen:
        return namesakes(form)
    return list(people_of(db.session(), g.meeting.id, [chosen]).values())


def found_in_list(form: AskerForm) -> Asker:
    """Who was chosen; a name that fits exactly one person of the list is that person."""
    asker = form.asker()
    if not asker.name or request.form.get("as_typed"):
        return asker
    found = namesakes(form)
    if len(found) > 1:
        raise Refused(
            "opinions.several_people",
            _("Several people have this name. Choose one, or keep the name as typed."),
        )
    return Asker(delegate_id=found[0].id) if found else asker
