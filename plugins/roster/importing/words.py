"""What the import says: why a file cannot be read, what a row would do, and what to do next."""

from __future__ import annotations

from meeting.contract import Refused, _, _l
from plugins.roster.importing.drafts import Preview
from plugins.roster.importing.matching import Change, Known, Proposal, State

STATES = {
    State.NEW: _l("New"),
    State.CHANGED: _l("To be corrected"),
    State.SAME: _l("On the list already"),
    State.DOUBTFUL: _l("Who is it?"),
    State.ERROR: _l("Cannot be read"),
    State.SKIPPED: _l("Left out"),
}
BADGES = {
    State.NEW: "success",
    State.CHANGED: "info",
    State.DOUBTFUL: "warning",
    State.ERROR: "danger",
}

_SAVE_AS = _l(
    "This is not a list that can be read. In Excel or another program choose “Save as” and the "
    "type “Excel workbook (.xlsx)”, then choose that file."
)
PROBLEMS = {
    "empty": _l("The file is empty. Choose the file that holds the list."),
    "too_large": _l(
        "The file is larger than 8 MB. Copy only the list into a new file and choose that."
    ),
    "too_much_inside": _l(
        "The file unpacks to far more than a list can be. Copy only the list into a new file, "
        "without pictures and empty rows, and choose that."
    ),
    "too_many_rows": _l("The file has more than 5,000 rows. Cut it into smaller lists."),
    "encrypted": _l(
        "The file is locked by a password. Open it, take the password off, save it, and "
        "choose it again."
    ),
    "old_excel": _l(
        "This is a workbook of an old Excel (.xls). Open it, choose “Save as” and the type "
        "“Excel workbook (.xlsx)”, then choose that file."
    ),
    "open_document": _l(
        "This is a LibreOffice file (.ods). Open it, choose “Save as” and the type “Excel "
        "2007–365 (.xlsx)”, then choose that file."
    ),
    "word": _l(
        "This is a Word file. Copy its table into Excel, save it as .xlsx, and choose that file."
    ),
    "pdf": _l(
        "This is a PDF, which only shows the list. Ask for the Excel file it was made from, "
        "or type the names into the empty form below."
    ),
    "picture": _l(
        "This is a picture. Ask for the Excel file, or type the names into the empty form below."
    ),
    "web_page": _l(
        "This file is a web page, whatever its name says. Open it in Excel, choose “Save as” "
        "and the type “Excel workbook (.xlsx)”, then choose that file."
    ),
    "archive": _l("This is a packed folder. Unpack it and choose the Excel file inside."),
    "broken": _l(
        "The file is damaged. Open it in Excel, save it under a new name, and choose that file."
    ),
    "no_head": _l(
        "No column of names was found. Above the list there must be a row with “Họ và tên” "
        "(or “Họ đệm” and “Tên”). Write it in, save, and choose the file again."
    ),
    "nobody": _l(
        "There is no name below the head of the list. Choose the file that holds the names."
    ),
    "too_slow": _l("Reading took too long. Copy only the list into a new file and choose that."),
    "failed": _l(
        "The file could not be read. Copy only the list into a new file and choose that; if "
        "it happens again, tell whoever looks after this computer."
    ),
    "unknown": _SAVE_AS,
}

ERRORS = {
    "garbled": _l(
        "Letters of an old font (TCVN3 or VNI). Convert the file to Unicode with Unikey, save it "
        "and choose it again."
    ),
    "no_name": _l("No name in this row. Write it into the file and choose it again."),
    "long_name": _l("The name is longer than 80 letters. Shorten it in the file."),
    "long_office": _l("The office is longer than 120 letters. Shorten it in the file."),
    "long_distinction": _l("The note is longer than 60 letters. Shorten it in the file."),
    "village_unknown": _l("“%(said)s” is not on this meeting's list. Choose above what is meant."),
    "village_missing": _l(
        "It is not said where this person lives. Choose above for all such rows."
    ),
}
NOTES = {
    "hidden": _l("hidden row in the file"),
    "error_value": _l("a cell of this row shows an error (#N/A, #REF!) and was left empty"),
    "no_value": _l("a formula of this row has no value and was left empty"),
}
FIELDS = {
    "name": _l("Full name"),
    "honorific": _l("Form of address"),
    "office_title": _l("Office or organisation"),
    "village": _l("Village"),
    "group": _l("Invited as"),
    "field": _l("Field"),
    "distinction": _l("Told apart by"),
}


