"""The minutes of a single village: what was collected before, then what was raised in the hall, in
the order of registration (skeleton C). The conclusion's lists stand behind the chair's words.
"""

from __future__ import annotations

from collections.abc import Sequence

from meeting.papers import wording
from meeting.papers.model import Block, Heading, Item, Paragraph, text
from plugins.opinions.collecting import lists
from plugins.opinions.collecting.paper import by_urgency
from plugins.opinions.collecting.wording import NO_TOPIC
from plugins.opinions.minutes import counting, narrative, sentences
from plugins.opinions.minutes.persons import is_private
from plugins.opinions.minutes.told import Told
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Channel

BEFORE = "Ý kiến đã tiếp thu trước hội nghị và kết quả trả lời"
IN_HALL = "Ý kiến tại hội nghị"


def opinions(told: Told) -> Sequence[Block]:
    """Both parts."""
    return [*_before(told), *_in_hall(told), *narrative.unpublished(told)]


def _before(told: Told) -> list[Block]:
    """By topic, the most urgent first; of what was taken up in the hall only that it was."""
    found = [
        one for one in told.found if one.channel is Channel.PRE_COLLECTED or one.raised_at is None
    ]
    if not found:
        return []
    said = told.say("totals_before", counts=counting.counted(found))
    blocks: list[Block] = [Heading(words=BEFORE), Paragraph(words=text(said))]
    groups = lists.by_topic(found, told.plan)
    if len(found) > 1:
        blocks.append(by_urgency(groups, told.plan))
    for group in groups:
        number = wording.count(group.count, "ý kiến")
        blocks.append(Heading(words=f"{group.title or NO_TOPIC} ({number})", level=2))
        for line in group.lines:
            for one in line.everybody:
                blocks.extend(_collected(one, told))
    return blocks


def _collected(one: OpinionView, told: Told) -> list[Block]:
    if one.raised_at is None:
        blocks = narrative.opinion(one, told)
    else:
        words = text(sentences.whole(one, told)[0])
        taken_up = Paragraph(words=text(told.say("taken_up")))
        blocks = [Item(label=f"Ý kiến {one.number}.", words=words), taken_up]
    about = _about(one)
    if about:
        blocks.insert(1, Paragraph(words=text(about)))
    return blocks


def _about(one: OpinionView) -> str:
    """``Mức độ: bức xúc; nguồn: dư luận xã hội.``"""
    source = "" if is_private(one) else one.source
    known = (("mức độ", one.severity), ("nguồn", source))
    return wording.sentence("; ".join(f"{what}: {_inside(is_)}" for what, is_ in known if is_))


def _inside(words: str) -> str:
    """Words inside a sentence; an abbreviation keeps its capitals."""
    return words if words[1:2].isupper() else f"{words[0].lower()}{words[1:]}"


def _in_hall(told: Told) -> list[Block]:
    found = narrative.in_hall(told)
    if not found:
        return []
    sums: list[Block] = []
    if told.in_hall:
        counts = counting.counted(told.in_hall)
        sums = [Paragraph(words=text(told.say("totals", counts=counts)))]
    return [Heading(words=IN_HALL), *sums, *found]
