"""What people call the sorts of steps."""

from __future__ import annotations

from meeting.contract import _l
from meeting.plan.parts import AgendaKind

KINDS: dict[AgendaKind, object] = {
    AgendaKind.WELCOME: _l("Welcome and check-in"),
    AgendaKind.OPENING: _l("Opening, introduction of the guests"),
    AgendaKind.RULES: _l("Programme, house rules, chair and secretary"),
    AgendaKind.REPORT: _l("Report"),
    AgendaKind.SPEAKING: _l("People speak"),
    AgendaKind.ANSWERS: _l("Answers"),
    AgendaKind.FOLLOW_UP: _l("People ask further"),
    AgendaKind.GUESTS: _l("Guests speak"),
    AgendaKind.SURVEY: _l("Satisfaction survey"),
    AgendaKind.CONCLUSION: _l("Conclusion"),
    AgendaKind.CLOSING: _l("Closing"),
}
