"""What other plugins may use of the door."""

from __future__ import annotations

from plugins.checkin.events import CheckedIn, CheckInUndone
from plugins.checkin.queries import is_present, present_ids, totals, village_table
from plugins.checkin.rules import CheckInResult, Outcome, Totals, Via, VillageCount
from plugins.checkin.service import check_in

__all__ = [
    "CheckInResult",
    "CheckInUndone",
    "CheckedIn",
    "Outcome",
    "Totals",
    "Via",
    "VillageCount",
    "check_in",
    "is_present",
    "present_ids",
    "totals",
    "village_table",
]
