"""The minutes of a single village: what was collected before, then what was raised in the hall, in
the order of registration (skeleton C). The conclusion's lists stand behind the chair's words.
"""

from __future__ import annotations

from collections.abc import Sequence

from meeting.papers import wording
from meeting.papers.model import Block, Heading, Paragraph, text
from plugins.opinions.collecting import lists
from plugins.opinions.collecting.paper import by_urgency
from plugins.opinions.collecting.wording import NO_TOPIC
from plugins.opinions.minutes import counting, narrative
from plugins.opinions.minutes.persons import is_private
from plugins.opinions.minutes.told import Told
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Channel

BEFORE = "Ý kiến tiếp thu trước hội nghị và kết quả trả lời"
IN_HALL = "Ý kiến tại hội nghị"


def opinions(told: Told) -> Sequence[Block]:
    """Both parts."""
    before = [one for one in told.found if one.channel is Channel.PRE_COLLECTED]
    in_hall = [one for one in told.found if one.channel is not Channel.PRE_COLLECTED]
    return [*_before(before, told), *_in_hall(in_hall, told), *narrative.unpublished(told)]


def _before(found: Sequence[OpinionView], told: Told) -> list[Block]:
    """By topic, the most urgent first, with what became of each, in the hall or after it."""
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
    blocks = narrative.opinion(one, told)
    taken_up = told.say("taken_up") if one.raised_at is not None else ""
    about = " ".join(filter(None, (_about(one), taken_up)))
    if about:
        blocks.insert(1, Paragraph(words=text(about)))
    return blocks


def _about(one: OpinionView) -> str:
    """``Mức độ: bức xúc; nguồn: dư luận xã hội.``"""
    source = "" if is_private(one) else one.source
    known = (("mức độ", one.severity), ("nguồn", source))
    return wording.sentence(
        "; ".join(f"{what}: {wording.inside(is_)}" for what, is_ in known if is_)
    )


def _in_hall(found: Sequence[OpinionView], told: Told) -> list[Block]:
    """In the order of registration."""
    if found:
        said = told.say("totals", counts=counting.counted(found))
        return [
            Heading(words=IN_HALL),
            Paragraph(words=text(said)),
            *narrative.by_turn(found, told),
        ]
    if told.in_hall or told.unpublished:
        return []
    return [Heading(words=IN_HALL), Paragraph(words=text(told.say("none")))]