def refusal_of(code: str) -> Refused:
    """Why a file cannot be taken, as a refusal."""
    return Refused("roster.unreadable_file", PROBLEMS.get(code, _SAVE_AS))


class Words:
    """Says in words what a preview holds."""

    def __init__(self, shown: Preview) -> None:
        self.people = shown.people
        self.places = {one.id: one.label for one in shown.villages.places}
        self.taken = {
            one.delegate_id for one in shown.comparison.proposals if one.delegate_id is not None
        }

    def person(self, one: Known) -> str:
        """Somebody on the list inside a sentence, told apart from others as well as we can."""
        place = self.places.get(one.village_id or 0, "")
        return ", ".join(
            filter(None, (one.addressed_inside, place, one.office_title, one.distinction))
        )

    def village(self, proposal: Proposal) -> str:
        """Where a row says somebody lives."""
        return self.places.get(proposal.row.village_id or 0, proposal.row.village_said)

    def changes(self, proposal: Proposal) -> list[tuple[object, str, str]]:
        """Field, old and new."""
        return [(FIELDS[one.field], *self._values(one)) for one in proposal.changes]

    def _values(self, change: Change) -> tuple[str, str]:
        if change.field != "village":
            return change.old, change.new
        return self.places.get(int(change.old or 0), ""), self.places.get(int(change.new or 0), "")

    def why(self, proposal: Proposal) -> str:
        """What is doubtful or wrong about a row."""
        if proposal.state == State.ERROR:
            return str(ERRORS[proposal.why]) % {"said": proposal.row.village_said}
        if proposal.state == State.CHANGED and self.people[proposal.delegate_id or 0].removed:
            return str(_("Was taken off the list; is put back on it."))
        if proposal.state != State.DOUBTFUL:
            return ""
        named = "; ".join(self.person(self.people[id_]) for id_ in proposal.candidates)
        asked: dict[str, str] = {
            "twice": _("This name stands twice in this village. One person or two?"),
            "several": _("Several people of this name are on the list. Which one is it?"),
            "other_village": _("On the list there is: %(name)s. The same person?", name=named),
            "marks": _("On the list there is: %(name)s. The same person?", name=named),
            "near": _("Nearly the same as %(name)s, who is not in the file.", name=named),
            "removed": _("This person was taken off the list before. Put back?"),
            "code": _("The code in this row belongs to %(name)s.", name=named),
        }
        return asked[proposal.why]

    def options(self, proposal: Proposal) -> list[tuple[str, str, bool]]:
        """What can be said about a row: value, words, and whether it was said."""
        found = self._options(proposal)
        known = {value for value, _words in found}
        if proposal.choice and proposal.choice not in known:
            found.insert(1, (proposal.choice, self._said(proposal.choice)))
        return [(value, words, value == proposal.choice) for value, words in found]

    def _options(self, proposal: Proposal) -> list[tuple[str, str]]:
        skip = ("skip", _("Leave this row out"))
        if proposal.state == State.ERROR:
            as_is = ("as_is", _("Take it as it stands here"))
            return [("", _("Not imported")), as_is] if proposal.why == "garbled" else []
        if proposal.state == State.NEW and not proposal.choice:
            return [("", _("Add")), skip]
        if proposal.state == State.CHANGED and not proposal.choice:
            return [("", _("Correct as in the file")), ("skip", _("Keep what the list says"))]
        if proposal.state == State.SAME and not proposal.choice:
            return []
        other = ("new", _("Another person: add"))
        free = [id_ for id_ in proposal.candidates if id_ not in self.taken]
        same = [(f"same:{id_}", self._said(f"same:{id_}")) for id_ in free]
        if proposal.state == State.SKIPPED and not proposal.choice:
            return []
        return [("", _("Not decided yet")), *same, other, skip]

    def _said(self, choice: str) -> str:
        what, _sep, number = choice.partition(":")
        one = self.people.get(int(number)) if what == "same" and number.isdecimal() else None
        if one is not None:
            return str(_("The same person: %(name)s", name=self.person(one)))
        return str(_("Take it as it stands here") if what == "as_is" else _("Leave this row out"))
