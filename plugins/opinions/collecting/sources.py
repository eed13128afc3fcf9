"""Where what is collected before the day comes from, in the words of the plan."""

from __future__ import annotations

from meeting import text
from meeting.plan import Plan


def sources(plan: Plan) -> tuple[str, ...]:
    """The plan's list; the villages' heads stand on it whether it names them or not."""
    return tuple(dict.fromkeys((*plan.asking.pre_collection_sources, of_village_head(plan))))


def of_village_head(plan: Plan) -> str:
    """“Trưởng làng báo cáo”, as the plan has it, or “Trưởng làng”."""
    head = plan.unit_label.head
    key = text.search_key(head)
    named = (one for one in plan.asking.pre_collection_sources if key in text.search_key(one))
    return next(named, head)
