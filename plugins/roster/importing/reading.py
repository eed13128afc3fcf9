"""A row of a file with its village and group found, or with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from meeting import text
from plugins.roster import rules
from plugins.roster.importing.names import name_key
from plugins.roster.importing.villages import Villages
from plugins.roster.sheets.people import Entry

TITLE_LETTERS = 120
ELSEWHERE = "0"  # chosen for a spelling: no village of this meeting
_GUESTS = {"khach", "khach moi", "dai bieu khach moi"}
_PEOPLE = {"nhan dan", "dan", "cong dan", "dai bieu nhan dan", "nguoi dan", "cu tri"}


@dataclass(frozen=True)
class Invitees:
    """A group of the plan, as a row may name it."""

    name: str
    code: str
    kind: str
    people_side: bool


GUESTS = Invitees("", "", "GUEST", False)


@dataclass(frozen=True)
class Row:
    """What a file says of one person, in the terms of this meeting."""

    key: str  # sheet and row: what choices are kept under
    number: int
    name: str
    village_id: int | None = None
    village_said: str = ""
    honorific: str = ""
    office_title: str = ""
    group: Invitees | None = None
    field: str = ""
    distinction: str = ""
    code: str = ""
    problem: str = ""
    skipped: bool = False
    notes: tuple[str, ...] = ()


def spelling(village: str) -> str:
    """What one choice for all rows of a spelling is kept under."""
    return text.clean(village).lower()


class Reader:
    """Finds villages and groups for the rows of a file."""

    def __init__(
        self,
        villages: Villages,
        groups: Iterable[Invitees],
        chosen: Mapping[str, str],
        without_village: Iterable[str] = (),
    ) -> None:
        self.villages, self.chosen = villages, chosen
        self.groups = list(groups)
        self.by_key = {text.search_key(one.code.replace("_", " ")): one for one in self.groups}
        self.by_key |= {text.search_key(one.name): one for one in self.groups}
        self.without_village = {name_key(name) for name in without_village}

    def row(self, sheet: int, entry: Entry) -> Row:
        """One person of a sheet."""
        group = self._group(entry.group)
        office = entry.office
        if entry.group and group is None and not office:
            office = entry.group  # “Già làng” below “Thành phần” is what somebody is
        village_id, problem, skipped = self._village(entry, group)
        if self._is_elsewhere(entry) and text.search_key(entry.village) not in text.search_key(
            office
        ):
            office = ", ".join(filter(None, (office, entry.village)))  # an organisation, then
        return Row(
            key=f"{sheet}-{entry.number}",
            number=entry.number,
            name=entry.name,
            village_id=village_id,
            village_said=entry.village,
            honorific=entry.honorific,
            office_title=office,
            group=group,
            field=entry.field,
            distinction=entry.distinction,
            code=rules.read_code(entry.code),
            problem=_wrong(entry, office) or problem,
            skipped=skipped,
            notes=entry.notes,
        )

    def default_group(self, village_id: int | None) -> Invitees:
        """What somebody new is invited as when the file does not say."""
        if village_id is None:
            return GUESTS
        return next((one for one in self.groups if one.kind == "CITIZEN"), GUESTS)

    def _group(self, said: str) -> Invitees | None:
        key = text.search_key(said) if said else ""
        if not key:
            return None
        if key in self.by_key:
            return self.by_key[key]
        if key in _GUESTS:
            return GUESTS
        return self.default_group(0) if key in _PEOPLE else None

    def _is_elsewhere(self, entry: Entry) -> bool:
        return bool(entry.village) and self._choice(entry.village) == ELSEWHERE

    def _choice(self, village: str) -> str:
        if village and self.villages.find(village) is not None:
            return ""
        return self.chosen.get(spelling(village), "")

    def _village(self, entry: Entry, group: Invitees | None) -> tuple[int | None, str, bool]:
        """The village, what is wrong with it, and whether its rows are left out."""
        found = self.villages.find(entry.village) if entry.village else None
        if found is not None:
            return found, "", False
        choice = self._choice(entry.village)
        if choice == "skip":
            return None, "", True
        if choice == ELSEWHERE or not self.villages.places:
            return None, "", False
        chosen = [one.id for one in self.villages.places if str(one.id) == choice]
        if chosen:
            return chosen[0], "", False
        if entry.village:
            return None, "village_unknown", False
        named = name_key(entry.name) in self.without_village
        official = group is not None and not group.people_side
        return None, "" if named or official else "village_missing", False


def _wrong(entry: Entry, office: str) -> str:
    """What no choice of a village can mend."""
    if "garbled" in entry.notes:
        return "garbled"
    if not text.has_letter(entry.name):
        return "no_name"
    if not rules.is_name(entry.name):
        return "long_name"
    if any(text.is_longer(one, TITLE_LETTERS) for one in (office, entry.field)):
        return "long_office"
    if text.is_longer(entry.distinction, rules.DISTINCTION_LETTERS):
        return "long_distinction"
    return ""
