"""The opinions in the summary report: topic by outcome, village by time, all of them behind."""

from __future__ import annotations

from collections.abc import Sequence

from meeting.papers.model import Annex, Block, Heading, Paragraph, text
from plugins.opinions.minutes import annex, counting, narrative
from plugins.opinions.minutes.told import Told

BY_TOPIC = "Kết quả theo lĩnh vực"
BY_VILLAGE = "Ý kiến theo {unit}"


def by_topic(told: Told) -> Sequence[Block]:
    """How many and what became of them, in words and by topic."""
    if not told.found:
        return [Paragraph(words=text(told.say("none"))), *narrative.unpublished(told)]
    return [
        Heading(words=BY_TOPIC, level=2),
        *counting.totals(told),
        counting.by_topic(told),
        *narrative.unpublished(told),
    ]


def by_village(told: Told) -> Sequence[Block]:
    """Where they come from."""
    if not told.found or len(told.plan.session(told.telling.meeting.session_index).villages) < 2:
        return []
    unit = told.plan.unit_label.singular.lower()
    return [Heading(words=BY_VILLAGE.format(unit=unit), level=2), *counting.by_village(told)]


def all_of_them(told: Told) -> Sequence[Annex]:
    """The table of opinions."""
    return annex.annex(told, "Báo cáo")
