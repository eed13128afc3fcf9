"""What can be done with opinions: one function a verb, one transaction each."""

from __future__ import annotations

from plugins.opinions.rules import OPENER
from plugins.opinions.usecases.answerers import (
    call_department,
    heard,
    prepare_own,
    seat,
    sit_down,
    stop_calling,
)
from plugins.opinions.usecases.intake import (
    Details,
    Receipt,
    ask,
    correct_asker,
    describe,
    drop_untouched,
    open_another,
    open_for_turn,
    record,
)
from plugins.opinions.usecases.outcomes import join, nothing_raised, set_outcome
from plugins.opinions.usecases.raising import approve, approve_given, call_up, lay_back
from plugins.opinions.usecases.support import support, take_back
from plugins.opinions.usecases.thread import (
    add_entry,
    drop_answer,
    edit,
    edit_entry,
    prepare,
    record_answer,
    remove_entry,
    use_prepared,
)
from plugins.opinions.usecases.triage import (
    assign_department,
    mark_sensitive,
    set_category,
    set_kind,
    withdraw_approval,
)
from plugins.opinions.usecases.wall import hide, show

__all__ = [
    "OPENER",
    "Details",
    "Receipt",
    "add_entry",
    "approve",
    "approve_given",
    "ask",
    "assign_department",
    "call_department",
    "call_up",
    "correct_asker",
    "describe",
    "drop_answer",
    "drop_untouched",
    "edit",
    "edit_entry",
    "heard",
    "hide",
    "join",
    "lay_back",
    "mark_sensitive",
    "nothing_raised",
    "open_another",
    "open_for_turn",
    "prepare",
    "prepare_own",
    "record",
    "record_answer",
    "remove_entry",
    "seat",
    "set_category",
    "set_kind",
    "set_outcome",
    "show",
    "sit_down",
    "stop_calling",
    "support",
    "take_back",
    "use_prepared",
    "withdraw_approval",
]
