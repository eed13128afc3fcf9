"""The opinions' parts of the papers. Their words are Vietnamese whatever the screens speak."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from meeting.papers.model import Annex, Block, Heading
from meeting.points import Section, Telling
from plugins.opinions.minutes import (
    combined,
    conclusion,
    counting,
    narrative,
    report,
    table_form,
    village_form,
)
from plugins.opinions.minutes.told import Told, told

TOTALS = "Tổng hợp ý kiến"
Blocks = Sequence[Block | Annex]


def opinions(telling: Telling) -> Blocks:
    """Opinions, what was said about them and what became of them, as the plan wants it."""
    write: dict[str, Callable[[Told], Blocks]] = {
        "table": table_form.opinions,
        "one_village": village_form.opinions,
    }
    return write.get(telling.form, narrative.opinions)(told(telling))


def totals(telling: Telling) -> Blocks:
    """How many opinions of how many people, and what became of them; other forms begin with it."""
    if telling.form != "narrative":
        return []
    found = counting.totals(told(telling))
    return [Heading(words=TOTALS), *found] if found else []


def off_topic(telling: Telling) -> Blocks:
    """In table form: what is answered in writing."""
    return table_form.off_topic(told(telling)) if telling.form == "table" else []


def four_lists(telling: Telling) -> Blocks:
    """In the minutes of a single village: what the conclusion says of the opinions."""
    return conclusion.four_lists(told(telling)) if telling.form == "one_village" else []


def _part(order: int, write: Callable[[Told], Blocks], of: str) -> Section:
    return Section(order=order, build=lambda telling: write(told(telling)), of=of)


SECTIONS = (
    Section(order=40, build=opinions),
    Section(order=50, build=totals),
    Section(order=55, build=off_topic),
    Section(order=70, build=four_lists),
    _part(10, conclusion.notice_counts, "conclusion_notice"),
    _part(20, conclusion.notice_answered, "conclusion_notice"),
    _part(30, conclusion.notice_charges, "conclusion_notice"),
    _part(40, conclusion.notice_beyond, "conclusion_notice"),
    _part(30, report.by_topic, "summary_report"),
    _part(40, report.by_village, "summary_report"),
    _part(50, report.all_of_them, "summary_report"),
    Section(order=10, build=combined.counts, of="combined_notice"),
    Section(order=20, build=combined.answered, of="combined_notice"),
    Section(order=30, build=combined.charges, of="combined_notice"),
    Section(order=40, build=combined.beyond, of="combined_notice"),
    Section(order=30, build=combined.by_topic, of="combined_report"),
    Section(order=40, build=combined.by_session, of="combined_report"),
)
