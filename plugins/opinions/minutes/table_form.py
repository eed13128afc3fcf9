"""The minutes in table form: in the text only figures, the opinions as an annex (skeleton B)."""

from __future__ import annotations

from collections.abc import Sequence

from meeting.papers.model import Annex, Block, Heading, Item, Paragraph, text
from plugins.opinions.minutes import counting, narrative, sentences
from plugins.opinions.minutes.annex import annex, people
from plugins.opinions.minutes.persons import in_list, is_private
from plugins.opinions.minutes.told import Told
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Outcome

HEADING = "Ý kiến của {people} và trả lời"
OFF_TOPIC = "Câu hỏi ngoài nội dung (trả lời riêng bằng văn bản)"


def opinions(told: Told) -> Sequence[Block | Annex]:
    """How many there were, and the table behind the text."""
    heading = Heading(words=HEADING.format(people=people(told.plan)))
    if not told.found:
        return [heading, *narrative.in_hall(told), *narrative.unpublished(told)]
    refers = told.say("in_annex", paper="biên bản")
    return [
        heading,
        *counting.totals(told),
        Paragraph(words=text(refers)),
        *narrative.unpublished(told),
        *annex(told, "Biên bản"),
    ]


def off_topic(told: Told) -> Sequence[Block]:
    """The list of what is answered in writing, or that there is nothing."""
    found = [one for one in told.found if one.outcome is Outcome.OFF_TOPIC_WRITTEN]
    if not found:
        return []
    return [Heading(words=OFF_TOPIC), *(_item(one, told) for one in found)]


def _item(one: OpinionView, told: Told) -> Item:
    who = in_list(one, masked=told.masked)
    said = f": {one.brief.rstrip()}" if one.brief and not is_private(one) else ""
    mark = "" if said.endswith(tuple(".?!…")) else "."
    due = sentences.due(one, told)
    answered = f" Trả lời bằng văn bản {due}." if due else ""
    return Item(label=f"Ý kiến {one.number}.", words=text(f"{who}{said}{mark}{answered}"))
